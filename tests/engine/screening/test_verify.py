import json
import shutil

import duckdb
import pytest

from diguan.engine.screening import UnableToReadRound, read_round, verify_round
from diguan.engine.screening.folder import file_hash
from diguan.engine.screening.round import seal_of
from tests.factories.rounds import written


@pytest.fixture(scope="module")
def whole(village_round, tmp_path_factory):
    return written(village_round, tmp_path_factory.mktemp("verify") / "round")


@pytest.fixture
def folder(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "round")


def files(folder):
    return [p.file for p in verify_round(folder).problems]


def reseal(folder, change=None):
    """What somebody does who knows how: new hashes, new seal."""
    record = read_round(folder)
    hashes = {name: file_hash(folder / name) for name in record.files}
    record = record.model_copy(update={"files": hashes, **(change or {})})
    record = record.model_copy(update={"seal": seal_of(record)})
    (folder / "round.json").write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")


def rewrite(folder, name, query):
    path = folder / name
    duckdb.sql(f"COPY ({query.format(path=path)}) TO '{path}.new' (FORMAT parquet)")
    (folder / f"{name}.new").replace(path)


def test_untouched_round_is_equal(whole):
    found = verify_round(whole)
    assert (found.ok, found.problems, found.notes) == (True, (), ())


def test_round_verifies_with_another_number_of_threads(whole):
    assert verify_round(whole, threads=1).ok


def flip(path):
    """Change one bit in the middle of a file."""
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


def test_changed_bytes_of_all_files_are_all_named(folder):
    names = set(read_round(folder).files)
    for name in names:
        flip(folder / name)
    assert names <= set(files(folder))


@pytest.mark.parametrize(
    "name",
    [
        "pack/findings.yaml",
        "snapshot/snapshot.json",
        "snapshot/persons/152222.parquet",
        "snapshot/provenance/cell_states.parquet",
        "verdicts/household/152222.parquet",
        "findings.parquet",
        "explanations.parquet",
    ],
)
def test_one_changed_byte_is_found_and_named(folder, name):
    flip(folder / name)
    assert name in files(folder)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (
            "verdicts/household/152222.parquet",
            "SELECT * REPLACE (CASE WHEN household_id = 'R1' THEN 2 ELSE safe_housing END::UTINYINT AS safe_housing) FROM '{path}'",
        ),
        ("verdicts/person/152222.parquet", "SELECT * FROM '{path}' WHERE person_id <> 'R4-2'"),
        (
            "verdicts/as_of/exited_on/household/152222.parquet",
            "SELECT * FROM '{path}' UNION ALL (SELECT * FROM '{path}' LIMIT 1)",
        ),
        ("findings.parquet", "SELECT * FROM '{path}' WHERE household_id <> 'R1'"),
        ("findings.parquet", "SELECT * REPLACE ('visit' AS route) FROM '{path}'"),
        ("explanations.parquet", "SELECT * REPLACE (replace(zh, '未达标', '达标') AS zh) FROM '{path}'"),
    ],
)
def test_changed_result_is_found_even_with_new_hashes(folder, name, query):
    rewrite(folder, name, query)
    reseal(folder)
    assert files(folder) == [name]


def test_changed_fact_is_found_even_with_new_hashes(folder):
    name = "snapshot/households/152222.parquet"
    rewrite(folder, name, "SELECT * REPLACE (false AS dangerous_house) FROM '{path}'")
    reseal(folder)
    found = files(folder)
    assert name in found
    assert "findings.parquet" in found


def test_changed_order_of_rows_is_found(folder):
    name = "verdicts/household/152222.parquet"
    rewrite(folder, name, "SELECT * FROM '{path}' ORDER BY household_id DESC")
    reseal(folder)
    assert files(folder) == [name]


def test_changed_rule_is_found_even_with_new_hashes(folder):
    path = folder / "pack/indicators/safe_drinking_water/indicator.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("deadline_days: 60", "deadline_days: 61"), encoding="utf-8"
    )
    reseal(folder)
    found = files(folder)
    assert "round.json" in found
    assert "findings.parquet" in found


@pytest.mark.parametrize("part", ["counts", "coverage", "parameters", "snapshot", "pack", "tables"])
def test_changed_record_is_found_even_with_a_new_seal(folder, part):
    told = json.loads((folder / "round.json").read_text(encoding="utf-8"))
    if part == "counts":
        told["counts"]["findings"]["conflict"] += 1
    elif part == "coverage":
        told["coverage"].pop()
    elif part == "parameters":
        told["parameters"][0]["source"] = "elsewhere"
    elif part == "tables":
        told["tables"]["findings"] = "0" * 64
    else:
        told[part]["sha256"] = "0" * 64
    (folder / "round.json").write_text(json.dumps(told), encoding="utf-8")
    reseal(folder)
    assert {"round.json", "snapshot/snapshot.json"} & set(files(folder))


def test_changed_record_without_a_new_seal_is_found(folder):
    path = folder / "round.json"
    path.write_text(path.read_text(encoding="utf-8").replace("county notice", "other notice"), encoding="utf-8")
    assert "round.json" in files(folder)


def test_missing_and_added_files_are_named(folder):
    (folder / "explanations.parquet").unlink()
    (folder / "verdicts" / "note.txt").write_text("?")
    found = {p.file: p.message.en for p in verify_round(folder).problems}
    assert found["explanations.parquet"] == "the file is missing or cannot be read"
    assert found["verdicts/note.txt"] == "a file that does not belong to the round"


def test_other_program_is_a_note_and_no_problem(folder):
    record = read_round(folder)
    reseal(folder, {"engine": record.engine.model_copy(update={"version": "0.0.9"})})
    found = verify_round(folder)
    assert found.ok
    assert "0.0.9" in found.notes[0].en


def test_folder_that_is_no_round_is_refused(tmp_path):
    with pytest.raises(UnableToReadRound, match=r"round\.json"):
        verify_round(tmp_path)
    (tmp_path / "round.json").write_text("{}")
    with pytest.raises(UnableToReadRound, match="not as it should be"):
        verify_round(tmp_path)
