"""Sheets of helpers and of posts to rows, and the rows that could not be taken back to people.

Belongs here: headers and words of these sheets, their rows, the workbook of rejected rows, the template to be filled in.
Does not belong here: which household or officer a row means (domain.responsibility).
"""

from diguan.exchange.posts.read import read_posts
from diguan.exchange.posts.rejected import write_rejected_posts
from diguan.exchange.posts.rows import HelperRow, Person, PostRow, PostSheets, RefusedRow
from diguan.exchange.posts.template import write_template

__all__ = [
    "HelperRow",
    "Person",
    "PostRow",
    "PostSheets",
    "RefusedRow",
    "read_posts",
    "write_rejected_posts",
    "write_template",
]
