"""Which part of the registry is extracted: a region, or a few households with everybody they may be joined to."""

from dataclasses import dataclass

from django.db.models import Q

from diguan.domain.fields import CODE_LENGTH
from diguan.engine.regions import CodeScheme

DIVISIONS = CodeScheme((2, 4, 6, 9, 12), "0")
COUNTY = 6
EVERYWHERE = "0" * CODE_LENGTH


@dataclass(frozen=True, slots=True)
class Extent:
    """`head`: the significant digits of a region, empty for everything.

    Identity numbers are matched within a county, so that never less than a county is extracted; the engine cuts the rest.
    """

    head: str = ""

    @classmethod
    def of(cls, region: str | None) -> "Extent":
        """The extent that a round over a region needs; `region`: a full code or the digits it begins with."""
        if region is None:
            return cls()
        head = DIVISIONS.significant(region) if len(region) == CODE_LENGTH else region
        return cls(head[:COUNTY])

    @property
    def low(self) -> str:
        """The first code inside."""
        return self.head.ljust(CODE_LENGTH, "0")

    @property
    def high(self) -> str:
        """The first code behind."""
        return self.head + "~" if not self.head else str(int(self.head) + 1).ljust(CODE_LENGTH, "0")

    @property
    def above(self) -> tuple[str, ...]:
        """Codes of the regions that hold this one: lists of a whole prefecture say something of its counties, too."""
        heads = [self.head[:width] for width in DIVISIONS.widths if width < len(self.head)]
        return (EVERYWHERE, *(head.ljust(CODE_LENGTH, "0") for head in heads))

    def condition(self, column: str = "region_code") -> str:
        """The same as SQL on a column; the codes are digits only."""
        if not self.head:
            return "TRUE"
        named = ", ".join(f"'{code}'" for code in self.above)
        return f"({column} >= '{self.low}' AND {column} < '{self.high}' OR {column} IN ({named}))"

    def matches(self, column: str) -> Q:
        """The same for a model."""
        if not self.head:
            return Q()
        return Q(**{f"{column}__gte": self.low, f"{column}__lt": self.high}) | Q(**{f"{column}__in": self.above})
