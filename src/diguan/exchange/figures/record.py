"""Lines of the papers that stand in the record of the round (round.json): coverage, sources, parameters, fingerprints."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from diguan.engine.catalogue import Field, FieldType
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import code_label, unit_label
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Grade, Subject
from diguan.exchange.figures.model import CoverageGroup, CoverageNote, ParameterLine, SourceLine
from diguan.exchange.figures.tables import RoundTables
from diguan.locale import texts

COVERAGE: dict[str, CoverageGroup] = {
    "unseen": "missing",
    "not_covered": "missing",
    "no_facts_as_of": "missing",
    "unconfirmed_as_of": "missing",
    "left_out": "missing",
    "presumed": "presumed",
    "computed": "presumed",
}
CONFIRMED = frozenset({"confirmed", "overridden", "supplied"})


class RecordLines:
    """Reads a record of plain values with the labels of its pack."""

    def __init__(self, record: Mapping[str, Any], pack: Pack) -> None:
        self._record = record
        self._pack = pack

    def statuses(self) -> tuple[tuple[Label, int], ...]:
        """Households by status, most first."""
        found: Mapping[str, int] = self._record["counts"]["statuses"] or {}
        field = self._pack.catalogue.fields(Subject.HOUSEHOLD).get("status")
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple((code_label(field, status), int(count)) for status, count in ordered)

    def coverage(self) -> tuple[CoverageNote, ...]:
        """What the standard says of itself, what nobody supplied, what was presumed, what else is known about the data; line by line."""
        lines = self._record["coverage"]
        own = (CoverageNote("standard", note) for note in self._pack.notes)
        return (*own, *(CoverageNote(COVERAGE.get(str(line["kind"]), "notes"), label(line["text"])) for line in lines))

    def unseen(self) -> Label | None:
        """How many households nobody has seen; None where all were."""
        found = next((line for line in self._record["coverage"] if line["kind"] == "unseen"), None)
        return label(found["text"]) if found else None

    def sources(self) -> tuple[SourceLine, ...]:
        """Input files."""
        return tuple(_source(each) for each in self._record["sources"])

    def parameters(self) -> tuple[ParameterLine, ...]:
        """Values of the standard that the round used."""
        return tuple(self._parameter(each) for each in self._record["parameters"])

    def hashes(self) -> dict[str, str]:
        """Fingerprints of what the round rests on."""
        return {"standard": str(self._record["pack"]["sha256"]), "snapshot": str(self._record["snapshot"]["sha256"])}

    def poverty(self) -> dict[str, float]:
        """Poverty measures of a standard with weights; empty for others."""
        found: Mapping[str, Any] = self._record["counts"].get("poverty") or {}
        return {
            name: float(found[name]) for name in ("headcount_ratio", "intensity", "mpi") if found.get(name) is not None
        }

    def contradicted(self, tables: RoundTables) -> tuple[tuple[Label, int], ...]:
        """Contradicted values by field, most first: the overruled and the undecided."""
        found: Counter[tuple[str, str]] = Counter()
        for table, where in (("contradictions", "true"), ("cell_states", "state = 'conflict'")):
            if tables.columns(table):
                rows = tables.rows(f"SELECT subject, field, count(*) FROM {table} WHERE {where} GROUP BY ALL")
                found.update({(str(subject), str(name)): int(number) for subject, name, number in rows})
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple((self.field_label(*about), number) for about, number in ordered)

    def field_label(self, subject: str, name: str) -> Label:
        """What a field is called."""
        field = self._pack.catalogue.fields(Subject(subject)).get(name)
        return field.label if field else Label(name, name)

    def _parameter(self, line: Mapping[str, Any]) -> ParameterLine:
        status = str(line["status"])
        known = self._pack.parameters.get(str(line["name"]))
        return ParameterLine(
            name=str(line["name"]),
            label=known.label if known else Label(str(line["name"]), str(line["name"])),
            value=_with_unit(shown(line["value"]), line["unit"]),
            since=_day(line["since"]),
            status=texts("words")[f"parameter.{status}"],
            source=str(line["source"] or ""),
            confirmed=status in CONFIRMED,
        )


def label(value: Label | Mapping[str, str]) -> Label:
    """A label from a record."""
    return value if isinstance(value, Label) else Label(value["zh"], value["en"])


def value_label(field: Field | None, value: str) -> Label:
    """A value of a field, written as DuckDB writes it, in words; whole numbers without a fraction."""
    if field is not None and field.type is FieldType.BOOLEAN:
        return texts("words")[f"boolean.{value.lower()}"] if value.lower() in ("true", "false") else Label(value, value)
    if field is not None and field.type is FieldType.NUMBER:
        value = value.removesuffix(".0")
        return Label(value, value)
    return code_label(field, value)


def shown(value: object) -> str:
    """A value as people write it: whole numbers without a fraction."""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)  # noqa: PLR2004  beyond it %g would round


def _with_unit(value: str, unit: str | None) -> Label:
    """A value with its unit as the explanations write it."""
    said = unit_label(unit)
    return Label(f"{value} {said.zh}".strip() if said.en else value, f"{value} {said.en}".strip())


def role(kind: str) -> Label:
    """What an input was for."""
    words = texts("words")
    if kind.startswith("roster:"):
        return words.both("source.roster", name=kind.removeprefix("roster:"))
    return words[f"source.{kind}"]


def _source(line: Mapping[str, Any]) -> SourceLine:
    rows = line.get("rows")
    return SourceLine(
        label=str(line["label"]),
        role=role(str(line["kind"])),
        grade=_grade(line["grade"]),
        data_on=_day(line["data_on"]),
        sha256=str(line["sha256"]),
        rows=None if rows is None else int(rows),
    )


def _grade(value: object) -> Grade:
    return Grade[value.upper()] if isinstance(value, str) else Grade(int(str(value)))


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
