"""Fields of a pack may be called what the program calls its own columns: the verdicts are those of the values."""

import csv
from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest

from diguan import api

DAY = date(2024, 12, 31)
NAMES = (
    "sk",
    "mask",
    "input",
    "origin",
    "day",
    "hk",
    "pk",
    "key",
    "value",
    "field",
    "source",
    "key_0",
    "row",
    "gone_0",
)
SUBJECTS = {
    "household": ("households.csv", "household_id", {"village_code": "V{}"}),
    "person": ("persons.csv", "person_id", {"household_id": "{}"}),
    "village": ("villages.csv", "village_code", {}),
    "facility": ("facilities.csv", "facility_id", {"village_code": "V{}"}),
}
VALUES = [0, 1, 2, 3, 4, None]
LATER = {3: 1, 4: None}  # what a newer table says of some
RULE = """id: {id}
label: {{zh: 甲, en: A}}
subject: {subject}
guarantee: names
met: {name} >= 3
department: council
deadline_days: 30
cites: [{{document: Made up, paragraph: '1'}}]
"""
CASES = """- {{name: below, as_of: 2024-01-01, {subject}: {{{name}: 2}}, expect: unmet}}
- {{name: at, as_of: 2024-01-01, {subject}: {{{name}: 3}}, expect: met}}
"""
PACK = """id: names
version: '1'
label: {zh: 名称, en: Names}
in_force: {from: 2000-01-01}
issued_by: national
uses: own_fields
"""


def written(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def standard(tmp_path_factory):
    """A rule on every name for every kind of subject."""
    folder = tmp_path_factory.mktemp("names")
    written(folder / "pack.yaml", PACK)
    written(folder / "departments.yaml", "council: {label: {zh: 会, en: Council}}\n")
    fields = []
    for subject in SUBJECTS:
        fields.append(f"{subject}:\n")
        for name in NAMES:
            fields.append(f"  {name}: {{label: {{zh: {subject}{name}, en: N}}, type: integer, unit: people}}\n")
            rule = folder / "indicators" / f"{subject}_{name}"
            written(rule / "indicator.yaml", RULE.format(id=rule.name, subject=subject, name=name))
            written(rule / "cases.yaml", CASES.format(subject=subject, name=name))
    written(folder / "catalogue.yaml", "".join(fields))
    return folder


def tables(folder, values, day):
    """Rows of every kind of subject; every field of row n holds its value."""
    folder.mkdir()
    for file, key, others in SUBJECTS.values():
        with (folder / file).open("w", encoding="utf-8", newline="") as written_to:
            rows = csv.writer(written_to)
            rows.writerow([key, *others, "data_on", *NAMES])
            for n, value in values.items():
                own = f"{'V' if key == 'village_code' else ''}{n}"
                rows.writerow([own, *(o.format(n) for o in others.values()), day, *([value] * len(NAMES))])
    return folder


@pytest.mark.parametrize("states", [1, 2])
def test_names_of_columns_of_the_program_are_names_like_any_other(standard, tmp_path, states):
    values = dict(enumerate(VALUES))
    inputs = [tables(tmp_path / "older", values, DAY - timedelta(days=30))]
    if states == 2:
        inputs.append(tables(tmp_path / "newer", LATER, DAY))
        values |= LATER
    api.screen(inputs, standard=standard, as_of=DAY, out=tmp_path / "round")
    due = {n: 1 if v is None else 2 if v >= 3 else 0 for n, v in values.items()}
    for subject, (_, given, _) in SUBJECTS.items():
        key = "region_code" if given == "village_code" else given
        rows = pq.read_table(tmp_path / "round" / "verdicts" / subject).to_pylist()
        for name in NAMES:
            told = {int(row[key].strip("V")): row[f"{subject}_{name}"] for row in rows}
            assert (subject, name, told) == (subject, name, due)
    assert api.verify(tmp_path / "round").ok
