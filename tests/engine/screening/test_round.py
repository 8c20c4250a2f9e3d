import json
from datetime import date

import duckdb
import jsonschema
import pytest

from diguan.engine.screening import Masking, UnableToScreen, read_round, round_directory
from diguan.engine.screening import round as round_module
from diguan.engine.screening.record import json_schema
from diguan.engine.snapshot.database import open_connection, scalar
from diguan.engine.standards.parameters import UnableToResolveParameters
from diguan.engine.standards.publish import FOLDER
from tests.factories.facts import export, inputs, source
from tests.factories.rounds import pack, screened, written
from tests.factories.village import HOUSEHOLD_COLUMNS, NEW, the_village

PRIVATE = ["ID", "名"]


def bytes_below(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def folder(village_round, tmp_path_factory):
    return written(village_round, tmp_path_factory.mktemp("rounds") / "round")


def test_folder_holds_what_a_round_is_made_of(folder):
    assert {p.name for p in folder.iterdir()} == {
        "round.json",
        "pack",
        "snapshot",
        "verdicts",
        "findings.parquet",
        "explanations.parquet",
    }
    verdicts = {p.relative_to(folder / "verdicts").as_posix() for p in (folder / "verdicts").rglob("*.parquet")}
    assert verdicts == {
        "household/152222.parquet",
        "household/all.parquet",
        "person/152222.parquet",
        "as_of/exited_on/household/152222.parquet",
        "as_of/exited_on/person/152222.parquet",
        "as_of/identified_on/household/152222.parquet",
        "as_of/identified_on/person/152222.parquet",
    } - {"household/all.parquet"}


def test_verdicts_are_one_small_integer_and_a_grade_an_indicator(folder):
    columns = duckdb.sql(f"DESCRIBE SELECT * FROM '{folder}/verdicts/person/152222.parquet'").fetchall()
    assert [(c[0], c[1]) for c in columns[:6]] == [
        ("county", "VARCHAR"),
        ("region_code", "VARCHAR"),
        ("household_id", "VARCHAR"),
        ("person_id", "VARCHAR"),
        ("basic_medical_insurance", "UTINYINT"),
        ("basic_medical_insurance@grade", "UTINYINT"),
    ]


def test_no_identity_number_and_no_name_is_in_any_file(folder, village_round):
    people = village_round.connection.sql("SELECT name, identity FROM people").fetchall()
    private = {value.encode() for row in people for value in row if value}
    assert len(private) > 40
    leaked = [(name, p) for name, content in bytes_below(folder).items() for p in private if p in content]
    assert leaked == []


def test_record_says_what_was_judged_by_what(folder):
    record = read_round(folder)
    assert (record.pack.id, record.pack.version, record.as_of) == ("cn-two-assurances", "2019.1", date(2019, 6, 30))
    assert record.pack.sha256 == pack().sha256
    line = next(p for p in record.parameters if p.name == "poverty_line")
    assert (line.value, line.status, line.source, line.since) == (3218, "confirmed", "county notice", date(2019, 1, 1))
    assert [(c.name, c.value, c.source) for c in record.confirmed] == [
        ("poverty_line", 3218, "county notice"),
        ("microloan_ceiling", 50000, "county notice"),
    ]
    assert [s.kind for s in record.sources] == [
        "export",
        "export",
        "residents",
        "roster:health_insurance",
        "roster:education",
    ]
    assert record.counts.findings["suspected_wrong_exit"] == 2
    assert record.counts.statuses["ordinary"] == 6
    left_out = [c.finding for c in record.coverage if c.kind == "left_out"]
    assert left_out == ["over_standard_relocation"]


def test_every_kind_of_the_standard_is_counted_even_when_none_was_found(folder):
    assert list(read_round(folder).counts.findings) == list(dict.fromkeys(f.kind for f in pack().findings))


def test_verdict_counts_equal_an_independent_count(folder):
    record = read_round(folder)
    stored = duckdb.sql(
        f"SELECT safe_housing, count(*) FROM '{folder}/verdicts/household/152222.parquet' GROUP BY 1"
    ).fetchall()
    counted = record.counts.verdicts["household"]["safe_housing"]
    assert dict(stored) == {0: counted.unmet, 1: counted.unknown, 2: counted.met}


def test_record_fits_its_published_schema(folder):
    published = json.loads((FOLDER / "round.json").read_text(encoding="utf-8"))
    assert published == json_schema()
    jsonschema.validate(json.loads((folder / "round.json").read_text(encoding="utf-8")), published)


def test_one_and_two_threads_write_the_same_bytes(tmp_path):
    for threads in (1, 2):
        with screened(the_village(), threads=threads) as found:
            written(found, tmp_path / str(threads))
    first, second = (bytes_below(tmp_path / str(threads)) for threads in (1, 2))
    assert [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []


def test_seal_is_last_and_names_every_file(village_round, tmp_path):
    with round_directory(tmp_path / "round") as partial:
        village_round.write(partial)
        (partial / "ledger.xlsx").write_bytes(b"ledger")
        record = village_round.seal(partial, Masking(masked=False, reason="inspection", recipient="office"))
    assert record.masking == Masking(masked=False, reason="inspection", recipient="office")
    assert set(record.files) == set(bytes_below(tmp_path / "round")) - {"round.json"}
    assert read_round(tmp_path / "round") == record


def test_day_outside_the_standard_is_refused():
    with pytest.raises(UnableToScreen, match="2022-01-01"):
        screened(the_village(), as_of=date(2022, 1, 1))


def test_unconfirmed_figure_is_refused():
    with pytest.raises(UnableToResolveParameters, match="poverty_line"):
        screened(the_village(), confirm={})


def test_progress_tells_every_stage():
    told = []
    read = inputs(export(source(1), NEW[:3], HOUSEHOLD_COLUMNS))
    with screened(read, progress=lambda stage, done, total: told.append((stage, done, total))):
        pass
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["snapshot", "verdicts", "findings"]
    assert all(done <= total for _, done, total in told)


def test_tables_of_few_rows_are_left_to_one_thread(village_round, monkeypatch):
    threads = "SELECT current_setting('threads')::INTEGER"
    assert scalar(village_round.connection, threads) == 1
    monkeypatch.setattr(round_module, "SHARED_OUT", 1)
    with open_connection() as every, screened(the_village()) as found:
        assert scalar(found.connection, threads) == scalar(every, threads)
        assert found.record.tables == village_round.record.tables
