"""The days that a synthetic county knows: as of when, what the older export was taken, when households exited or were listed."""

from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 2017, 2022
LAST_EXITS = 2020  # the year in which the last households exited; monitoring alone goes on
MONITORED_FROM = date(2019, 1, 1)  # nobody was monitored before
FIRST_MONTH = 4


class UnableToDateCounty(ValueError):
    """The as-of date leaves no room for an older export and a listing after it."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """All days follow from the as-of date: the older export is of 30 November before, exits follow in December, a listing in February.

    After 2020 these are the days of the last exits.
    """

    as_of: date

    @property
    def exits_of(self) -> int:
        """The year of the latest exits."""
        return min(self.as_of.year - 1, LAST_EXITS)

    @property
    def only_monitoring(self) -> bool:
        """Whether every listed household has exited, and those at risk are monitored."""
        return self.as_of.year > LAST_EXITS

    @property
    def older_export(self) -> date:
        """Data date of the older export: the last facts before the exits of that year."""
        return date(self.exits_of, 11, 30)

    @property
    def late_exit(self) -> date:
        """Month of the exits that the older export was taken for."""
        return date(self.exits_of, 12, 1)

    @property
    def late_listing(self) -> date:
        """Month in which a few households were listed after the older export."""
        return date(self.exits_of + 1, 2, 1)


def calendar_of(as_of: date) -> Calendar:
    """The calendar of a county as of a day between April and December of 2017-2022."""
    if not (FIRST_YEAR <= as_of.year <= LAST_YEAR and as_of.month >= FIRST_MONTH):
        msg = (
            f"无法按 {as_of} 生成合成县："
            f"基准日应在 {FIRST_YEAR}-{LAST_YEAR} 年的 4 月至 12 月之间（此前须有上年 11 月的导出表和 2 月的新识别户）\n"
            f"Cannot make a county as of {as_of}: expected a day from April to December of {FIRST_YEAR}-{LAST_YEAR}, because an"
            " export of the November before and a listing of February must lie before it. Choose such a date."
        )
        raise UnableToDateCounty(msg)
    return Calendar(as_of)
