"""What of the figures somebody looks at."""

from dataclasses import dataclass

from diguan.domain.insight.choices import ALL


@dataclass(frozen=True, slots=True)
class Choice:
    """A place and a standard; one indicator of it, one department, or "" for all."""

    region_code: str
    standard: str = ""
    indicator: str = ""
    department: str = ""

    @property
    def judged_by(self) -> str:
        """The indicator as figures of households have it."""
        return self.indicator or ALL

    @property
    def cut(self) -> bool:
        """Whether only some of the items are wanted."""
        return bool(self.indicator or self.department)
