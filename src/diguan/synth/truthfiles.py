"""truth.csv, truth.json and targets.csv: what a round over the county must report, and what it must not."""

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from diguan.synth.files import Written
from diguan.synth.targets import Measured
from diguan.synth.truth import Truth


def write_truth(folder: Path, truth: Truth, targets: Sequence[Measured], written: Written) -> None:
    """Write the three files into a new folder."""
    places = written.places
    folder.mkdir(parents=True)
    expected = sorted((e.row() for e in truth.expected), key=lambda row: tuple(row.values()))
    _write_rows(folder / "truth.csv", expected)
    _write_rows(folder / "targets.csv", [measured.row() for measured in targets])
    content = {
        "notice": "合成数据 SYNTHETIC",
        "findings": dict(sorted(Counter(e.finding for e in truth.expected).items())),
        "plantings": {name: {"planned": n, "planted": truth.planted[name]} for name, n in truth.planned.items()},
        "rows": written.rows,
        "roster_strangers": dict(truth.strangers),
        "decoys": [decoy.row() for decoy in truth.decoys],
        "contradictions": [entry.row() for entry in truth.contradictions],
        "bad_cells": [slip.row(places) for slip in truth.bad_cells],
        "rejected_rows": [slip.row(places) for slip in truth.rejected],
    }
    (folder / "truth.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
