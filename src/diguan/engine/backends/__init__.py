"""Back ends: one checked tree evaluated set-based (DuckDB SQL) and for one household (closures in plain Python).

Belongs here: evaluation only. Does not belong here: what a verdict means for a status, files, explanations.
"""
