"""Whichever back end judges, the round is the same: verdicts, grades, look backs, findings, places, and the bytes of every file."""

from datetime import date

import pytest

from diguan.engine.screening import Engine, evaluating
from diguan.engine.screening.folder import file_hashes
from diguan.engine.verdicts import Verdict
from tests.factories.random_facts import random_inputs
from tests.factories.rounds import CONFIRMED, pack, screened, written
from tests.factories.village import the_village

PACKS = {  # id -> day, what has to be confirmed
    "cn-two-assurances": (date(2019, 6, 30), {**CONFIRMED, "relocation_area_per_head": (25, "notice")}),
    "cn-monitoring": (date(2022, 6, 30), {"monitoring_line": (6000, "notice")}),
    "cn-consistency": (date(2022, 6, 30), {}),
    "cn-facilities": (date(2020, 6, 30), {"large_county": (100000, "notice"), "village_clinic_area": (60, "notice")}),
    "cn-village-exit": (date(2020, 6, 30), {"village_poverty_rate": (3, "notice")}),
    "global-mpi": (date(2020, 6, 30), {}),
}


def judged(name, engine, folder):
    """Hashes of every table of a round by a pack over random facts, and the verdicts that came up."""
    day, confirm = PACKS[name]
    read = random_inputs(pack(name), day)
    with (
        evaluating(engine, folder / "workspace") as evaluator,
        screened(read, name, day, confirm=confirm, evaluator=evaluator) as found,
    ):
        return found.record.tables, found.counts


@pytest.mark.parametrize("name", PACKS)
def test_every_engine_makes_the_same_tables_of_a_shipped_pack(name, tmp_path, spark):
    tables, counts = judged(name, Engine.DUCKDB, tmp_path)
    came_up = {
        v for own in counts.verdicts.values() for c in own.values() for v in Verdict if getattr(c, v.name.lower())
    }
    assert came_up >= {Verdict.UNMET, Verdict.UNKNOWN, Verdict.MET}
    for engine in (Engine.SPARK, Engine.CLOSURES):
        assert judged(name, engine, tmp_path)[0] == tables


@pytest.mark.parametrize("engine", [Engine.SPARK, Engine.CLOSURES])
def test_round_has_the_same_bytes_and_nothing_is_left_of_the_workspace(engine, tmp_path, spark):
    folders = {}
    for one in (Engine.DUCKDB, engine):
        workspace = tmp_path / "a [strange] {path} *" / one
        with evaluating(one, workspace) as evaluator, screened(the_village(), evaluator=evaluator) as found:
            assert found.snapshot.look_backs
            folders[one] = written(found, tmp_path / f"round-{one}")
        assert not workspace.exists()
    first, second = folders.values()
    assert file_hashes(first, "") == file_hashes(second, "")


def test_file_system_of_a_cluster_is_not_where_the_workspace_lies(tmp_path, spark):
    settings = spark.sparkContext._jsc.hadoopConfiguration()
    before = settings.get("fs.defaultFS")
    settings.set("fs.defaultFS", "hdfs://203.0.113.1:9")  # nobody has this address
    try:
        tables, _ = judged("global-mpi", Engine.SPARK, tmp_path)
    finally:
        settings.set("fs.defaultFS", before)
    assert tables == judged("global-mpi", Engine.DUCKDB, tmp_path)[0]
