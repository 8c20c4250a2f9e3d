"""Standards as texts to read: a pack in words, and two of them side by side.

Belongs here: sentences made from rules, in both languages.
Does not belong here: what a rule means (engine), how a page or terminal lays it out.
"""
