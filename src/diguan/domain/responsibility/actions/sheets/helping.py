"""Rows of helpers into who helps whom: set by set, for a county has tens of thousands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from diguan.domain.regions.queries import subtree
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.actions.helping import finish
from diguan.domain.responsibility.actions.sheets.households import Households
from diguan.domain.responsibility.actions.sheets.merging import Means, merge, told
from diguan.domain.responsibility.actions.sheets.officers import Officers
from diguan.domain.responsibility.actions.sheets.outcome import Outcome
from diguan.domain.responsibility.choices import REASON_LENGTH
from diguan.domain.responsibility.models import Helping, Officer
from diguan.domain.responsibility.recording import Deed
from diguan.engine.documents import Label
from diguan.exchange.posts import HelperRow, PostRow

BATCH = 1000
_SCATTERED = (
    Label(
        "帮扶已导入；所帮扶的户分属几个村，岗位没有设",
        "the help was taken; the households lie in several villages: no post was made",
    ),
    Label("在岗位表中写明是哪个村的", "say in the sheet of posts of which village"),
)


@dataclass(slots=True)
class Helpers:
    """Takes rows of helpers; what they say of posts comes back as rows of posts."""

    region_code: str
    officers: Officers
    outcome: Outcome
    deed: Deed
    _known: dict[tuple[int, str, str], list[Helping]] = field(default_factory=dict)
    _new: list[Helping] = field(default_factory=list)
    _seats: dict[tuple[int, str], dict[str, HelperRow]] = field(default_factory=dict)

    def take(self, rows: Sequence[HelperRow]) -> list[PostRow]:
        """Every row; new help is written at the end, at once."""
        self._read()
        households = Households.known(self.region_code, rows)
        for row in rows:
            home = households.household(row, self.outcome)
            officer = self.officers.officer(row.person, home.region_code, row.where) if home else None
            if home is not None and officer is not None:
                self._help(row, home, officer)
        Helping.objects.bulk_create(self._new, batch_size=BATCH)
        return list(self._posts())

    def _read(self) -> None:
        low, high = subtree(self.region_code)
        for helping in Helping.objects.filter(region_code__gte=low, region_code__lt=high).order_by("since_on", "id"):
            self._known.setdefault((helping.officer_id, helping.county, helping.household_number), []).append(helping)

    def _help(self, row: HelperRow, home: Household, officer: Officer) -> None:
        for kind in row.posts:
            self._seats.setdefault((officer.pk, kind), {}).setdefault(home.region_code, row)
        spells = self._known.setdefault((officer.pk, home.county, home.number), [])
        merged = merge(spells, row.since_on, row.until_on)
        if merged.means is Means.NEW:
            spells.append(self._begin(row, home, officer))
        elif merged.spell is not None and merged.means is Means.AGAINST:
            self.outcome.refuse(row.where, *told(merged.spell))
        elif merged.spell is not None and merged.means is Means.END and row.until_on is not None:
            self._end(merged.spell, row.until_on, row)
        else:
            self.outcome.counts["unchanged"] += 1

    def _begin(self, row: HelperRow, home: Household, officer: Officer) -> Helping:
        made = Helping(
            officer=officer,
            county=home.county,
            household_number=home.number,
            region_code=home.region_code,
            since_on=row.since_on,
            until_on=row.until_on,
            reason=row.where.said[:REASON_LENGTH],
        )
        self._new.append(made)
        self.outcome.counts["helping_begun"] += 1
        return made

    def _end(self, helping: Helping, until_on: date, row: HelperRow) -> None:
        """One that this very import begins is not ended by another row of it: the two stand against each other."""
        if any(helping is each for each in self._new):
            self.outcome.refuse(row.where, *told(helping))
            return
        finish(helping, until_on, Deed(self.deed.actor, self.deed.at, self.deed.on, row.where.said))
        self.outcome.counts["helping_ended"] += 1

    def _posts(self) -> Iterable[PostRow]:
        """What rows say of first secretaries and teams: of the village of the households, where that is one."""
        for (_, kind), by_village in self._seats.items():
            village, row = next(iter(by_village.items()))
            if len(by_village) > 1:
                self.outcome.refuse(row.where, *_SCATTERED)
            else:
                yield PostRow(row.where, village, kind, "", "", row.person, row.since_on, row.until_on)
