"""Pages of work style: what the system costs people, by place and week.

Belongs here: figures as tables, the rows behind each. Does not belong here: what is counted and how (domain).
"""
