"""places.xlsx: what villages and facilities lack, whose it is to mend and until when, with columns for the plan to be filled in."""

from collections.abc import Iterator
from pathlib import Path

from diguan.engine.documents import Label
from diguan.engine.screening.judgement import FACILITY_NAME
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Grade
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.model import Cover
from diguan.exchange.figures.tables import RoundTables
from diguan.exchange.lists import Column, ListBook, write_list
from diguan.locale import Language, texts

PLACES, TABLE = "places.xlsx", "place_findings"
WIDTHS = {
    "kind": 16,
    "county": 12,
    "township": 14,
    "village": 14,
    "facility": 16,
    "facility_name": 20,
    "indicator": 18,
    "explanation": 60,
    "grade": 10,
    "measure": 20,
    "department": 16,
    "deadline": 12,
    "plan": 24,
    "person": 12,
    "planned_on": 14,
    "progress": 18,
}
TO_BE_FILLED = 4  # the last columns
NO_NAMES = "(SELECT NULL::VARCHAR AS facility_id, NULL::VARCHAR AS name WHERE false)"  # where no input names a facility
Row = tuple[str | None, ...]


def write_places(
    folder: Path, tables: RoundTables, pack: Pack, places: Places, cover: Cover, language: Language
) -> int:
    """Write the workbook where the standard finds anything about places; the number of its rows, 0 where there is no such finding."""
    if not tables.columns(TABLE):
        return 0
    count = tables.number(f"SELECT count(*) FROM {TABLE}")
    words, nobody = texts("words"), texts("words")["recipient_none"]
    about = ListBook(
        title=words["places.title"][language],
        recipient=cover.recipient or nobody[language],
        statement=words.both(
            "places.statement", count=f"{count:,}", as_of=cover.as_of.isoformat(), pack=pack.reference
        )[language],
        synthetic=cover.synthetic,
    )
    columns = [Column(words[f"places.{name}"][language], width) for name, width in WIDTHS.items()]
    with (folder / PLACES).open("wb") as file:
        write_list(file, about, columns, _rows(tables, pack, places, language), made_on=cover.as_of)
    return count


def _rows(tables: RoundTables, pack: Pack, places: Places, language: Language) -> Iterator[Row]:
    kinds = {rule.kind: rule.label[language] for rule in reversed(pack.findings)}
    grades = texts("words")
    named = FACILITY_NAME in tables.columns("facilities")
    names = f"(SELECT facility_id, {FACILITY_NAME} AS name FROM facilities)" if named else NO_NAMES
    sql = f"""SELECT kind, region_code, facility_id, name, indicator, {language}, grade, route, department, deadline_on
    FROM {TABLE} LEFT JOIN {names} USING (facility_id) ORDER BY finding_id"""
    for kind, region, facility, name, indicator, told, grade, route, department, deadline in tables.rows(sql):
        _, county, township, village = places.names(region)
        yield (
            kinds[kind],
            county,
            township,
            village,
            facility,
            name,
            pack.indicators[indicator].label[language],
            told,
            grades[f"grade.{Grade(grade or 0).name.lower()}"][language],
            _label(pack.measures.get(route or ""), route, language),
            _label(pack.departments.get(department or ""), department, language),
            deadline.isoformat() if deadline else None,
            *(None,) * TO_BE_FILLED,
        )


def _label(label: Label | None, id: str | None, language: Language) -> str | None:
    """A label, or the id where the pack has none (a visit first has none of its own in every pack)."""
    if label is not None:
        return label[language]
    return texts("words")["places.visit"][language] if id == "visit" else id
