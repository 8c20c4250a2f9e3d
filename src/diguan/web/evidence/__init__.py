"""Evidence handed out: one address a piece. It is handed in on the pages of what it proves.

Belongs here: the download and its rules for the browser. Does not belong here: what evidence is (domain.evidence).
"""
