"""Households: finding one, reading everything that is known of it and how it stands, recording what was seen.

Belongs here: pages of households. Does not belong here: the fold, the rules, the rights (the domain has them), pages of rounds.
"""
