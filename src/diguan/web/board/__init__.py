"""The board of leaders: how places stand, on a map and in tables, with the way down to the rows.

Belongs here: pages, charts and workbooks of stored figures. Does not belong here: counting, what may be shown to whom (domain).
"""
