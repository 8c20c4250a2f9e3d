"""Steps that persons take with a version and a reason: what is sent, and what a refused one answers. The attempt itself is kept."""

from collections.abc import Collection, Sequence
from typing import Annotated, Protocol

from pydantic import Field

from diguan.engine.documents import Label
from diguan.rest.frame.problems import CONFLICT, FORBIDDEN, INVALID, Fault, Refused
from diguan.rest.frame.values import PLAIN, Asked, Reason, Version

Given = Annotated[str, Field(min_length=1, max_length=500, pattern=PLAIN)]


class WithWord(Asked):
    """The thing as it was seen, and a word that may be given."""

    version: Version
    reason: Reason = ""


class WithReason(Asked):
    """The thing as it was seen, and a reason that must be given."""

    version: Version
    reason: Given


class Attempt(Protocol):
    """What came of a step that was refused: why, what to do, and which entry is at fault."""

    @property
    def refusal(self) -> Label | None:
        """Why."""

    @property
    def hint(self) -> Label | None:
        """What to do."""

    @property
    def field(self) -> str:
        """The entry, or nothing."""


def refused_step(outcome: Attempt, code: str, by_right: Collection[str], by_state: Collection[str]) -> Refused:
    """The answer to a refused step: by right, or by how things stand, or else by a fault of what was sent."""
    status = FORBIDDEN if code in by_right else CONFLICT if code in by_state else INVALID
    message, hint = outcome.refusal, outcome.hint
    assert message is not None  # noqa: S101  for the type alone
    faults: Sequence[Fault] = [Fault(f"body.{outcome.field}", message, hint=hint)] if outcome.field else []
    return Refused(status, message, hint, kind=code.replace("_", "-"), errors=faults)
