"""Views of lists that somebody keeps: kept beside the list, named anew and dropped here.

Belongs here: keeping what a list is asked. Does not belong here: the lists.
"""
