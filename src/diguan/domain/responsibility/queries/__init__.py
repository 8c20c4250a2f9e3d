"""What is asked of posts: the chain of a place, who owns a problem, what is vacant, who carries how much.

Belongs here: reading, as of any day, cut to whoever asks where a viewer asks. Does not belong here: changing (actions).
"""

from diguan.domain.responsibility.queries.chart import Chart, Link, chain_of, chart_of, holder_of, owner_for, posts_of
from diguan.domain.responsibility.queries.helping import helper_of
from diguan.domain.responsibility.queries.load import load_by_officer
from diguan.domain.responsibility.queries.standing import Vacancy, vacancies

__all__ = [
    "Chart",
    "Link",
    "Vacancy",
    "chain_of",
    "chart_of",
    "helper_of",
    "holder_of",
    "load_by_officer",
    "owner_for",
    "posts_of",
    "vacancies",
]
