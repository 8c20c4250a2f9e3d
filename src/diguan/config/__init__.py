"""Wiring of the server: settings from the environment, addresses, the door for a web server.

Belongs here: what is switched on and where it lies. Does not belong here: anything that decides something.
"""
