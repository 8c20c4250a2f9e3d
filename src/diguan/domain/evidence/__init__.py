"""Evidence: photos and papers that are handed in as proof, kept by their content and never changed.

Belongs here: what may be handed in, what is taken out of a photo before it is kept, the files and their rows, who may open them.
Does not belong here: what something is a proof of (ledger, fieldwork), whether a proof is good enough (people).
"""
