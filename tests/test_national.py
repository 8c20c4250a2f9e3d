"""A country county by county: what every county alone would say, no row lost, and a run that was ended goes on."""

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diguan import api
from diguan.engine.standards.confirmations import confirmations_of
from diguan.exchange.counties import UnableToCut
from diguan.exchange.counties.cutting import cut_tables
from diguan.exchange.figures.model import Tally
from diguan.national import PARTS, RESULTS, Ordered, UnableToGoOn, judge_part, screen_counties

DAY = date(2019, 6, 30)
COUNTIES = ("152221", "152222", "152223")
FACILITIES = {"village_clinic_area": (60, "test"), "large_county": (100000, "test")}


def tables(folder: Path, seed: int = 1) -> Path:
    """Households, persons and villages of three counties in no order, and some without a place."""
    dice = random.Random(seed)
    villages = [f"{county}{dice.randrange(100, 110)}{n:03}" for county in COUNTIES for n in range(200, 208)]
    homes = [(f"h{n:04}", dice.choice([*villages, "", None])) for n in range(300)]
    dice.shuffle(homes)
    people = [(f"{home}-{n}", home) for home, _ in homes for n in range(dice.randrange(1, 5))] + [("x-0", "gone")]
    dice.shuffle(people)
    asphalt = [dice.choice([True, False, None]) for _ in villages]
    clinics = [dice.choice([0, 1, None]) for _ in villages]
    folder.mkdir()
    write(folder / "households.parquet", household_id=[h for h, _ in homes], village_code=[v for _, v in homes])
    (folder / "persons").mkdir()
    half = len(people) // 2
    for number, part in enumerate((people[:half], people[half:])):
        write(
            folder / "persons" / f"{number}.parquet", person_id=[p for p, _ in part], household_id=[h for _, h in part]
        )
    write(folder / "villages.parquet", village_code=villages, asphalt_road=asphalt, clinics=clinics)
    return folder


def write(path: Path, **columns: list) -> None:
    pq.write_table(pa.table(columns), path)


