"""The command line: one file per noun; each command makes one call below.
"""
