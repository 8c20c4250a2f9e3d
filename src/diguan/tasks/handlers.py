"""Which kinds of jobs there are, and what each one does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

Progress = Callable[[str, int, int], None]
Handler = Callable[[Mapping[str, Any], "Order", Progress], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Order:
    """Who asked for a job, over which region, under which number, for the how-manieth time."""

    job_id: int
    region_code: str
    actor: int | None
    attempt: int


# kind -> module and function; imported when a worker starts
KINDS: Mapping[str, tuple[str, str]] = {
    "mail": ("diguan.tasks.mail", "run_mail"),
    "figures": ("diguan.tasks.figures", "run_figures"),
    "daily": ("diguan.tasks.daily", "run_daily"),
    "book": ("diguan.tasks.books", "run_book"),
    "check": ("diguan.tasks.checks", "run_check"),
    "load": ("diguan.tasks.loads", "run_load"),
    "posts": ("diguan.tasks.posts", "run_posts"),
    "round": ("diguan.tasks.rounds", "run_round"),
    "compare": ("diguan.tasks.comparing", "run_comparison"),
    "look": ("diguan.tasks.spreading", "run_look"),
    "spread": ("diguan.tasks.spreading", "run_spread"),
    "verify": ("diguan.tasks.verifying", "run_verification"),
}


def handlers() -> dict[str, Handler]:
    """Every kind of job with the function `(arguments, order, progress) -> outcome` that does it."""
    return {kind: getattr(import_module(module), name) for kind, (module, name) in KINDS.items()}
