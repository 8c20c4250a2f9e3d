"""Work in the field: visits planned by need and recorded at the door, reminders, escalation.

Belongs here: who is to be visited and why, what a visit brought, what is told to whom when a deadline comes near or has passed.
Does not belong here: what is known of a household (registry), problems and how they close (ledger), pages.
"""
