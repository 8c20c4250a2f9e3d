"""The door for programs: the acts and questions of the pages under the same rights, over HTTP and JSON.

Belongs here: addresses, what goes in and out, who asks with which token. Does not belong here: what is decided (domain), pages.
"""
