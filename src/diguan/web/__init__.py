"""Pages: one folder a noun, each with its addresses, views, forms and templates; `shared` is the frame around them.

Belongs here: asking the domain one question, or giving it one order, and showing what came back.
Does not belong here: rules, queries over tables, files of people.
"""
