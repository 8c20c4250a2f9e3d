"""The worked cases of every pack of the project, on Spark as on the other back ends."""

import pytest

from diguan.engine.rehearsal import rehearse
from diguan.engine.standards import list_standards, load_standard
from tests.factories.packs import edit, pack_copy

CONTAINED = "cn-consistency"  # cn-consistency-pastoral extends it and has all its cases


@pytest.mark.parametrize("header", [h for h in list_standards() if h.id != CONTAINED], ids=lambda h: h.reference)
def test_every_pack_of_the_project_comes_out_as_its_cases_say_on_spark(header, spark):
    assert rehearse(load_standard(header.folder), spark) == ()


def test_case_that_comes_out_otherwise_is_told_with_spark_among_the_back_ends(tmp_path, spark):
    folder = pack_copy(tmp_path)
    edit(folder, "indicators/income/cases.yaml", "{income: 99.99}\n  expect: unmet", "{income: 99.99}\n  expect: met")
    (problem,) = rehearse(load_standard(folder), spark)
    assert "(2018-06-01, closures, DuckDB, Spark) comes out unmet" in problem.message.en
