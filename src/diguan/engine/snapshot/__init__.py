"""Snapshots: facts of many sources folded by precedence into one frozen, hashed set of tables as of a day.

Belongs here: assembly, fold, presumptions, derived columns, Parquet in and out, the hash.
Does not belong here: reading workbooks, judging.
"""
