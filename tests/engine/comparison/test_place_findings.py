"""What became of findings about places between two rounds, held against plain Python over two lists of clinics."""

import random
import shutil
from collections import Counter
from dataclasses import astuple, fields
from datetime import date

import pytest

from diguan.engine.comparison.place_findings import PlaceFindings, PlaceTotals
from diguan.engine.snapshot.database import run
from tests.architecture.sources import DATA
from tests.factories.change import compared, population, round_of
from tests.factories.places import DAY, VILLAGES, careful, judged_clinic, random_clinics, screened_places
from tests.factories.rounds import written

OTHER_COUNTY, THIRD_COUNTY = "150429101201", "150928101201"
LATER = date(2019, 9, 30)
NAMES = [field.name for field in fields(PlaceTotals)]


def listed(number=160, seed=11):
    """Clinics of two quarters: a third with other facts; some closed, some new, renumbered, moved to another county, exempt by now."""
    dice, before = random.Random(seed), random_clinics(number, seed)
    for clinic in before[::9]:
        clinic["region_code"] = OTHER_COUNTY
    for clinic in before[4::40]:
        clinic["region_code"] = THIRD_COUNTY  # the later quarter has no list of this county
    others = random_clinics(number, seed + 1)
    after = []
    for n, (clinic, other) in enumerate(zip(before, others, strict=True)):
        changed = (
            {**other, **{key: clinic[key] for key in ("facility_id", "region_code")}} if n % 3 == 0 else {**clinic}
        )
        if n % 17 == 1 or clinic["region_code"] == THIRD_COUNTY:
            continue  # left the list
        if n % 19 == 2:
            changed["facility_id"] += "-new"  # renumbered: another clinic
        if n % 23 == 3:
            changed["region_code"] = OTHER_COUNTY if clinic["region_code"] in VILLAGES else VILLAGES[1]
        if n % 29 == 4:
            changed["facility_exempt"] = True
        after.append(changed)
    nobody = {"facility_exempt": False, "village_doctors": 0, "qualified_doctors": 0}
    after += [{**others[n], "facility_id": f"n{n}", **nobody} for n in range(5)]
    dice.shuffle(after)
    return before, after


def reckoned(before, after):
    """(kind, place, indicator) -> movement, because, verdicts: by a person who reads both lists."""
    old, new = ({c["facility_id"]: c for c in each} for each in (before, after))
    counties = [{c["region_code"][:6] for c in each} for each in (before, after)]
    found = {}
    for key in set().union(*(careful(c) for c in before), *(careful(c) for c in after)):
        _, place, indicator = key
        was, now = (place in each and key in careful(each[place]) for each in (old, new))
        verdicts = tuple(judged_clinic(each[place])[indicator] if place in each else None for each in (old, new))
        if was and now:
            found[key] = ("stayed", (), (None, None))
        elif place in old and place in new:
            found[key] = ("went" if was else "came", ("verdict", "facts"), verdicts)
        elif was:
            looked = old[place]["region_code"][:6] in counties[1]
            found[key] = ("went", ("left",), verdicts) if looked else ("outside_before", ("once",), (None, None))
        else:
            looked = new[place]["region_code"][:6] in counties[0]
            found[key] = ("came", ("entered",), verdicts) if looked else ("outside_after", ("once",), (None, None))
    return found


def summed(found, kind, indicator=None):
    """Totals of a kind from what was reckoned."""
    own = {k: v for k, v in found.items() if k[0] == kind and indicator in (None, k[2])}
    moves = Counter(movement for movement, _, _ in own.values())
    reasons = Counter(reason for _, because, _ in own.values() for reason in because)
    had = {place for (_, place, _), (m, _, _) in own.items() if m in ("stayed", "went", "outside_before")}
    has = {place for (_, place, _), (m, _, _) in own.items() if m in ("stayed", "came", "outside_after")}
    came = {place for (_, place, _), (m, _, _) in own.items() if m == "came"}
    went = {place for (_, place, _), (m, _, _) in own.items() if m == "went"}
    return PlaceTotals(
        before=moves["stayed"] + moves["went"] + moves["outside_before"],
        after=moves["stayed"] + moves["came"] + moves["outside_after"],
        mended=sum(m == "went" and verdicts[1] == 2 for m, _, verdicts in own.values()),
        left=reasons["left"],
        entered=reasons["entered"],
        places_in=len(came - had),
        places_out=len(went - has),
        **{m: moves[m] for m in ("stayed", "came", "went", "outside_before", "outside_after")},
    )


