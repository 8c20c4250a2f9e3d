"""What has changed, judged anew: together with the earlier round it is the round of everything, byte for byte where nothing is named."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import diguan
from diguan.engine.screening import UnableToReadRound, read_round
from diguan.engine.screening.folder import file_hashes
from diguan.engine.screening.joining import UnableToJoinRounds, join_rounds, joined_rounds
from diguan.engine.screening.round import seal_of
from diguan.engine.screening.since import read_since
from diguan.exchange.changes import UnableToRescreen
from diguan.visits import list_visits
from tests.factories.changed_tables import tables_before_and_after
from tests.factories.random_facts import VILLAGES
from tests.factories.rounds import CONFIRMED, pack

DAY = date(2019, 6, 30)
STANDARD = "cn-two-assurances"
STANDARDS = {
    "cn-two-assurances": CONFIRMED,
    "cn-facilities": {"large_county": (100000, "notice"), "village_clinic_area": (60, "notice")},
    "cn-consistency": {},
}
CASES = [("cn-two-assurances", 1, "duckdb"), ("cn-two-assurances", 2, "closures"), ("cn-facilities", 3, "duckdb")]
CASES += [("cn-consistency", 4, "duckdb")]


def listed(path: Path, **columns: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def judged(folder: Path, out: Path, standard: str):
    return diguan.screen([folder], standard=standard, as_of=DAY, out=out, confirm=STANDARDS[standard])


@pytest.mark.parametrize(("standard", "seed", "engine"), CASES)
def test_earlier_round_and_changes_together_are_the_round_of_everything(standard, seed, engine, tmp_path):
    named = tables_before_and_after(tmp_path, pack(standard), DAY, seed)
    changed = listed(tmp_path / "changed.csv", village_code=named)
    judged(tmp_path / "before", tmp_path / "base", standard)
    whole = judged(tmp_path / "after", tmp_path / "whole", standard)
    diguan.rescreen(tmp_path / "after", since=tmp_path / "base", changed=changed, out=tmp_path / "part", engine=engine)
    since = read_since(tmp_path / "part")
    assert set(named) < set(since.villages)  # one moved in from elsewhere, whose village is judged as well
    part = read_round(tmp_path / "part")
    assert 0 < part.counts.households < whole.record.counts.households
    joined = diguan.join_rounds(tmp_path / "base", tmp_path / "part", out=tmp_path / "joined")
    assert joined.record.model_dump(exclude={"files", "seal"}) == whole.record.model_dump(exclude={"files", "seal"})
    assert sum(joined.record.counts.findings.values()) + joined.places > 0
    hashes = [file_hashes(tmp_path / name, "round.json") for name in ("joined", "whole")]
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("number", [None, "", "-", "N/A", "\u3000"])
def test_rows_without_a_number_elsewhere_count_as_they_do_when_everything_is_judged(tmp_path, number):
    named = tables_before_and_after(tmp_path, pack(STANDARD), DAY, 6)
    people = pq.read_table(tmp_path / "after" / "persons.parquet").to_pylist()
    elsewhere = next(row["person_id"] for row in people if row["region_code"] not in named)
    for state in ("before", "after"):
        path = tmp_path / state / "persons.parquet"
        table = pq.read_table(path)
        names = [number if name == elsewhere else name for name in table["person_id"].to_pylist()]
        column = table.column_names.index("person_id")
        pq.write_table(table.set_column(column, table.schema.field(column), pa.array(names, pa.string())), path)
    judged(tmp_path / "before", tmp_path / "base", STANDARD)
    whole = judged(tmp_path / "after", tmp_path / "whole", STANDARD)
    assert whole.counts["rejected_rows"] > 0
    listed(tmp_path / "changed.csv", village_code=named)
    diguan.rescreen(
        tmp_path / "after", since=tmp_path / "base", changed=tmp_path / "changed.csv", out=tmp_path / "part"
    )
    joined = diguan.join_rounds(tmp_path / "base", tmp_path / "part", out=tmp_path / "joined")
    assert joined.record.model_dump(exclude={"files", "seal"}) == whole.record.model_dump(exclude={"files", "seal"})
    assert joined.counts["rejected_rows"] is joined.counts["bad_cells"] is None  # no file was read: nobody counted them
    report = (tmp_path / "joined" / "report.html").read_text(encoding="utf-8")
    assert "Made of other rounds, no file was read" in report
    assert "Rejected rows (household" not in report


def test_changes_found_by_the_tables_as_they_were_give_the_round_of_the_list(rounds, tmp_path):
    diguan.rescreen(rounds / "after", since=rounds / "base", was=rounds / "before", out=tmp_path / "found")
    found = read_since(tmp_path / "found")
    assert found == read_since(rounds / "part")
    assert file_hashes(tmp_path / "found", "") == file_hashes(rounds / "part", "")


def test_list_that_leaves_off_what_differs_is_refused_with_the_village(rounds, tmp_path):
    listed_now = (rounds / "changed.csv").read_text().split()[1:]
    homes = pq.read_table(rounds / "after" / "households.parquet")
    off = next(code for code in homes["region_code"].to_pylist() if code not in read_since(rounds / "part").villages)
    last = pc.and_(pc.equal(homes["region_code"], off), pc.is_valid(homes["household_id"]))
    column = homes.column_names.index("dangerous_house")
    other = pc.if_else(last, pc.invert(pc.fill_null(homes["dangerous_house"], False)), homes["dangerous_house"])  # noqa: FBT003
    folder = with_table(
        rounds, tmp_path, "households.parquet", lambda t: t.set_column(column, "dangerous_house", other)
    )
    assert listed_now
    again(rounds, tmp_path, tables=folder)  # without the tables as they were nothing can know of it
    shutil.rmtree(tmp_path / "out")
    with pytest.raises(UnableToRescreen, match=f"the list leaves off 1 villages in which something has changed: {off}"):
        again(rounds, tmp_path, tables=folder, was=rounds / "before")
    diguan.rescreen(folder, since=rounds / "base", was=rounds / "before", out=tmp_path / "found")
    assert {off, *listed_now} <= set(read_since(tmp_path / "found").villages)


def test_neither_list_nor_tables_as_they_were_and_nothing_that_differs_are_refused(rounds, tmp_path):
    with pytest.raises(UnableToRescreen, match="nothing says what has changed"):
        diguan.rescreen(rounds / "after", since=rounds / "base", out=tmp_path / "out")
    with pytest.raises(UnableToRescreen, match="nothing differs from the tables as they were"):
        diguan.rescreen(rounds / "before", since=rounds / "base", was=rounds / "before", out=tmp_path / "out")
    with pytest.raises(UnableToRescreen, match="not the tables that the earlier round was made of"):
        diguan.rescreen(rounds / "after", since=rounds / "base", was=rounds / "after", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    """A folder with tables before and after, the round `base` over the former, and `part` with what has changed."""
    made = tmp_path_factory.mktemp("rescreening")
    named = tables_before_and_after(made, pack(STANDARD), DAY, 5)
    judged(made / "before", made / "base", STANDARD)
    listed(made / "changed.csv", village_code=named)
    diguan.rescreen(made / "after", since=made / "base", changed=made / "changed.csv", out=made / "part")
    return made


def again(rounds: Path, tmp_path: Path, **other: Path):
    """The same order with something else in it."""
    given = {"tables": rounds / "after", "since": rounds / "base", "changed": rounds / "changed.csv"} | other
    return diguan.rescreen(given.pop("tables"), **given, out=tmp_path / "out")


def with_table(rounds: Path, tmp_path: Path, name: str, change) -> Path:
    """The tables as they are now, one of them changed."""
    folder = shutil.copytree(rounds / "after", tmp_path / "tables")
    pq.write_table(change(pq.read_table(folder / name)), folder / name)
    return folder


def test_same_order_gives_the_same_bytes_and_leaves_no_rows_that_were_read(rounds, tmp_path):
    again(rounds, tmp_path)
    assert file_hashes(tmp_path / "out", "") == file_hashes(rounds / "part", "")
    assert not list(tmp_path.glob("*partial*"))


def test_verification_recomputes_both_rounds_and_the_whole(rounds):
    assert diguan.verify(rounds / "part").ok
    assert read_round(rounds / "part").counts.households > 0


def test_verification_names_a_verdict_of_either_round_that_is_not_what_the_whole_says(rounds, tmp_path):
    for name in ("base", "part"):
        folder = shutil.copytree(rounds, tmp_path / name)
        changed = next((folder / name / "verdicts" / "household").glob("*.parquet"))
        table = pq.read_table(changed)
        column = table.column_names.index("safe_housing")
        flipped = pc.subtract(pa.scalar(3, pa.uint8()), table["safe_housing"])
        pq.write_table(table.set_column(column, "safe_housing", flipped), changed)
        found = diguan.verify(folder / "part")
        assert {problem.file.split("/")[0] for problem in found.problems} == {name}
        deviations = joined_rounds(*sealed_anew(folder), lambda *_: None).deviations
        assert [deviation.file for deviation in deviations] == ["verdicts_household"]
        with pytest.raises(UnableToJoinRounds, match="verdicts_household"):
            join_rounds(folder / "base", folder / "part")


def sealed_anew(folder: Path) -> tuple[Path, Path]:
    """Both rounds with seals that fit what stands in them, as somebody who changes verdicts would leave them."""
    for name in ("base", "part"):
        record = read_round(folder / name)
        record = record.model_copy(update={"files": file_hashes(folder / name, "round.json")})
        record = record.model_copy(update={"seal": seal_of(record)})
        (folder / name / "round.json").write_text(record.model_dump_json(), encoding="utf-8")
        since = read_since(folder / "part")
        since.model_copy(update={"seal": read_round(folder / "base").seal}).write(folder / "part")
    return folder / "base", folder / "part"


def test_round_of_changes_is_no_whole_round_to_whoever_reads_rounds(rounds, tmp_path):
    for refused in (
        lambda: diguan.compare([rounds / "base", rounds / "part"], out=tmp_path / "out"),
        lambda: list_visits(rounds / "part", VILLAGES[0]),
        lambda: again(rounds, tmp_path, since=rounds / "part"),
        lambda: diguan.join_rounds(rounds / "part", rounds / "part", out=tmp_path / "out"),
    ):
        with pytest.raises(UnableToReadRound, match="diguan round join base part"):
            refused()
    assert not list(tmp_path.iterdir())


def test_earlier_round_that_is_missing_another_or_changed_is_refused(rounds, tmp_path):
    alone = shutil.copytree(rounds / "part", tmp_path / "part")
    with pytest.raises(UnableToReadRound, match="'base', is not beside it"):
        diguan.verify(alone)
    with pytest.raises(UnableToReadRound, match="a whole round that goes on from no other"):
        diguan.join_rounds(rounds / "base", rounds / "base", out=tmp_path / "out")
    base = shutil.copytree(rounds / "base", tmp_path / "base")
    (base / "round.json").write_text((base / "round.json").read_text().replace("2019-06-30", "2019-06-29"))
    with pytest.raises(UnableToRescreen, match="record of the round or its standard was changed"):
        again(rounds, tmp_path, since=base)
    assert "base/round.json" in {problem.file for problem in diguan.verify(alone).problems}
    with pytest.raises(UnableToReadRound, match="or was changed"):
        diguan.join_rounds(base, alone, out=tmp_path / "out")
    homes = next((shutil.copytree(rounds / "base", tmp_path / "other") / "snapshot" / "households").glob("*.parquet"))
    homes.write_bytes(homes.read_bytes() + b" ")
    with pytest.raises(UnableToRescreen, match="not those that were sealed"):
        again(rounds, tmp_path, since=tmp_path / "other")


def test_other_columns_than_in_the_earlier_round_are_refused(rounds, tmp_path):
    gone = pq.read_schema(rounds / "after" / "households.parquet").names[-1]
    folder = with_table(rounds, tmp_path, "households.parquet", lambda t: t.drop_columns([gone]))
    with pytest.raises(UnableToRescreen, match=f"other columns than in the earlier round: {gone}"):
        again(rounds, tmp_path, tables=folder)
    (folder / "villages.parquet").unlink()
    with pytest.raises(UnableToRescreen, match="the tables are now"):
        again(rounds, tmp_path, tables=folder)
    assert not (tmp_path / "out").exists()


def test_standard_that_looks_into_other_villages_by_columns_of_the_tables_is_refused(rounds, tmp_path):
    folder = with_table(
        rounds,
        tmp_path,
        "persons.parquet",
        lambda t: t.append_column("father_identity", pa.array(["990101195001010011"] * t.num_rows)),
    )
    with pytest.raises(UnableToRescreen, match=r"father_identity: .* looks into other villages"):
        again(rounds, tmp_path, tables=folder)


def test_days_by_row_are_refused_where_the_standard_looks_back(rounds, tmp_path):
    days = lambda t: t.append_column("data_on", pa.array([DAY, date(2019, 1, 1)] * t.num_rows)[: t.num_rows])  # noqa: E731
    shutil.copytree(rounds / "before", tmp_path / "before")
    for name in ("before", "after"):
        folder = tmp_path / name if name == "before" else shutil.copytree(rounds / "after", tmp_path / "after")
        pq.write_table(days(pq.read_table(folder / "households.parquet")), folder / "households.parquet")
    judged(tmp_path / "before", tmp_path / "base", STANDARD)
    with pytest.raises(UnableToRescreen, match="looks back to a day of each household"):
        again(rounds, tmp_path, tables=tmp_path / "after", since=tmp_path / "base")


def test_list_that_names_what_is_nowhere_leads_to_its_line(rounds, tmp_path):
    for column, entry in (("village_code", "999999999999"), ("household_id", "H-none")):
        changed = listed(tmp_path / "list.csv", **{column: [entry]})
        with pytest.raises(UnableToRescreen, match=rf"list.csv:2: '{entry}' is neither in the tables nor"):
            again(rounds, tmp_path, changed=changed)


def test_household_on_the_list_stands_for_its_whole_village(rounds, tmp_path):
    home = pq.read_table(rounds / "after" / "households.parquet").to_pylist()[0]
    changed = listed(tmp_path / "list.csv", household_id=[home["household_id"]])
    again(rounds, tmp_path, changed=changed)
    assert home["region_code"] in read_since(tmp_path / "out").villages
