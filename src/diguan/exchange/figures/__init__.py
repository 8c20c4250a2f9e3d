"""The figures of a round: what ledger, report and the command line all say, counted once.

Belongs here: counting over the files of a round, the plain values that the papers are written from.
Does not belong here: how a figure is shown (ledger, report), what is judged (the engine).
"""
