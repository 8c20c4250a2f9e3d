"""The standard in Dari, visited: half of what is asked is seen, half only said; the grade of every verdict by forgetting facts.

A verdict is *seen* where it stays what it is although every fact that nobody saw is forgotten: no arithmetic of grades is needed to say so.
"""

import random
from urllib.parse import unquote

import openpyxl
import pyarrow.parquet as pq
import pytest

from diguan import api
from diguan.visits import list_visits, take_answers
from tests.acceptance.test_another_country_odd import (
    DAY,
    HOUSEHOLD,
    NEW,
    OF_HOME,
    OF_PERSON,
    PERSON,
    judged,
    state,
)
from tests.factories.packs import PACKS
from tests.factories.truths import UNKNOWN, write_tables

DECLARED, SEEN = 1, 3
QUESTION, VISITED, VISITOR, KNOWN, ANSWER = 16, 12, 13, 11, 10  # columns of the workbook
KEYS = ("household_id", "person_id", "village_code")


class Country:
    """Facts by (household, person or '', field), and how each is known."""

    def __init__(self, tables):
        self.villages = {v["village_code"]: v for v in tables["villages"]}
        self.rows = {(r["household_id"], ""): r for r in tables["households"]}
        self.rows |= {(r["household_id"], r["person_id"]): r for r in tables["persons"]}
        self.seen = set()

    def answered(self, dice, book):
        """Fill in a workbook, and remember what was answered: a few are left out, some are only said."""
        workbook, told = openpyxl.load_workbook(book), 0
        for row in workbook["Questions"].iter_rows(min_row=6):
            home, person, field = (unquote(part) for part in row[QUESTION].value.split("|"))
            facts, draw = (
                self.rows[home, person],
                (PERSON if person else HOUSEHOLD).get(field, lambda d: d.random() < 0.5),
            )
            assert facts[field] is None, "only what is not known is asked"
            if dice.random() < 0.2:
                continue
            facts[field], told = draw(dice), told + 1
            if dice.random() < 0.6:
                self.seen.add((home, person, field))
                row[KNOWN].value = "seen (document, thing, photo)"
            value = facts[field]
            row[ANSWER].value = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
            row[VISITED].value, row[VISITOR].value = DAY, "داکتر"
        workbook.save(book)
        return told

    def verdicts(self, grade):
        """By (household, person or ''): verdicts on the facts of a grade and above."""
        found = {}
        kept = {key: self._kept(key, row, grade) for key, row in self.rows.items()}
        for (home, person), row in kept.items():
            if not person:
                people = [r for (h, p), r in kept.items() if h == home and p]
                village = self.villages[row["village_code"]]
                village = village if grade == DECLARED else dict.fromkeys(village)
                own, each = judged(row, people, village, DAY)
                found |= {(home, ""): own} | {(home, p): verdicts for p, verdicts in each.items()}
        return found

    def _kept(self, key, row, grade):
        return {f: v if grade == DECLARED or f in KEYS or (*key, f) in self.seen else None for f, v in row.items()}


@pytest.fixture(scope="module")
def visited(tmp_path_factory):
    """A round after visits to some villages, and the country as it is then."""
    made, dice = tmp_path_factory.mktemp("visited"), random.Random(8)
    tables = {
        name: [{f: v for f, v in row.items() if f != "data_on"} for row in rows]
        for name, rows in state(dice, NEW, [f"خ-{n:04}" for n in range(120)]).items()
    }
    write_tables(made / "tables", tables, "parquet")
    api.screen([made / "tables"], standard=PACKS / "khana", as_of=DAY, out=made / "before", language="en")
    country, books, told = Country(tables), [], 0
    for number, code in enumerate(sorted({r["village_code"] for r in tables["households"]})[:12]):
        list_visits(made / "before", code, limit=10**6, recipient="x", out=made / code, language="en")
        books.append((made / code / "visits.xlsx").rename(made / f"{number}.xlsx"))
        told += country.answered(dice, books[-1])
    after = take_answers(made / "before", books, out=made / "after", language="en")
    assert (after.folded.used, after.folded.conflicts) == (told, [])
    return made / "after", country


@pytest.mark.parametrize("subject", ["household", "person"])
def test_every_grade_is_the_one_to_which_facts_may_be_forgotten(visited, subject):
    folder, country = visited
    known, seen = country.verdicts(DECLARED), country.verdicts(SEEN)
    names = OF_PERSON if subject == "person" else (*OF_HOME, *OF_PERSON)

    def graded(key, name):
        verdict = known[key][name]
        return verdict, 0 if verdict == UNKNOWN else SEEN if seen[key][name] == verdict else DECLARED

    rows = pq.read_table(folder / "verdicts" / subject).to_pylist()
    found = {(r["household_id"], r.get("person_id", ""), n): (r[n], r[f"{n}@grade"]) for r in rows for n in names}
    assert found == {(*key, n): graded(key, n) for key in known if bool(key[1]) == (subject == "person") for n in names}
    assert {grade for _, grade in found.values()} == {0, DECLARED, SEEN}
