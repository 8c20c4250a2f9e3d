"""The twenty rules of the population as experienced people would write them for other engines.

All do the same work: they read the snapshot's Parquet files of one folder and write verdicts and grades (0 where nothing is known, else
that of the only source) of every rule for every person and household, in order, to Parquet. Rivals are used through their public
interfaces. Whoever knows one better is welcome to make it faster: `peers.py` makes sure that everybody wrote the same.
"""

ORDER = {"households": ("household_id",), "persons": ("household_id", "person_id")}
