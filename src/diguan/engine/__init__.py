"""The engine: dated standards applied to facts, usable as a library without workbooks or a server.

Belongs here: catalogue, regions, standards, expressions, back ends, snapshots, screening.
Does not belong here: workbooks and pages, law (packs hold it), anything that knows a command or a request.
"""
