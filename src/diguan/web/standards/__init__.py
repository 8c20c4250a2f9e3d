"""Standards to read: each as a text with its values, citations and worked cases, and two of them side by side.

Belongs here: laying the texts out as pages. Does not belong here: the texts (exchange.standards), changing a standard.
"""
