from datetime import date

import duckdb
import pytest

from diguan.engine.snapshot.files import UnableToOpenSnapshot, open_snapshot, read_record, write_snapshot
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, export, facts, inputs, rows, source, taken

OLD = date(2018, 11, 30)


def county(code, number):
    return [
        {
            "household_id": f"H{code}{n:04}",
            "person_id": f"P{code}{n:04}",
            "region_code": f"{code}100{n % 7:03}",
            "identity": f"ID{code}{n}",
            "insured_residents": n % 3 != 0,
            "income_per_head": n / 7,
            "exited_on": date(2018, 12, 1),
        }
        for n in range(number)
    ]


def a_snapshot(threads=None):
    households = ["income_per_head", "exited_on"]
    new = export(source(1, data_on=AS_OF), county("152222", 300) + county("150102", 50), household=households)
    old = export(source(2, data_on=OLD), county("152222", 20), household=households)
    roster = facts(
        Subject.PERSON, source(3, "roster:health_insurance"), [{"identity": "ID1522221", "insured_residents": False}]
    )
    wanted = "person.insured_residents household.income_per_head"
    return taken(inputs(new, old, roster), wanted, date_fields=("exited_on",), threads=threads)


def bytes_below(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_files_are_cut_by_county_in_order(tmp_path):
    record = write_snapshot(a_snapshot(), tmp_path)
    assert sorted(record.files) == [
        "as_of/exited_on/households/152222.parquet",
        "as_of/exited_on/persons/152222.parquet",
        "as_of/exited_on/provenance/cell_states.parquet",
        "as_of/exited_on/provenance/contradictions.parquet",
        "households/150102.parquet",
        "households/152222.parquet",
        "persons/150102.parquet",
        "persons/152222.parquet",
        "provenance/cell_states.parquet",
        "provenance/contradictions.parquet",
    ]
    keys = "region_code, household_id, person_id"
    stored = duckdb.sql(f"SELECT {keys} FROM '{tmp_path}/persons/152222.parquet'").fetchall()
    assert stored == sorted(stored)
    assert len(stored) == 300


def test_snapshot_of_one_and_of_two_threads_has_the_same_bytes(tmp_path):
    for threads in (1, 2):
        write_snapshot(a_snapshot(threads), tmp_path / str(threads))
    assert bytes_below(tmp_path / "1") == bytes_below(tmp_path / "2")


def test_opened_snapshot_is_the_one_that_was_written(tmp_path):
    snapshot = a_snapshot()
    record = write_snapshot(snapshot, tmp_path / "first")
    again = open_snapshot(tmp_path / "first")
    assert write_snapshot(again, tmp_path / "second") == record
    assert bytes_below(tmp_path / "first") == bytes_below(tmp_path / "second")
    assert (again.layout, again.grades, again.look_backs) == (snapshot.layout, snapshot.grades, snapshot.look_backs)
    assert rows(again, "persons", "person_id", "insured_residents@source") == rows(
        snapshot, "persons", "person_id", "insured_residents@source"
    )


def test_snapshot_on_disk_holds_no_identifiers(tmp_path):
    write_snapshot(a_snapshot(), tmp_path)
    assert [name for name, content in bytes_below(tmp_path).items() if b"ID152222" in content] == []


def test_missing_file_is_named(tmp_path):
    write_snapshot(a_snapshot(), tmp_path)
    (tmp_path / "persons/152222.parquet").unlink()
    with pytest.raises(UnableToOpenSnapshot) as refused:
        open_snapshot(tmp_path)
    assert refused.value.file == "persons/152222.parquet"


def test_folder_that_is_no_snapshot_is_refused(tmp_path):
    with pytest.raises(UnableToOpenSnapshot, match=r"snapshot\.json"):
        read_record(tmp_path)
