"""Rejected cells that come back mended: each goes to the row that somebody named, with the value that somebody put right."""

from diguan.exchange.figures.identity import parse_key
from diguan.exchange.reading.cells.outcome import Bad, shown
from diguan.exchange.roundtrip.answers import Answer, Collected, FileReport, Rejected, Spot
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.forms import FormFile, FormSheet, find_table
from diguan.exchange.roundtrip.report_shapes import REJECTED, rejected_shape
from diguan.exchange.roundtrip.values import EntryReader
from diguan.locale import texts

NOTHING = "-"  # written as the mended value: the cell is to be left out


def read_mended(base: Base, form: FormFile, report: FileReport, found: Collected) -> None:
    """Take the mended cells; what is still not right is rejected again, so that nothing is lost."""
    report.by = ""
    taken = 0
    for grid in form.others:
        if sheet := find_table(grid, rejected_shape()):
            taken += _read_sheet(base, sheet, found)
    report.notes.append(texts("roundtrip").both("file.mended", count=taken))


def _read_sheet(base: Base, sheet: FormSheet, found: Collected) -> int:
    reader = EntryReader(base.shape, base.language, base.stamp.cover.as_of)
    cells = {name: sheet.column(name) for name in REJECTED}
    taken = 0
    for at in range(len(cells["key"])):
        row = {name: column[at] for name, column in cells.items()}
        said = {name: shown(cell).strip() for name, cell in row.items()}
        key_text, _, name = said["key"].partition("/")
        if name not in base.entries or said["mended"] == NOTHING:
            continue
        key = parse_key(key_text)
        place = base.rows_by_number.get(said["belongs"]) if said["belongs"] else None
        if place is None and key is not None:
            place = base.rows_by_key.get(key)
        column = base.shape.columns[base.shape.places[name]]
        value = reader.read(column, row["value"] if row["mended"] is None else row["mended"])
        spot = Spot(said["file"], said["sheet"], said["cell"], said["by"])
        if place is not None and value is not None and not isinstance(value, Bad):
            found.answers.append(Answer(place, name, value, "", spot))
            taken += 1
        elif value is not None:
            found.rejected.append(_again(base, place, said, name, spot, value if isinstance(value, Bad) else None))
    return taken


def _again(base: Base, place: int | None, said: dict[str, str], name: str, spot: Spot, bad: Bad | None) -> Rejected:
    known = texts("roundtrip")
    why = bad or Bad(known.both("row.no_such_number", number=said["belongs"] or "-"), known["row.number_expected"])
    number = said["number"] or said["probable"] if place is None else base.text("number", place)
    about = (said["household"], said["person"], *said["item"].split(" · ", 1))
    value = said["mended"] or said["value"]
    return Rejected(spot, place, number, about, name, value, why.reason, why.expected)
