"""Reference pages made from the code and the data: what is generated cannot fall behind what it describes.

Belongs here: one module a page. Does not belong here: text that a person writes (docs/concepts, docs/howto).
"""
