"""Places of a comparison on its papers: which clinics got their doctor, which lost it, by number and name, in both languages."""

import re
from datetime import date

import openpyxl
import pytest

from diguan import compare
from diguan.engine.regions import load_regions
from diguan.engine.verdicts import Subject, Verdict
from tests.factories.change import population, round_of
from tests.factories.places import CAME, MENDED, STAYED, WENT, mixed_round, screened_places, two_quarters
from tests.factories.rounds import written

REGIONS = load_regions()
VILLAGES = [unit.code for unit in REGIONS.units("village", "150429")[:4]]
DAYS = (date(2019, 3, 31), date(2019, 6, 30))
DOCTOR = "village_clinic_doctor"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place, found = tmp_path_factory.mktemp("rounds"), []
    for clinics, day in zip(two_quarters(VILLAGES), DAYS, strict=True):
        with screened_places("cn-facilities", [], clinics, day) as round_:
            found.append(written(round_, place / day.isoformat()))
    return found


@pytest.fixture(scope="module")
def papers(folders, tmp_path_factory):
    """Folders of the papers by language."""
    out = tmp_path_factory.mktemp("papers")
    for language in ("zh", "en"):
        compare(folders, out=out / language, regions=REGIONS, language=language)
    return out


@pytest.fixture(scope="module")
def places(folders):
    (step,) = compare(folders, regions=REGIONS).figures.steps
    return step.places


def table(path, sheet, first):
    rows = [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]
    start = next(n for n, row in enumerate(rows) if row[0] == first)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row[0]]


def test_programs_are_told_which_clinics_got_a_doctor_and_which_lack_one_anew(places):
    moved = {name: {c.id for c in places.changes if c.movement == name} for name in ("went", "came")}
    assert moved == {"went": WENT, "came": CAME}
    assert {c.id for c in places.changes if c.mended} == MENDED
    first = next(c for c in places.changes if c.id == "D00")
    assert (first.name, first.path, first.region_code) == ("第0卫生室", REGIONS.path(VILLAGES[0])[-3:], VILLAGES[0])
    assert (first.before, first.after, first.because) == (Verdict.UNMET, Verdict.MET, ("verdict", "facts"))
    assert "村医" in first.why.zh
    assert "→" in first.why.en


def test_totals_of_the_doctor_are_those_that_were_planted(places):
    (below,) = (kind for kind in places.kinds if kind.kind == "facility_below_standard")
    totals = next(totals for id, _, totals in below.indicators if id == DOCTOR)
    told = {n: getattr(totals, n) for n in ("before", "went", "mended", "left", "stayed", "came", "entered", "after")}
    assert told == {
        "before": len(WENT) + len(STAYED),
        "went": len(WENT),
        "mended": len(MENDED),
        "left": 1,
        "stayed": len(STAYED),
        "came": len(CAME),
        "entered": 1,
        "after": len(CAME) + len(STAYED),
    }


def test_workbook_names_every_place_with_what_became_of_it(papers):
    rows = {
        row["村代码或机构编号"]: row for row in table(papers / "zh" / "comparison.xlsx", "村和机构逐条", "前后两轮")
    }
    assert {id for id, row in rows.items() if row["进出"] == "消失"} == WENT
    assert {id for id, row in rows.items() if row["进出"] == "新增"} == CAME
    assert {id for id, row in rows.items() if row["进出"] == "仍在"} == STAYED
    assert (rows["D03"]["名称"], rows["D03"]["行政村"]) == ("第3卫生室", REGIONS.path(VILLAGES[3])[-1])
    assert (rows["D03"]["结论"], rows["D11"]["结论"], rows["D12"]["结论"]) == (
        "未达标 → 达标",
        "未达标 → 不适用",
        "未达标 → 不在这一轮",
    )
    assert (rows["D12"]["原因"], rows["N1"]["原因"]) == (
        "不在后一轮名单里（后一轮有本县名单）",
        "不在前一轮名单里（前一轮有本县名单）",
    )
    assert "未达标" in rows["D03"]["前一轮的说明"]
    assert rows["D03"]["后一轮的说明"] is None


