"""The record of acts: append-only, sealed in keyed batches that form a chain, so that any change is found.

Belongs here: entries, seals, keys of seals, verification, checkpoints. Lowest of the domain:
every act appends, the actor is a plain number.
Does not belong here: personal values (a salted hash where one must be recognised again), what an act means, who may read the record.
"""