def stored(folder, clinics, as_of=DAY, villages=(), region=None, standard="cn-facilities"):
    with screened_places(standard, list(villages), clinics, as_of, region) as found:
        return written(found, folder)


def told(comparison, step=0):
    columns = "kind, place_id, indicator, movement, because, before_code, after_code"
    rows = run(comparison.connection, f"SELECT {columns} FROM place_changes WHERE step = {step}")
    found = {tuple(row[:3]): (row[3], tuple(row[4]), (row[5], row[6])) for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def quarters():
    return listed()


@pytest.fixture(scope="module")
def folders(quarters, tmp_path_factory):
    place = tmp_path_factory.mktemp("places")
    return [stored(place / name, each) for name, each in zip(("before", "after"), quarters, strict=True)]


@pytest.fixture(scope="module")
def comparison(folders):
    with compared(*folders) as found:
        yield found


def test_every_finding_came_went_or_stayed_as_a_careful_person_says(comparison, quarters):
    expected = reckoned(*quarters)
    found = told(comparison)
    assert {
        k: (found.get(k), expected.get(k)) for k in found.keys() | expected.keys() if found.get(k) != expected.get(k)
    } == {}
    reasons = {(movement, *because) for movement, because, _ in expected.values()}
    assert {("went", "left"), ("came", "entered"), ("outside_before", "once"), ("went", "verdict", "facts")} <= reasons


def test_totals_by_kind_and_by_indicator_are_the_sums_of_a_careful_person(comparison, quarters):
    expected, step = reckoned(*quarters), comparison.steps[0]
    assert set(step.place_findings.kinds) == {
        "village_without_clinic",
        "facility_below_standard",
        "place_needs_evidence",
    }
    for kind, found in step.place_findings.kinds.items():
        assert found.totals == summed(expected, kind), kind
        assert found.indicators == {i: summed(expected, kind, i) for i in {k[2] for k in expected if k[0] == kind}}
        assert (found.asked_before, found.asked_after) == (True, True)
    below = step.place_findings.kinds["facility_below_standard"].totals
    assert min(below.stayed, below.came, below.went, below.mended, below.left, below.entered, below.outside_before) > 0


def test_totals_balance(comparison):
    for kind in comparison.steps[0].place_findings.kinds.values():
        for t in (kind.totals, *kind.indicators.values()):
            assert t.before == t.went + t.outside_before + t.stayed
            assert t.after == t.came + t.outside_after + t.stayed
            assert t.mended + t.left <= t.went


def test_clinic_that_moved_to_another_county_is_the_same_and_a_renumbered_one_is_not(tmp_path):
    clinic = {**random_clinics(1, 1)[0], "facility_exempt": False, "village_doctors": 0, "qualified_doctors": 0}
    moved = {**clinic, "facility_id": "moved", "region_code": VILLAGES[0]}
    numbered = {**clinic, "facility_id": "old number", "region_code": VILLAGES[1]}
    standing = [{**clinic, "facility_id": n, "region_code": r} for n, r in (("x", OTHER_COUNTY), ("y", VILLAGES[0]))]
    before = stored(tmp_path / "a", [moved, numbered, *standing])
    after = stored(
        tmp_path / "b",
        [{**moved, "region_code": OTHER_COUNTY}, {**numbered, "facility_id": "new number"}, *standing],
    )
    with compared(before, after) as found:
        moves = {key[1]: row[:2] for key, row in told(found).items() if key[2] == "village_clinic_doctor"}
        where = "SELECT DISTINCT region_before, region_code FROM place_changes WHERE place_id = 'moved'"
        assert run(found.connection, where) == [(VILLAGES[0], OTHER_COUNTY)]
    assert moves["moved"] == ("stayed", ())
    assert (moves["old number"], moves["new number"]) == (("went", ("left",)), ("came", ("entered",)))


def test_indicators_of_places_that_left_the_list_left_and_close_nothing(comparison, quarters):
    old, new = ({c["facility_id"]: c for c in each} for each in quarters)
    gone = [c for c in quarters[0] if c["facility_id"] not in new and c["region_code"] != THIRD_COUNTY]
    measures = dict(
        run(
            comparison.connection,
            "SELECT measure, sum(number)::BIGINT FROM progress WHERE indicator = 'village_clinic_doctor' GROUP BY ALL",
        )
    )
    assert measures["left_open"] == sum(judged_clinic(c)["village_clinic_doctor"] == 0 for c in gone)
    unseen = [c for c in quarters[0] if c["region_code"] == THIRD_COUNTY]
    assert measures["outside_before"] == sum(judged_clinic(c)["village_clinic_doctor"] == 0 for c in unseen)
    attended = next(a for s, a in comparison.steps[0].attendance.items() if s == "facility")
    assert (attended.left, attended.entered) == (len(gone), sum(n not in old for n in new))


def test_round_cut_to_a_county_leaves_the_other_outside(quarters, tmp_path):
    before, after = quarters
    whole, cut = stored(tmp_path / "a", before), stored(tmp_path / "b", after, region="152221")
    inside = [c for c in after if c["region_code"].startswith("152221")]
    with compared(whole, cut) as found:
        assert told(found) == reckoned(before, inside)
    whole, cut = stored(tmp_path / "c", after), stored(tmp_path / "d", before, region="152221")
    inside = [c for c in before if c["region_code"].startswith("152221")]
    with compared(cut, whole) as found:
        assert told(found) == reckoned(inside, after)
        assert {m for m, _, _ in told(found).values()} >= {"outside_after"}


def test_rounds_cut_to_townships_of_one_county(tmp_path):
    """The later round looked at one township alone: what lacks in the other has not gone."""
    clinic = {**random_clinics(1, 1)[0], "facility_exempt": False, "village_doctors": 0, "qualified_doctors": 0}
    clinics = [
        {**clinic, "facility_id": n, "region_code": r} for n, r in (("in", VILLAGES[0]), ("out", "152221107201"))
    ]
    before, after = stored(tmp_path / "a", clinics), stored(tmp_path / "b", clinics, region="152221106")
    with compared(before, after) as found:
        moves = {key[1]: row[:2] for key, row in told(found).items() if key[2] == "village_clinic_doctor"}
    assert moves == {"in": ("stayed", ()), "out": ("outside_before", ("once",))}


def test_villages_that_leave_the_list_differ_from_a_round_without_any(tmp_path):
    villages = [{"region_code": v, "clinics": 0, "clinic_exempt": False} for v in VILLAGES[:3]]
    before = stored(tmp_path / "a", [], villages=villages)
    later = [{**villages[0], "clinics": 1}, {**villages[1], "clinic_exempt": True}]
    after = stored(tmp_path / "b", [], villages=later)
    with compared(before, after) as found:
        moves = {key[1]: row for key, row in told(found).items()}
        totals = found.steps[0].place_findings.kinds["village_without_clinic"].totals
    assert moves == {
        VILLAGES[0]: ("went", ("verdict", "facts"), (0, 2)),
        VILLAGES[1]: ("went", ("verdict", "facts"), (0, 3)),
        VILLAGES[2]: ("went", ("left",), (0, None)),
    }
    assert (totals.went, totals.mended, totals.left, totals.places_out) == (3, 1, 1, 3)
    clinics = random_clinics(3, 2)
    with compared(
        stored(tmp_path / "c", clinics, villages=villages), stored(tmp_path / "d", clinics)
    ) as found:  # no list of villages at all
        assert {row[:2] for key, row in told(found).items() if key[1] in VILLAGES} == {("outside_before", ("once",))}


def test_later_day_alone_changes_nothing_and_more_rounds_go_step_by_step(quarters, tmp_path):
    before, after = quarters
    folders = [
        stored(tmp_path / "a", before),
        stored(tmp_path / "b", before, LATER),
        stored(tmp_path / "c", after, LATER),
    ]
    with compared(*folders) as found:
        assert {row[0] for row in told(found, 0).values()} == {"stayed"}
        assert told(found, 1) == reckoned(before, after)
        totals = [[astuple(k.totals) for k in s.place_findings.kinds.values()] for s in found.steps]
    assert totals[0] != totals[1]


@pytest.fixture
def silent(tmp_path):
    """The same standard as it was before it had rules on places: their verdicts, no findings."""
    folder = tmp_path / "standards" / "cn-facilities"
    shutil.copytree(DATA / "standards" / "cn-facilities", folder)
    (folder / "findings.yaml").write_text("[]\n", encoding="utf-8")
    return str(folder)


def test_standard_without_rules_on_places_is_said_and_nothing_came_or_went(quarters, silent, tmp_path):
    before, after = quarters
    old, new = stored(tmp_path / "a", before, standard=silent), stored(tmp_path / "b", after)
    assert not (old / "place_findings.parquet").exists()
    with compared(old, new) as found:
        step = found.steps[0].place_findings
        assert (step.asked_before, step.asked_after) == (False, True)
        assert {row[:2] for row in told(found).values()} == {("outside_after", ("not_asked",))}
        below = step.kinds["facility_below_standard"]
        number = sum(len([k for k in careful(c) if k[0] == "facility_below_standard"]) for c in after)
        assert (below.asked_before, below.totals) == (False, PlaceTotals(after=number, outside_after=number))
    later = stored(tmp_path / "c", after, LATER, standard=silent)
    with compared(new, later) as found:
        assert {row[:2] for row in told(found).values()} == {("outside_before", ("not_asked",))}
    with compared(old, later) as found:
        assert found.steps[0].place_findings == PlaceFindings(asked_before=False, asked_after=False, kinds={})


def test_another_area_in_the_standard_is_the_reason_and_mends_nothing(tmp_path):
    clinic = {**random_clinics(1, 1)[0], "facility_exempt": False, "functional_rooms": True, "floor_area": 60.0}
    with screened_places("cn-facilities", [], [clinic], more={"village_clinic_area": (80, "test")}) as first:
        before = written(first, tmp_path / "a")
    with compared(before, stored(tmp_path / "b", [clinic])) as found:
        assert told(found)["facility_below_standard", "c000", "village_clinic_rooms"] == (
            "went",
            ("verdict", "standard"),
            (0, 2),
        )
        totals = found.steps[0].place_findings.kinds["facility_below_standard"].indicators["village_clinic_rooms"]
        assert (totals.went, totals.mended) == (1, 0)


def test_status_of_a_village_that_changes_its_kind_of_finding_is_told_by_its_facts(tmp_path):
    village = {"region_code": VILLAGES[0], "asphalt_road": False, "exited_village": False}
    before = stored(tmp_path / "a", [], villages=[village], standard="cn-village-exit")
    after = stored(tmp_path / "b", [], villages=[{**village, "exited_village": True}], standard="cn-village-exit")
    with compared(before, after) as found:
        moves = {key[0]: row[:2] for key, row in told(found).items() if key[2] == "hardened_road"}
    assert moves == {
        "village_shortfall": ("went", ("facts",)),
        "village_struck_with_shortfall": ("came", ("facts",)),
    }


def test_rounds_of_households_alone_have_nothing_about_places_and_lose_no_finding(tmp_path):
    rows = population(20)
    with compared(round_of(rows, tmp_path / "a"), round_of(rows[5:], tmp_path / "b")) as found:
        assert found.steps[0].place_findings.kinds == {}
        assert sum(t.before for t in found.steps[0].findings.values()) > 0


def test_findings_about_places_are_never_added_to_those_of_households(comparison):
    assert dict(comparison.steps[0].findings) == {}
    assert run(comparison.connection, "SELECT count(*) FROM finding_changes") == [(0,)]


def test_indicator_of_a_list_that_neither_round_has_is_not_said_to_be_judged_by_one_of_them(comparison, tmp_path):
    rules = comparison.steps[0].rules
    assert (rules.only_before, rules.only_after) == ((), ())  # village_has_clinic: nobody gave a list of villages
    clinics, villages = random_clinics(2, 3), [{"region_code": VILLAGES[0], "clinics": 0, "clinic_exempt": False}]
    without, with_ = stored(tmp_path / "a", clinics), stored(tmp_path / "b", clinics, villages=villages)
    with compared(without, with_) as found:
        assert (found.steps[0].rules.only_before, found.steps[0].rules.only_after) == ((), ("village_has_clinic",))


@pytest.mark.parametrize("region", [OTHER_COUNTY, None], ids=["another-county", "no-region"])
def test_list_that_moved_as_a_whole_holds_the_same_clinics(region, tmp_path):
    """One county before, another (or none) after: each round has a single file, and they are called differently."""
    before = random_clinics(30, 8)
    after = [{**clinic, "region_code": region, "village_doctors": 1} for clinic in before]
    with compared(stored(tmp_path / "a", before), stored(tmp_path / "b", after)) as found:
        found_ = told(found)
        attended = found.steps[0].attendance["facility"]
    assert (attended.both, attended.moved, attended.outside_before) == (30, 30, 0)
    expected = {key for clinic in before for key in careful(clinic)} | {
        key for clinic in after for key in careful(clinic)
    }
    assert set(found_) == expected
    assert {row[:2] for row in found_.values()} == {("stayed", ()), ("went", ("verdict", "facts"))}
