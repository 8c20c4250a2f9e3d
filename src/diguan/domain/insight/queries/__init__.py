"""What is asked of stored figures: a board of a place, its days, what may be shown of it to whom.

Belongs here: reading figures, cut to whoever asks. Does not belong here: counting (actions), the words of pages.
"""

from diguan.domain.insight.queries.board import Board, Row, UnableToShowBoard, board_of
from diguan.domain.insight.queries.choice import Choice
from diguan.domain.insight.queries.history import Day, days_of, history_of
from diguan.domain.insight.queries.mapping import map_of
from diguan.domain.insight.queries.rounds import Resting, is_stale, last_reckoning, resting_on

__all__ = [
    "Board",
    "Choice",
    "Day",
    "Resting",
    "Row",
    "UnableToShowBoard",
    "board_of",
    "days_of",
    "history_of",
    "is_stale",
    "last_reckoning",
    "map_of",
    "resting_on",
]
