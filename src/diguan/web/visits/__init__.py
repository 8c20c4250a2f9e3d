"""Pages of visits: whom to visit, and the form at the door.

Belongs here: the list, the plan, the form of a visit. Does not belong here: which facts decide (engine), what a visit does (domain).
"""
