"""The registry: one page a household, made of observations that are never changed, only outlived.

Belongs here: villages, facilities, households, persons, kin; sources and observations; identifiers; life events; loading and extraction.
Does not belong here: what a cell of a workbook means (exchange), how facts are folded and judged (engine), who may see what (accounts).
"""
