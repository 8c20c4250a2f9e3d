"""Importing in the browser: hand files in, look at what would change, store it, take along what could not be read.

Belongs here: pages of loads and of the jobs that do them. Does not belong here: reading files (exchange), storing them (domain.registry).
"""
