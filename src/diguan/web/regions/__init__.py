"""Units of regions while somebody types.

Belongs here: suggestions, cut to where whoever asks has any right. Does not belong here: pages about a region.
"""
