"""What comes out of the registry is what reading handed over: the same verdicts, findings and words, on both databases."""

import tempfile
from functools import cache
from pathlib import Path

import pytest

from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.engine.catalogue import load_catalogue
from diguan.engine.regions import load_regions
from diguan.engine.screening.judgement import tables_of
from diguan.engine.snapshot.database import quoted, run
from diguan.exchange.reading import read_inputs
from diguan.synth.county import Order, make_county
from tests.factories.facts import AS_OF
from tests.factories.kept import kept
from tests.factories.registry import loaded
from tests.factories.rounds import screened
from tests.factories.snapshots import catalogue

COUNTY = "152221"
PAPERS = ("people", "household_people")


@pytest.fixture
def county():
    return read_county()


@cache
def read_county():
    """Inputs of a synthetic county with every kind of planted error, as `diguan screen` reads them; nobody changes them."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_county(Order(COUNTY, 1_000, 11, AS_OF, Path(folder) / "county"), load_regions())
        files = {role: [made.folder / path for path in paths] for role, paths in made.files.items()}
        rosters = {name: files[name][0] for name in ("health_insurance", "education")}
        return read_inputs(
            files["exports"], files["residents"][0], rosters, load_catalogue(), load_regions(), None, AS_OF
        )


def stored_county(as_of=AS_OF):
    """The same inputs, loaded."""
    kept(("the county with planted errors", as_of), lambda: loaded(read_county(), as_of))


def everything(found):
    """Record and rows of all tables of a round, those of the papers too."""
    tables = {
        name: run(found.connection, f"SELECT * FROM {quoted(name)}") for name in (*tables_of(found.snapshot), *PAPERS)
    }
    return found.record.model_dump(mode="json"), tables


@pytest.mark.django_db
def test_round_over_the_registry_is_the_round_over_the_files(county):
    stored_county()
    extracted = extract_inputs(catalogue(), Extent.of(COUNTY), AS_OF)
    with screened(county) as of_files, screened(extracted) as of_registry:
        record, tables = everything(of_files)
        again, same = everything(of_registry)
    assert tables["findings"]
    assert same == tables
    assert again == record


@pytest.mark.django_db
def test_extraction_gives_back_what_could_not_be_read(county):
    stored_county()
    extracted = extract_inputs(catalogue(), Extent.of(COUNTY), AS_OF)

    def shown(cells):
        return [(c.source_id, c.subject, c.field, c.place, c.value, c.reason, c.expected) for c in cells]

    assert county.bad_cells
    assert shown(extracted.bad_cells) == shown(county.bad_cells)
    assert extracted.rejected == county.rejected
    assert extracted.notes == county.notes
    assert extracted.unknown_headers == county.unknown_headers


@pytest.mark.django_db
def test_extraction_leaves_other_counties_out():
    stored_county()
    assert extract_inputs(catalogue(), Extent.of("152222"), AS_OF).tables == []
    assert sum(t.table.num_rows for t in extract_inputs(catalogue(), Extent.of("152221100000"), AS_OF).tables) > 0
