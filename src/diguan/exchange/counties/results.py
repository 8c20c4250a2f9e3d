"""What came of every part: kept one by one, so that a run that was ended goes on, and listed together at the end."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from diguan.exchange.figures.model import Tally

COUNTIES, INDICATORS = "counties.csv", "indicators.csv"
COUNTED = (
    "households",
    "persons",
    "villages",
    "facilities",
    "households_with_findings",
    "findings",
    "place_findings",
    "rejected_rows",
)


@dataclass(frozen=True, slots=True)
class PartResult:
    """One part: its code, the name of the county (or empty), figures by name, verdicts by indicator; or why it was refused, zh and en.

    `seen`: hash of what was judged, so that a part of which nothing has changed is not judged again.
    """

    part: str
    name: str
    counted: dict[str, int]
    tallies: dict[str, Tally]
    refused: tuple[str, str] | None = None
    seen: str = ""


def write_result(path: Path, result: PartResult) -> None:
    """Keep one result; the file is there when it is whole."""
    beside = path.with_name(f".{path.name}.partial")
    beside.write_text(json.dumps(asdict(result), ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(path)


def read_result(path: Path) -> PartResult:
    """One result that was kept."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    tallies = {indicator: Tally(**parts) for indicator, parts in kept["tallies"].items()}
    refused = kept["refused"]
    return PartResult(
        kept["part"], kept["name"], kept["counted"], tallies, tuple(refused) if refused else None, kept["seen"]
    )


def write_lists(folder: Path, results: Sequence[PartResult]) -> None:
    """counties.csv: a row a part; indicators.csv: a row a part and indicator, last the whole ("*")."""
    counties = [
        {"part": r.part, "name": r.name, **r.counted, "refused": " / ".join(r.refused) if r.refused else ""}
        for r in results
    ]
    _write(folder / COUNTIES, ("part", "name", *COUNTED, "refused"), counties)
    named = [(r.part, indicator, tally) for r in results for indicator, tally in r.tallies.items()]
    named += [("*", indicator, tally) for indicator, tally in whole(results).items()]
    rows = ({"part": part, "indicator": indicator, **tally.parts()} for part, indicator, tally in named)
    _write(folder / INDICATORS, ("part", "indicator", *Tally.__slots__), rows)


def whole(results: Iterable[PartResult]) -> dict[str, Tally]:
    """The verdicts of all parts together, by indicator."""
    sums: dict[str, Tally] = {}
    for result in results:
        for indicator, tally in result.tallies.items():
            sums[indicator] = sums.get(indicator, Tally()) + tally
    return sums


def _write(path: Path, columns: Sequence[str], rows: Iterable[dict[str, object]]) -> None:
    beside = path.with_name(f".{path.name}.partial")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    beside.replace(path)
