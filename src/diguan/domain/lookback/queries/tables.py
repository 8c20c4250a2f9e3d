"""Figures of persistence as tables: by place, indicator, department, way of closing, and by who confirmed; small ones are left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Left

from diguan.domain.accounts.permissions import Act, Viewer, in_ranges, is_small
from diguan.domain.lookback.choices import REPRESENTATIVE, Method
from diguan.domain.lookback.models import Case
from diguan.domain.lookback.precision import Interval, interval
from diguan.domain.lookback.queries.persisting import decided, outcomes
from diguan.domain.regions.queries import region_tree, tops

By = Literal["region", "indicator", "department", "closing", "confirmer"]
COLUMNS = {"indicator": "indicator", "department": "department", "closing": "closing", "confirmer": "confirmed_by"}


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one value of what a table is by. `hidden`: not told outside the chain; then every figure is None."""

    key: str
    looked_back: int | None
    persisted: int | None
    rebounded: int | None
    unseen: int | None
    share: Interval | None
    hidden: bool = False

    def without_figures(self) -> "Line":
        """The same with nothing told."""
        return replace(self, looked_back=None, persisted=None, rebounded=None, unseen=None, share=None, hidden=True)

    @property
    def figures(self) -> tuple[int, ...]:
        """What it counts."""
        return tuple(n or 0 for n in (self.looked_back, self.persisted, self.rebounded, self.unseen))

    @property
    def count(self) -> int:
        """Cases behind it."""
        return (self.looked_back or 0) + (self.unseen or 0)


@dataclass(frozen=True, slots=True)
class Table:
    """Lines in the order of their keys, the sum of all, and the day of the last result; None where there is none."""

    lines: Sequence[Line]
    total: Line
    as_of: date | None


def table(
    viewer: Viewer,
    by: By,
    *,
    region_code: str = "",
    since: date | None = None,
    until: date | None = None,
    methods: Iterable[Method] = REPRESENTATIVE,
) -> Table:
    """Results of looking back where the viewer sees. By who confirmed: only where the viewer may look back, and of oneself.

    By region: the units below the one that was asked for. The interval is the binomial one. Whoever is outside the chain reads one table
    of each kind, of all places together and of samples that speak for all, without small figures: parts of it would tell them.
    """
    methods = tuple(methods)
    found = decided(viewer, region_code, since, until, methods, figures=True)
    if by == "confirmer":
        own = found.filter(confirmed_by=viewer.account_id)
        found = in_ranges(found, viewer.scopes(Act.LOOK_BACK)) | own
    key: Any = Left("region_code", _digits_below(region_code)) if by == "region" else F(COLUMNS[by])
    rows = found.order_by().annotate(key=key).values("key").annotate(**outcomes(), last=Max("decided_on"))
    listed: Any = list(rows.order_by("key"))
    scheme = region_tree().form.scheme
    lines = [_line(scheme.complete(row["key"]) if by == "region" else str(row["key"]), row) for row in listed]
    total = _line("", {name: sum(row[name] for row in listed) for name in outcomes()})
    as_of = max((row["last"] for row in listed), default=None)
    if not viewer.is_outside(region_code):
        return Table(lines, total, as_of)
    part = since or until or methods != REPRESENTATIVE or region_code not in ("", *_only_top(viewer))
    return Table([], total.without_figures(), None) if part else without_small(Table(lines, total, as_of))


def behind(
    viewer: Viewer, by: By, key: str, *, region_code: str = "", methods: Iterable[Method] = REPRESENTATIVE
) -> QuerySet[Case]:
    """The cases behind a line of a table, the newest first; none behind a line whose figures are not told."""
    methods = list(methods)
    line = next(
        (each for each in table(viewer, by, region_code=region_code, methods=methods).lines if each.key == key), None
    )
    if line is None or line.hidden:
        return Case.objects.none()
    place = key if by == "region" else region_code
    found = decided(viewer, place, None, None, methods)
    if by == "confirmer":
        found = in_ranges(found, viewer.scopes(Act.LOOK_BACK)) | found.filter(confirmed_by=viewer.account_id)
    if by != "region":
        found = found.filter(**{COLUMNS[by]: key})
    return found.select_related("item").order_by("-decided_on", "-id")


def _line(key: str, row: dict[str, int]) -> Line:
    seen = row["persisted"] + row["rebounded"]
    return Line(key, seen, row["persisted"], row["rebounded"], row["unseen"], interval(row["persisted"], seen))


def without_small(whole: Table) -> Table:
    """Without lines that have a small figure, then without as many others, the smallest first, as it takes until the rest tells nothing."""
    hidden = [line for line in whole.lines if any(is_small(figure) for figure in line.figures)]
    others = sorted((line for line in whole.lines if line not in hidden), key=lambda line: (line.count, line.key))
    while hidden and others and not _tell_nothing(hidden):
        hidden.append(others.pop(0))
    lines = [line.without_figures() if line in hidden else line for line in whole.lines]
    few = any(is_small(figure) for figure in whole.total.figures) or (hidden and not _tell_nothing(hidden))
    return Table(lines, whole.total.without_figures() if few else whole.total, whole.as_of)


def _tell_nothing(hidden: Sequence[Line]) -> bool:
    """Whether what several lines have together, which the sum less the others tells, is no small figure."""
    return len(hidden) > 1 and not any(
        is_small(sum(column)) for column in zip(*(h.figures for h in hidden), strict=True)
    )


def _only_top(viewer: Viewer) -> list[str]:
    """The one unit of which a viewer may read figures; nothing where there are several, whose tables would tell of each other."""
    found = [unit.code for unit in tops(viewer.scopes(Act.SEE_FIGURES))]
    return found if len(found) == 1 else []


def _digits_below(region_code: str) -> int:
    """Digits that tell the units below a unit apart; of the whole tree those of counties."""
    tree = region_tree()
    widths = tree.form.scheme.widths
    level = tree.form.scheme.level_number(region_code) if region_code else 2
    return widths[min(level, len(widths) - 1)]