def judged(folder: Path, out: Path, **more):
    return screen_counties(
        folder, standard="cn-facilities", as_of=DAY, out=out, confirm=confirmations_of(FACILITIES), **more
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The tables, the folder of a run over them, and what it said."""
    made = tmp_path_factory.mktemp("national")
    folder = tables(made / "tables")
    return folder, made / "out", judged(folder, made / "out", jobs=2)


def test_every_county_says_what_it_would_say_alone_and_no_row_is_lost(whole):
    folder, out, found = whole
    assert [result.part for result in found] == [*COUNTIES, "unplaced"]
    villages = pq.read_table(folder / "villages.parquet").to_pylist()
    for result in found[:3]:
        own = [row for row in villages if row["village_code"].startswith(result.part)]
        tally = result.tallies["village_has_clinic"]
        counted = [sum(row["clinics"] == value for row in own) for value in (1, 0, None)]
        assert [tally.met, tally.unmet, tally.unknown] == counted
        assert result.name
    assert api.verify(out / COUNTIES[0]).ok
    homes = pq.read_table(folder / "households.parquet").num_rows
    assert sum(result.counted["households"] for result in found) == homes + 1  # one is told of by its person alone
    with (out / "counties.csv").open(encoding="utf-8-sig") as file:
        listed = list(csv.DictReader(file))
    assert [(row["part"], int(row["households"])) for row in listed] == [
        (r.part, r.counted["households"]) for r in found
    ]
    assert not (out / PARTS).exists()


def test_run_that_was_ended_goes_on_and_ends_alike(whole, tmp_path):
    folder, first, said = whole
    out = shutil.copytree(first, tmp_path / "out")
    # as a kill leaves it: one county without a result and half written, the lists not there
    (out / RESULTS / "152222.json").unlink()
    (out / "152222" / "round.json").unlink()
    (out / "counties.csv").unlink()
    assert judged(folder, out) == said
    for name in ("counties.csv", "indicators.csv", "152222/findings.parquet", "152222/place_findings.parquet"):
        assert (out / name).read_bytes() == (first / name).read_bytes()


def test_only_counties_whose_rows_have_changed_are_judged_again_and_the_end_is_that_of_a_new_run(whole, tmp_path):
    before, first, said = whole
    out = shutil.copytree(first, tmp_path / "out")
    folder = shutil.copytree(before, tmp_path / "tables")
    rows = pq.read_table(folder / "villages.parquet").to_pylist()
    changed = [{**row, "clinics": 1 if row["village_code"].startswith("152223") else row["clinics"]} for row in rows]
    write(folder / "villages.parquet", **{name: [row[name] for row in changed] for name in rows[0]})
    sealed = {part: (out / part / "round.json").stat().st_mtime_ns for part in (*COUNTIES, "unplaced")}
    again = judged(folder, out)
    judged_anew = {part for part, time in sealed.items() if (out / part / "round.json").stat().st_mtime_ns != time}
    assert judged_anew == {"152223"}
    assert again[2].tallies["village_has_clinic"] == Tally(met_declared=8)
    new = judged(folder, tmp_path / "new", jobs=2)
    assert (again, again != said) == (new, True)
    assert (out / "indicators.csv").read_bytes() == (tmp_path / "new" / "indicators.csv").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_process_of_a_county_ends_with_the_run_that_began_it(tmp_path):
    program = (
        "import os, time\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from multiprocessing import get_context\n"
        "from diguan.national import _end_with_parent\n"
        "if __name__ == '__main__':\n"
        "    with ProcessPoolExecutor(1, mp_context=get_context('spawn'), initializer=_end_with_parent) as alone:\n"
        "        print(alone.submit(os.getpid).result(), flush=True)\n"
        "        alone.submit(time.sleep, 600).result()\n"
    )
    script = tmp_path / "run.py"
    script.write_text(program, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        worker = int(run.stdout.readline())
        os.kill(worker, 0)  # alive
        run.kill()
    for _ in range(600):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("the process of a county outlived its run")


def test_another_order_in_the_same_folder_is_refused(whole, tmp_path):
    folder, out, _ = whole
    with pytest.raises(UnableToGoOn, match="digits"):
        judged(folder, out, digits=9)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(UnableToGoOn):
        judged(folder, tmp_path / "other")
    assert (tmp_path / "other" / "notes.txt").read_text() == "mine"


def test_damaged_table_is_refused_by_name(tmp_path):
    folder = tables(tmp_path / "tables")
    (folder / "facilities.parquet").write_bytes(b"PAR1 broken")
    with pytest.raises(UnableToCut, match="facilities"):
        judged(folder, tmp_path / "out")


def test_codes_of_letters_name_their_parts_and_what_names_no_folder_is_unplaced(tmp_path):
    codes = ["AF01001", "AF01002", "af02001", "KE-0101", "-F01001", "AF", "../0100", "خوست001", None]
    write(tmp_path / "households.parquet", household_id=[f"h{n}" for n in range(len(codes))], village_code=codes)
    (tmp_path / "parts").mkdir()
    cut_tables({"households": [tmp_path / "households.parquet"]}, tmp_path / "parts", 4)
    found = {
        part.name: pq.read_table(part / "households.parquet").column("village_code").to_pylist()
        for part in (tmp_path / "parts").iterdir()
    }
    assert found == {"AF01": codes[:2], "af02": ["af02001"], "KE-0": ["KE-0101"], "unplaced": codes[4:]}


@pytest.mark.parametrize("code", ["AF0101", "us0101", "152221"])
def test_members_go_where_a_row_of_their_household_names_a_village(tmp_path, code):
    write(tmp_path / "households.parquet", household_id=["h1", "h1"], village_code=[None, code])
    write(tmp_path / "persons.parquet", household_id=["h1", "h2"], person_id=["p1", "p2"])
    (tmp_path / "parts").mkdir()
    tables = {name: [tmp_path / f"{name}.parquet"] for name in ("households", "persons")}
    cut_tables(tables, tmp_path / "parts", 4)
    found = {
        part.name: pq.read_table(part / "persons.parquet").column("person_id").to_pylist()
        for part in (tmp_path / "parts").iterdir()
    }
    assert found == {code[:4]: ["p1"], "unplaced": ["p2"]}


def test_tables_that_cannot_be_cut_are_refused_by_name(tmp_path):
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "households.csv").write_text("household_id,village_code\nh1,152221100200\n")
    with pytest.raises(UnableToCut, match=r"households\.csv"):
        judged(tmp_path / "none", tmp_path / "out")
    (tmp_path / "keyless").mkdir()
    write(tmp_path / "keyless" / "households.parquet", household_id=["h1"], place=["a"])
    with pytest.raises(UnableToCut, match="village_code"):
        judged(tmp_path / "keyless", tmp_path / "out2")


def test_result_of_a_refused_part_says_why(tmp_path):
    (tmp_path / PARTS / "152221").mkdir(parents=True)
    (tmp_path / RESULTS).mkdir()
    ordered = Ordered("cn-facilities", DAY, tuple(confirmations_of(FACILITIES)), "zh", None)
    result = judge_part(tmp_path, "152221", ordered)
    assert result.refused is not None
    assert "households" in result.refused[0]
    assert (tmp_path / RESULTS / "152221.json").is_file()
