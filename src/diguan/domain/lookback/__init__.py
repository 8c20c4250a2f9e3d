"""Looking back (回头看): closed problems drawn as a sample and looked at again by people outside their chain.

Belongs here: samples from a recorded seed, who may look again and who may not, what was seen and whether it persists, figures of that.
Does not belong here: closing and reopening (ledger), what is asked at a door (fieldwork), pages.
"""
