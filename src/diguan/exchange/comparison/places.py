"""Findings about villages and facilities of a comparison, with labels, names and reasons, as papers and programs show them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from diguan.engine.comparison import Comparison
from diguan.engine.comparison.compare import Step
from diguan.engine.documents import Label
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject, Verdict
from diguan.exchange.comparison.model import PlaceChange, PlaceKindLine, PlaceLines, StepFigures
from diguan.exchange.comparison.reasons import Reasons
from diguan.exchange.comparison.rows import PlaceRow, differences, place_changes
from diguan.exchange.figures.areas import Places
from diguan.locale import Language, texts

SUBJECTS = (Subject.VILLAGE, Subject.FACILITY)
SHOWN = ("came", "went")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
OF_THE_VERDICT = ("facts", "standard", "day")
Key = tuple[str, str, str]  # subject, place, indicator


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Says what became of the findings about places of one step."""

    comparison: Comparison
    step: Step
    figures: StepFigures
    places: Places
    masked: bool
    reasons: Mapping[Key, Label] = field(init=False)

    def __post_init__(self) -> None:
        said: dict[Key, list[str]] = {}
        if self.step.place_findings.kinds:
            for language in LANGUAGES:
                reasons = Reasons(self.step, self.figures, language, self.masked)
                column = f"{language}_masked" if self.masked else language
                for row in differences(self.comparison, self.step, column, SUBJECTS):
                    said.setdefault((row.subject, row.subject_id, row.indicator), []).append(reasons.of(row))
        object.__setattr__(self, "reasons", {key: Label(*both) for key, both in said.items()})

    def lines(self) -> PlaceLines:
        """Totals by kind and indicator, and every finding that came or went."""
        found = self.step.place_findings
        kinds = tuple(
            PlaceKindLine(
                kind,
                self._kind(kind),
                each.asked_before,
                each.asked_after,
                each.totals,
                tuple((i, self._indicator(i), totals) for i, totals in each.indicators.items()),
            )
            for kind, each in found.kinds.items()
        )
        return PlaceLines(found.asked_before, found.asked_after, kinds, tuple(self.changes(SHOWN)))

    def changes(self, movements: Sequence[str] = ()) -> Iterator[PlaceChange]:
        """The findings of some movements, or all of them, one by one."""
        return map(self._change, place_changes(self.comparison, self.step, movements))

    def _change(self, row: PlaceRow) -> PlaceChange:
        _, county, township, village = self.places.names(row.region_code)
        moved = row.region_before is not None and row.region_before != row.region_code
        return PlaceChange(
            subject=Subject(row.subject),
            id=row.place_id,
            name=row.name if row.subject == Subject.FACILITY else self._village(row.place_id),
            path=(county, township, village),
            region_code=row.region_code,
            moved_from=row.region_before if moved else None,
            kind=row.kind,
            kind_label=self._kind(row.kind),
            indicator=row.indicator,
            indicator_label=self._indicator(row.indicator),
            movement=row.movement,
            because=row.because,
            before=None if row.before_code is None else Verdict(row.before_code),
            after=None if row.after_code is None else Verdict(row.after_code),
            mended=row.mended,
            department=self._department(row.department),
            deadline_on=row.deadline_on,
            why=self._why(row),
            before_text=_both(row.before_zh, row.before_en),
            after_text=_both(row.after_zh, row.after_en),
        )

    def _village(self, code: str) -> str | None:
        """The name of a village, where the regions have it."""
        *above, village = self.places.names(code)
        return village if any(above) and village else None

    def _packs(self) -> tuple[Pack, Pack]:
        """The standard of the later round first: its words are those of today."""
        return self.step.after.judged[1].pack, self.step.before.judged[1].pack

    def _kind(self, kind: str) -> Label:
        return next(rule.label for pack in self._packs() for rule in pack.findings if rule.kind == kind)

    def _indicator(self, name: str) -> Label:
        return next(pack.indicators[name].label for pack in self._packs() if name in pack.indicators)

    def _department(self, name: str | None) -> Label | None:
        if name is None:
            return None
        return next((p.departments[name] for p in self._packs() if name in p.departments), Label(name, name))

    def _why(self, row: PlaceRow) -> Label:
        said = texts("comparison")
        if "verdict" in row.because:
            return self.reasons[row.subject, row.place_id, row.indicator]
        labels = [said[f"reason.{r}"] if r in OF_THE_VERDICT else said[f"place_because.{r}"] for r in row.because]
        return Label(*(said.say("why.comma", x).join(label[x] for label in labels) for x in LANGUAGES))


def place_name(change: PlaceChange) -> str:
    """Code or number of a place with its name, where it has one."""
    return f"{change.name} {change.id}" if change.name else change.id


def foremost(changes: Iterable[PlaceChange]) -> list[PlaceChange]:
    """Changes in the order in which they are told: what was mended, what went otherwise, what came."""
    return sorted(changes, key=lambda change: (change.movement != "went", not change.mended))


def movement_of_place(change: PlaceChange) -> str:
    """What became of a finding about a place, what was mended told apart from what merely went."""
    return "mended" if change.mended else change.movement


def _both(zh: str | None, en: str | None) -> Label | None:
    return None if zh is None or en is None else Label(zh, en)
