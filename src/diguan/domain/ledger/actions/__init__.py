"""What happens to items.

Belongs here: opening, and every step of the table, atomic, with its event and the record of acts in the same transaction; attempts that
are refused are kept. Does not belong here: asking (queries), the words of pages.
"""
