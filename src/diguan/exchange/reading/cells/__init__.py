"""One cell to one value: every spelling that is known, and a named reason for every one that is not.

Belongs here: converters by type of field, the words of a bad cell. Does not belong here: headers, rows, sheets.
"""
