"""Sheets of helpers and posts into the tables: found by number, merged by day, what does not fit listed; a second time changes nothing.

Belongs here: which officer, household and post a row means, and what follows. Does not belong here: reading files (exchange.posts).
"""

from diguan.domain.responsibility.actions.sheets.importing import Files, import_posts
from diguan.domain.responsibility.actions.sheets.outcome import Outcome

__all__ = ["Files", "Outcome", "import_posts"]
