"""Events of life on the pages: chosen, filled in, looked at before they are stored, taken back; arrivals; who is registered twice; kin.

Belongs here: forms and pages of events. Does not belong here: what an event does (the registry), the page of a household.
"""
