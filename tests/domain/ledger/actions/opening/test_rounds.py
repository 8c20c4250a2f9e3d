"""Rounds meet the ledger: one item a problem, whatever happens between two rounds; a round closes nothing."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from diguan.domain.audit.models import Entry
from diguan.domain.ledger.actions.opening import Opened, open_items
from diguan.domain.ledger.choices import Closing, Source, State, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.screening.kept import UnableToTrustRound
from diguan.domain.screening.queries import folder_of
from tests.domain.ledger.conftest import AS_OF, AT, files, judged_folder, round_alone
from tests.factories.later_rounds import later_round

__all__ = ["files", "judged_folder", "round_alone"]
HALF_A_YEAR = date(2019, 12, 31)
LATER = datetime(2020, 1, 2, 8, tzinfo=UTC)
FOUND = 16
SCHOOL = {"household_number": "8090000015", "indicator": "compulsory_education"}


@pytest.fixture
def opened(round_alone):
    """The ledger after the first round."""
    assert open_items(round_id=round_alone.pk, actor=None, at=AT) == Opened(opened=FOUND)
    return round_alone


@pytest.fixture
def again(opened, judged_folder):
    """Another round over the same county, met by the ledger."""
    numbers = iter(range(2, 100))

    def met(change="", *, as_of=HALF_A_YEAR, at=LATER, region_code=opened.region_code):
        made = later_round(
            judged_folder, f"round-{next(numbers)}", as_of=as_of, region_code=region_code, at=at, change=change
        )
        return made, open_items(round_id=made.pk, actor=None, at=at)

    return met


def end(*, on=date(2019, 9, 2), **values):
    """The item of the child out of school, closed or withdrawn on a day."""
    at = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
    closed = {
        "state": State.CLOSED,
        "closed_at": at,
        "submitted_by": 1,
        "submitted_at": at,
        "submitted_role": "village",
    }
    withdrawn = {"state": State.WITHDRAWN}
    standing = withdrawn if values.get("state") == State.WITHDRAWN else closed
    Item.objects.filter(**SCHOOL).update(ended_on=on, **{**standing, **values})


def school():
    return Item.objects.get(**SCHOOL)


def steps(item=None):
    found = Event.objects.exclude(act=Step.OPEN) if item is None else item.events.exclude(act=Step.OPEN)
    return list(found.order_by("id").values_list("act", "from_state", "to_state"))


def test_every_finding_is_an_item_with_its_first_event(opened, judged_folder):
    with duckdb.connect() as duck:
        findings = duck.execute(f"SELECT count(*) FROM '{judged_folder}/findings.parquet'").fetchone()[0]
    assert (Item.objects.count(), Event.objects.filter(act=Step.OPEN).count()) == (findings, findings)
    item = school()
    assert (item.kind, item.source, item.state, item.department) == (
        "shortfall",
        Source.FINDING,
        State.SUSPECTED,
        "education",
    )
    assert item.key == "cn-two-assurances|person|150928|8090000015|908000001502|compulsory_education"
    assert (item.number, item.deadline_days, item.deadline_on) == (f"150928-{item.running:06d}", 30, None)
    assert (item.found_on, item.found_at, item.opened_round, item.seen_round) == (AS_OF, AT, opened, opened)
    assert item.title == {"zh": "短板待补齐：义务教育有保障", "en": "Shortfall to be made up: Compulsory education"}
    assert item.measure == {"zh": "劝返复学，控辍保学", "en": "Persuade the child back to school"}
    assert sorted(Item.objects.values_list("running", flat=True)) == list(range(1, FOUND + 1))
    assert [(e.act, e.from_state, e.to_state) for e in item.events.all()] == [(Step.OPEN, "", State.SUSPECTED)]
    assert Entry.objects.filter(action="open_items").count() == 1


def test_same_round_met_again_changes_nothing(opened):
    before = list(Item.objects.order_by("id").values())
    assert open_items(round_id=opened.pk, actor=None, at=LATER) == Opened()
    assert list(Item.objects.order_by("id").values()) == before
    assert (Event.objects.count(), Entry.objects.filter(action="open_items").count()) == (FOUND, 1)


def test_second_round_opens_no_second_item(again):
    made, outcome = again()
    assert outcome == Opened(seen=FOUND)
    assert (Item.objects.count(), steps()) == (FOUND, [])
    assert set(Item.objects.values_list("seen_round", "version")) == {(made.pk, 1)}


def test_problem_of_another_kind_is_the_same_item(again):
    _, outcome = again(
        "UPDATE findings SET kind = 'not_delivered' WHERE indicator = 'compulsory_education' AND kind = 'shortfall'"
    )
    item = school()
    assert (outcome.renamed, outcome.opened, item.kind, item.version) == (1, 0, "not_delivered", 2)
    assert item.title["zh"] == "政策未落实：义务教育有保障"
    assert steps() == [(Step.RENAME, State.SUSPECTED, State.SUSPECTED)]
    assert (item.events.last().detail["was_kind"], item.events.last().detail["kind"]) == ("shortfall", "not_delivered")


def test_two_findings_of_one_problem_are_one_item(again):
    _, outcome = again(
        """INSERT INTO findings SELECT * REPLACE (1000 AS finding_id, 'needs_evidence' AS kind, 99 AS priority)
        FROM findings WHERE kind = 'shortfall'"""
    )
    assert (outcome.opened, outcome.renamed, school().kind) == (0, 0, "shortfall")


def test_what_a_round_no_longer_finds_stays_open_and_is_marked(again):
    made, outcome = again("DELETE FROM findings WHERE kind = 'shortfall'")
    item = school()
    assert (outcome.lost, item.state, item.lost_round) == (1, State.SUSPECTED, made)
    assert steps() == [(Step.LOSE, State.SUSPECTED, State.SUSPECTED)]
    _, outcome = again("DELETE FROM findings WHERE kind = 'shortfall'", as_of=HALF_A_YEAR + timedelta(days=1))
    assert (outcome.lost, len(steps())) == (0, 1)
    _, outcome = again(as_of=HALF_A_YEAR + timedelta(days=2))
    assert (outcome.lost, outcome.opened, school().lost_round) == (0, 0, None)


def test_submitted_item_that_a_round_finds_or_misses_stays_submitted(again):
    Item.objects.filter(**SCHOOL).update(
        state=State.SUBMITTED, closing=Closing.MENDED, submitted_by=1, submitted_at=AT, submitted_role="village"
    )
    again()
    assert (school().state, school().closing) == (State.SUBMITTED, Closing.MENDED)
    again("DELETE FROM findings", as_of=HALF_A_YEAR + timedelta(days=1))
    assert (school().state, school().closing) == (State.SUBMITTED, Closing.MENDED)


@pytest.mark.parametrize("closing", [Closing.MENDED, Closing.CORRECTED, Closing.ACCEPTED])
def test_closed_problem_that_is_found_again_reopens_with_its_count(again, closing):
    end(closing=closing)
    made, outcome = again()
    item = school()
    assert (outcome.rebound, item.state, item.rebounds, item.closing, item.closed_at) == (1, State.OPEN, 1, "", None)
    assert (item.found_on, item.found_at, item.seen_round) == (HALF_A_YEAR, LATER, made)
    assert (item.determined_at, item.deadline_on) == (
        LATER,
        date(2020, 2, 20),
    )  # 30 working days; the Spring Festival of 2020 was longer
    assert steps(item) == [(Step.REBOUND, State.CLOSED, State.OPEN)]
    assert item.events.last().detail["closing"] == closing
    end(on=date(2020, 3, 2), closing=closing)
    again(as_of=date(2020, 6, 30), at=LATER + timedelta(days=180))
    assert (school().rebounds, Item.objects.count()) == (2, FOUND)


def test_round_that_judges_a_day_before_the_closing_reopens_nothing(again):
    end(on=HALF_A_YEAR + timedelta(days=1), closing=Closing.MENDED)
    _, outcome = again()
    assert (outcome.rebound, school().state, school().rebounds) == (0, State.CLOSED, 0)


def test_round_of_the_day_of_closing_reopens(again):
    end(on=HALF_A_YEAR, closing=Closing.MENDED)
    _, outcome = again()
    assert (outcome.rebound, school().state) == (1, State.OPEN)


def test_verified_problem_is_respected_until_its_day_and_then_asked_again(again):
    end(closing=Closing.VERIFIED, verified_until=HALF_A_YEAR + timedelta(days=1))
    made, outcome = again()
    item = school()
    assert (outcome.respected, outcome.rebound, item.state, item.seen_round) == (1, 0, State.CLOSED, made)
    assert steps(item) == []
    _, outcome = again(as_of=HALF_A_YEAR + timedelta(days=1))
    item = school()
    assert (outcome.asked_again, outcome.rebound, item.state, item.rebounds) == (1, 0, State.SUSPECTED, 0)
    assert (item.verified_until, item.determined_at, item.deadline_on) == (None, None, None)
    assert steps(item) == [(Step.ASK_AGAIN, State.CLOSED, State.SUSPECTED)]


def test_withdrawn_problem_that_is_found_again_is_a_suspicion_again(again):
    end(state=State.WITHDRAWN)
    _, outcome = again()
    assert (outcome.asked_again, school().state) == (1, State.SUSPECTED)


def test_closed_problem_that_is_no_longer_found_stays_closed_without_a_mark(again):
    end(closing=Closing.MENDED)
    again("DELETE FROM findings WHERE kind = 'shortfall'")
    assert (school().state, school().lost_round, steps(school())) == (State.CLOSED, None, [])


def test_round_of_an_older_day_changes_nothing(again):
    again()
    before = list(Item.objects.order_by("id").values())
    _, outcome = again("DELETE FROM findings", as_of=AS_OF - timedelta(days=100))
    assert (outcome, list(Item.objects.order_by("id").values())) == (Opened(older=True), before)


def test_round_over_a_village_marks_nothing_elsewhere(again):
    village = school().region_code
    elsewhere = Item.objects.exclude(region_code=village).count()
    made, outcome = again("DELETE FROM findings", region_code=village)
    assert elsewhere > 0
    assert outcome.lost == FOUND - elsewhere
    assert set(Item.objects.filter(lost_round=made).values_list("region_code", flat=True)) == {village}


def test_new_problem_gets_the_next_number(again):
    _, outcome = again(
        """INSERT INTO findings SELECT * REPLACE (1000 AS finding_id, '8090000099' AS household_id, '90' AS person_id)
        FROM findings WHERE kind = 'shortfall'"""
    )
    item = Item.objects.get(household_number="8090000099")
    assert (outcome.opened, item.running, item.number) == (1, FOUND + 1, f"150928-{FOUND + 1:06d}")


def test_round_whose_findings_were_changed_afterwards_is_refused(round_alone, judged_folder):
    made = later_round(judged_folder, "round-forged", as_of=HALF_A_YEAR, region_code=round_alone.region_code, at=LATER)
    with duckdb.connect() as duck:
        path = folder_of(made) / "findings.parquet"
        duck.execute(f"CREATE TABLE kept AS SELECT * FROM '{path}' LIMIT 1")
        duck.execute(f"COPY kept TO '{path}' (FORMAT parquet)")
    with pytest.raises(UnableToTrustRound, match=f"{made.pk}"):
        open_items(round_id=made.pk, actor=None, at=LATER)
    assert Item.objects.count() == 0
