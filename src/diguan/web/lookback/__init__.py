"""Pages of looking back: samples, what one is to look at again, what came of it.

Belongs here: drawing, giving, the form at the door, figures of persistence. Does not belong here: who is inside a chain, what decides
(domain).
"""
