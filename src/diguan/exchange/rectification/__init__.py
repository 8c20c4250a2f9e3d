"""Papers of rectification: the lists as Word and Excel in the customary layout, and the template by which problems come in.

Belongs here: how rows become tables, documents, sheets; what a filled-in template says. Does not belong here: which rows (domain).
"""

from diguan.exchange.rectification.book import write_book
from diguan.exchange.rectification.document import write_document
from diguan.exchange.rectification.reading import ReadProblem, WrongRow, read_problems
from diguan.exchange.rectification.rows import Cover, ProblemRow, TaskRow
from diguan.exchange.rectification.template import HEADER, Choices, write_template

__all__ = [
    "HEADER",
    "Choices",
    "Cover",
    "ProblemRow",
    "ReadProblem",
    "TaskRow",
    "WrongRow",
    "read_problems",
    "write_book",
    "write_document",
    "write_template",
]
