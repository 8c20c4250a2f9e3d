"""The command line: one file per noun.

Belongs here: options, progress, tables, exit codes; each command makes one call below. The clock may be read here.
Does not belong here: anything a program that imports the package would want too.
"""
