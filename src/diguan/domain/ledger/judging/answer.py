"""What the standard says of a problem, and which rows that rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from diguan.domain.ledger.choices import Refusal
from diguan.engine.verdicts import Grade


@dataclass(frozen=True, slots=True)
class Rest:
    """A fact that decides. `observation`: number of the row that counts; `others`: rows that say something else.

    `recorded_by`, `recorded_at`: who brought it into the registry and when; None is a load that nobody signed in for.
    """

    field: str
    observation: int
    grade: Grade
    day: date
    recorded_by: int | None
    recorded_at: datetime
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`refusal`: why the standard does not speak for a closing, None where the problem is gone; `grade`: how well that is evidenced.

    `listed`: somebody who was missing is on the list now; the list itself says so, and its rows are the rests.
    """

    refusal: Refusal | None
    grade: Grade = Grade.NONE
    rests: Sequence[Rest] = ()
    listed: bool = False

    def fresh(self, since: date) -> list[Rest]:
        """What was seen, or is on a department's list, on a day or later."""
        return [rest for rest in self.rests if rest.grade >= Grade.ROSTER and rest.day >= since]

    def declared(self, since: date, after: datetime) -> list[Rest]:
        """What was only declared, on a day or later, or was brought in after a moment."""
        late = (r for r in self.rests if r.day >= since or r.recorded_at > after)
        return [rest for rest in late if rest.grade < Grade.ROSTER]

    def corrected(self, after: datetime) -> list[Rest]:
        """What was brought in after a moment and says something else than what was there."""
        return [rest for rest in self.rests if rest.recorded_at > after and rest.others]
