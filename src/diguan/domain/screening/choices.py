"""Words of rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from diguan.engine.verdicts import Grade, Verdict

ROUND_JOB = "round"
VERIFY_JOB = "verify"
COMPARE_JOB = "compare"
NOT_COVERED = 9  # in place of the grade of a packed verdict that is unknown because no input has what it needs

DECLARED = "declared"  # met on nothing better than a declaration
UNCOVERED = "uncovered"  # unknown because no input has what the indicator needs
# What can be asked of how a household stands: a verdict, and the digit of its grade where that matters.
STANDINGS: Mapping[str, tuple[Verdict, int | None]] = {
    **{verdict.name.lower(): (verdict, None) for verdict in Verdict},
    DECLARED: (Verdict.MET, int(Grade.DECLARED)),
    UNCOVERED: (Verdict.UNKNOWN, NOT_COVERED),
}
OF_ANY = ("unmet", "unknown", DECLARED)  # what can be asked of any indicator; the rest is asked of one


@dataclass(frozen=True, slots=True)
class Wanted:
    """A round that somebody asks for. `confirm`: "name=value@source" as on the command line; `region_code`: a full code."""

    standard: str
    as_of: date
    region_code: str
    confirm: tuple[str, ...] = ()
    retrospective: bool = False

    def arguments(self) -> dict[str, Any]:
        """As the arguments of a job."""
        return {
            "standard": self.standard,
            "as_of": self.as_of.isoformat(),
            "region_code": self.region_code,
            "confirm": list(self.confirm),
            "retrospective": self.retrospective,
        }

    @classmethod
    def of(cls, arguments: Any) -> "Wanted":  # noqa: ANN401  what a job was given
        """From the arguments of a job."""
        return cls(
            standard=arguments["standard"],
            as_of=date.fromisoformat(arguments["as_of"]),
            region_code=arguments["region_code"],
            confirm=tuple(arguments["confirm"]),
            retrospective=arguments["retrospective"],
        )