def test_totals_in_the_workbook_balance_in_both_languages(papers):
    for language, sheet, first in (
        ("zh", "村和机构合计", "前后两轮"),
        ("en", "Places in figures", "From round to round"),
    ):
        rows = table(papers / language / "comparison.xlsx", sheet, first)
        assert rows
        for row in rows:
            before, went, _, _, unseen_later, stayed, came, _, unseen_before, after, *_ = list(row.values())[3:]
            assert before == went + unseen_later + stayed
            assert after == came + unseen_before + stayed


def test_page_names_the_places_and_says_so_in_both_languages(papers):
    page = (papers / "zh" / "comparison.html").read_text(encoding="utf-8")
    section = page[page.index('id="comparison.places"') :]
    named = re.findall(r'<th scope="row">([^<]*?) ([DWN]\d+)</th>', section)
    assert {id for _, id in named[: len(MENDED)]} == MENDED  # then what went otherwise, then what came
    assert {id for _, id in named[: len(WENT)]} == WENT
    assert {id for _, id in named} == WENT | CAME
    assert ("第0卫生室", "D00") in named
    assert "村和机构" in section
    assert "Villages and facilities" in section
    assert "见下。" in page  # households: this standard asks nothing of them


def test_page_of_many_changes_says_how_many_are_left(folders, monkeypatch, tmp_path):
    monkeypatch.setattr("diguan.exchange.comparison.page.MOST_PLACES", 5)
    compare(folders, out=tmp_path / "out", regions=REGIONS)
    assert f"还有 {len(WENT | CAME) - 5} 条" in (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")


def test_equal_rounds_say_that_nothing_came_or_went(folders, tmp_path):
    with screened_places("cn-facilities", [], two_quarters(VILLAGES)[0], DAYS[1]) as round_:
        again = written(round_, tmp_path / "again")
    compare([folders[0], again], out=tmp_path / "out", regions=REGIONS)
    assert "没有村或机构的问题消失或新增。" in (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")


def test_rounds_about_households_have_no_sheets_about_places(tmp_path):
    rows = population(3)
    folders = [round_of(rows, tmp_path / day.isoformat(), as_of=day) for day in DAYS]
    (step,) = compare(folders, out=tmp_path / "out", regions=REGIONS).figures.steps
    assert not step.places.asked
    assert not [s for s in openpyxl.load_workbook(tmp_path / "out" / "comparison.xlsx").sheetnames if "机构" in s]
    assert 'id="comparison.places"' not in (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")


def test_verdicts_on_places_are_in_no_total_of_households(tmp_path):
    """Twenty households of which nothing changes, and clinics of which much does, by one standard."""
    rows = [row | {"region_code": VILLAGES[0]} for row in population(20)]
    quarters = zip(two_quarters(VILLAGES), DAYS, strict=True)
    folders = [mixed_round(tmp_path / day.isoformat(), rows, clinics, day) for clinics, day in quarters]
    (step,) = compare(folders, out=tmp_path / "out", regions=REGIONS).figures.steps
    homes = [line for line in step.indicators if line.subject in (Subject.HOUSEHOLD, Subject.PERSON)]
    unmet = sum(line.progress["unmet_before"] for line in homes)
    assert unmet > 0
    told = {name: step.whole[name] for name in ("unmet_before", "still_open", "unmet_after", "came")}
    assert told == {"unmet_before": unmet, "still_open": unmet, "unmet_after": unmet, "came": 0}
    assert sum(step.whole_of(area)["unmet_after"] for area in step.areas["township"]) == unmet
    rows_ = table(tmp_path / "out" / "comparison.xlsx", "走向清零", "前后两轮")
    (total,) = (row for row in rows_ if row["指标"] == "户和人合计")
    assert (total["原未达标"], total["现未达标"]) == (unmet, unmet)
    doctor = next(row for row in rows_ if row["指标"] == "村卫生室医生")
    assert doctor["原未达标"] == len(WENT) + len(STAYED)
