"""`diguan.measure` for programs: the day, and one whole survey by the Global MPI."""

from datetime import date

import pytest

import diguan
from tests.factories.packs import PACKS

HEADER = (
    "household_id,sample_weight,household_size,subnational_region,undernourished,child_deaths,six_years_schooling,out_of_school,"
    "cooking_fuel,toilet,toilet_shared,water_source,water_minutes,electricity,floor,roof,walls,small_assets,car_or_truck\n"
)
ROWS = (
    "a,10,4,north,0,0,2,0,gas,flush,false,piped,0,true,adequate,adequate,adequate,3,false\n"  # deprived of nothing
    "b,10,6,north,1,0,1,1,gas,flush,false,piped,0,true,adequate,adequate,adequate,3,false\n"  # 6 of 18: a third exactly
    "c,20,5,south,0,0,0,0,wood,none,false,surface_water,0,false,adequate,adequate,adequate,1,false\n"  # 3 + 5 = 8 of 18
    "d,5,2,south,0,0,1,0,wood,none,false,surface_water,0,false,inadequate,adequate,adequate,2,false\n"  # 5 of 18
    "e,5,4,south,,0,1,0,wood,none,false,surface_water,0,false,inadequate,adequate,adequate,2,false\n"  # nobody measured
)


# The four households of the Human Development Reports' technical note on the Multidimensional Poverty Index (2010 to 2015): 4, 7, 5 and 4
# people; published are a headcount of 80 %, an intensity of 56.3 % and an index of 0.450. Schooling, fuel, water and sanitation as in it.
PUBLISHED = (
    "a,1,4,north,0,1,1,0,wood,flush,false,piped,0,true,adequate,adequate,adequate,3,false\n"
    "b,1,7,north,0,1,0,1,wood,none,false,piped,0,false,adequate,adequate,adequate,1,false\n"
    "c,1,5,south,1,0,1,0,wood,none,false,surface_water,0,false,adequate,adequate,adequate,3,false\n"
    "d,1,4,south,0,1,0,0,wood,flush,false,piped,0,false,adequate,adequate,adequate,0,false\n"
)
DIMENSIONS = {
    "education": (("years_of_schooling", "school_attendance"), 0.333),
    "health": (("nutrition", "child_mortality"), 0.296),
    "living": (("cooking_fuel", "sanitation", "drinking_water", "electricity", "housing", "assets"), 0.370),
}


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    folder = tmp_path_factory.mktemp("survey")
    (folder / "households.csv").write_text(HEADER + ROWS, encoding="utf-8")
    return folder


def test_global_mpi_counts_people_by_hand(survey):
    found = diguan.measure(
        [survey], standard="global-mpi", as_of=date(2020, 1, 1), people="household_size", by=["subnational_region"]
    )
    value = {f.measure: f.estimate.value for f in found.figures if f.by is None and f.indicator is None}
    people, poor = 40 + 60 + 100 + 10, 60 + 100
    depth = 60 * 6 / 18 + 100 * 8 / 18
    assert value == pytest.approx({"headcount_ratio": poor / people, "intensity": depth / poor, "mpi": depth / people})
    assert (found.deprivation.incomplete, found.deprivation.missing) == (1, {"nutrition": 1})
    parts = [f.part for f in found.figures if f.by and f.measure == "mpi"]
    assert sum(parts) == pytest.approx(1)


def test_published_households_give_the_published_index(tmp_path):
    (tmp_path / "households.csv").write_text(HEADER + PUBLISHED, encoding="utf-8")
    found = diguan.measure(
        [tmp_path], standard="global-mpi", as_of=date(2015, 1, 1), people="household_size", by=["subnational_region"]
    )
    value = {(f.measure, f.indicator): f.estimate.value for f in found.figures if f.by is None}
    assert [value[name, None] for name in ("headcount_ratio", "intensity", "mpi")] == pytest.approx([0.8, 0.5625, 0.45])
    parts = {n: sum(value["contribution", one] for one in names) for n, (names, _) in DIMENSIONS.items()}
    assert parts == pytest.approx({name: part for name, (_, part) in DIMENSIONS.items()}, abs=0.0005)
    assert (value["uncensored_headcount", "child_mortality"], value["censored_headcount", "child_mortality"]) == (
        0.75,
        0.55,
    )
    regions = {f.group: (f.share, f.estimate.value) for f in found.figures if f.by and f.measure == "mpi"}
    assert regions == {
        "north": pytest.approx((11 / 20, 7 * 13 / 18 / 11)),
        "south": pytest.approx((9 / 20, 71 / 18 / 9)),
    }


def test_survey_without_an_indicator_gives_its_weight_to_the_others_of_its_dimension(tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "tables").mkdir()
    (tmp_path / "pack" / "pack.yaml").write_text(
        "id: mpi-without-nutrition\nversion: '1'\nlabel: {zh: 缺营养, en: Without nutrition}\nin_force: {from: 1990-01-01}\n"
        "issued_by: national\nextends: [global-mpi]\nweights: {nutrition: 0, child_mortality: 6}\ncutoff: 6\n",
        encoding="utf-8",
    )
    rows = [line.split(",") for line in (HEADER + PUBLISHED).splitlines()]
    lacking = rows[0].index("undernourished")
    rows = [",".join(cell for n, cell in enumerate(row) if n != lacking) for row in rows]
    (tmp_path / "tables" / "households.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = diguan.measure(
        [tmp_path / "tables"], standard=tmp_path / "pack", as_of=date(2015, 1, 1), people="household_size"
    )
    value = {(f.measure, f.indicator): f.estimate.value for f in found.figures if not f.by}
    depth = 4 * (6 + 1) + 7 * (6 + 3 + 3 + 4) + 4 * (6 + 3 + 3)  # the third household has 4 of 18 and is not poor
    expected = {"headcount_ratio": 15 / 20, "mpi": depth / 18 / 20, "intensity": depth / 18 / 15}
    assert {name: value[name, None] for name in expected} == pytest.approx(expected)
    assert value["contribution", "child_mortality"] == pytest.approx(6 * 15 / depth)
    assert (found.deprivation.incomplete, "nutrition" in found.deprivation.indicators) == (0, False)


def test_census_needs_no_weight(survey, tmp_path):
    (tmp_path / "households.csv").write_text(
        "\n".join(
            ",".join(x for n, x in enumerate(line.split(",")) if n != 1) for line in (HEADER + ROWS).splitlines()
        ),
        encoding="utf-8",
    )
    found = diguan.measure([tmp_path], standard="global-mpi", as_of=date(2020, 1, 1))
    assert (found.population, found.unweighted) == (5, 0)


def test_without_a_day_it_is_today(survey):
    assert diguan.measure([survey], standard="global-mpi", today=date(2026, 1, 2)).as_of == date(2026, 1, 2)


def test_without_a_day_it_is_the_last_day_of_a_standard_that_ended(tmp_path):
    (tmp_path / "households.csv").write_text("household_id,weight,income,roof\na,1,10,tiles\n", encoding="utf-8")
    confirm = {"fuel_kinds": (2, "test")}
    found = diguan.measure([tmp_path], standard=PACKS / "small", today=date(2026, 1, 2), confirm=confirm)
    assert found.as_of == date(2021, 12, 31)


def test_no_day_at_all_is_a_mistake_of_the_program(survey):
    with pytest.raises(ValueError, match="as_of, or today"):
        diguan.measure([survey], standard="global-mpi")
