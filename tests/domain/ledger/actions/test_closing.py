"""Closing: four kinds, each with its proof, the standard asked twice, a second person; and every way to close on paper is refused."""

import shutil
from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.ledger.actions import return_item
from diguan.domain.ledger.choices import Closing, Refusal, State, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.registry.actions.events import merge_households, split_household
from diguan.domain.registry.actions.recording import UnableToRecord
from diguan.domain.registry.models import Household, Observation
from diguan.engine.verdicts import Grade
from tests.domain.ledger.worlds import AT, CHILD, FOUND_ON, HOME, HOUSE, NEIGHBOUR, NEXT_VILLAGE, SCHOOL, SEEN_ON
from tests.factories.evidence import pdf
from tests.factories.happenings import because

LATER = AT + timedelta(days=3)
DECLARED, ROSTER, SEEN = Grade.DECLARED, Grade.ROSTER, Grade.SEEN


def refused(outcome, code, world, indicator=HOUSE):
    """The attempt was refused for a reason, is kept, and moved nothing."""
    last = Event.objects.order_by("-id").first()
    assert (outcome.code, outcome.accepted) == (code, False)
    assert (last.accepted, last.refusal, last.from_state, last.to_state) == (
        False,
        code,
        last.from_state,
        last.from_state,
    )
    assert (outcome.refusal.zh, outcome.refusal.en, outcome.hint.zh) != ("", "", "")
    assert Entry.objects.filter(action="refuse_step", subject_id=str(last.item_id)).exists()
    assert world.item(indicator).state != State.CLOSED
    return True


def mended(world):
    """The house was seen to be safe."""
    world.determine()
    world.record(world.who(Role.VILLAGE), dangerous_house=False)


# --- honestly ---


def test_mended_house_is_closed_by_proof_standard_and_second_person(lived):
    mended(lived)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    item = lived.item()
    assert (item.state, item.closing, item.submitted_role) == (State.SUBMITTED, Closing.MENDED, "village")
    assert lived.confirm(lived.who(Role.TOWNSHIP), at=LATER).accepted
    item = lived.item()
    assert (item.state, item.closing, item.closed_at, item.ended_on) == (
        State.CLOSED,
        Closing.MENDED,
        LATER,
        LATER.date(),
    )
    told = item.events.get(act=Step.CONFIRM)
    assert (told.from_state, told.to_state, told.role, told.detail["fields"]) == (
        State.SUBMITTED,
        State.CLOSED,
        "township",
        ["dangerous_house"],
    )
    assert Entry.objects.filter(action__in=["submit_item", "confirm_item"], subject_id=str(item.pk)).count() == 2


def test_list_of_the_department_mends_as_well(lived):
    lived.record(lived.who(Role.DEPARTMENT, department="housing"), ROSTER, department="housing", dangerous_house=False)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    assert lived.confirm(lived.who(Role.TOWNSHIP)).accepted


def test_nobody_writes_on_the_list_of_another_department(lived):
    for clerk in (lived.who(Role.VILLAGE), lived.who(Role.DEPARTMENT, "b", department="education")):
        with pytest.raises(UnableToRecord) as refused:
            lived.record(clerk, ROSTER, department="housing", dangerous_house=False)
        assert refused.value.field == "grade"


def test_child_back_at_school_closes_its_own_item_alone(lived):
    lived.record(lived.who(Role.VILLAGE), person=CHILD, school_status="小学")
    assert lived.submit(lived.who(Role.VILLAGE), indicator=SCHOOL).accepted
    assert lived.confirm(lived.who(Role.TOWNSHIP), indicator=SCHOOL).accepted
    assert (lived.item(SCHOOL).state, lived.item(HOUSE).state) == (State.CLOSED, State.SUSPECTED)


def test_corrected_value_closes_with_a_file_and_both_values_stay(lived):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, DECLARED, on=date(2019, 6, 1), dangerous_house=False)
    outcome = lived.submit(clerk, Closing.CORRECTED)
    assert refused(outcome, Refusal.EVIDENCE_MISSING, lived)
    assert lived.submit(clerk, Closing.CORRECTED, evidence=[lived.file(clerk)]).accepted
    assert lived.confirm(lived.who(Role.TOWNSHIP)).accepted
    told = lived.item().events.get(act=Step.CONFIRM)
    assert len(told.detail["observations"]) == 1
    assert len(told.detail["others"]) == 2  # the export said it on both rows of the household
    assert not set(told.detail["others"]) & set(told.detail["observations"])
    assert Observation.objects.filter(pk__in=told.detail["others"]).count() == 2


def test_suspicion_is_dismissed_as_verified_until_a_day(lived):
    clerk = lived.who(Role.VILLAGE)
    outcome = lived.submit(
        clerk, Closing.VERIFIED, evidence=[lived.file(clerk)], verified_until=AT.date() + timedelta(days=180)
    )
    assert outcome.accepted
    assert lived.confirm(lived.who(Role.TOWNSHIP)).accepted
    assert (lived.item().closing, lived.item().verified_until) == (Closing.VERIFIED, date(2020, 1, 28))


def test_problem_without_a_rule_is_accepted_by_its_criteria(lived):
    clerk = lived.who(Role.VILLAGE)
    Item.objects.filter(pk=lived.item().pk).update(indicator="", kind="road", criteria="路面硬化，验收单齐全")
    item = Item.objects.get(kind="road")
    from diguan.domain.ledger.actions import confirm, submit

    how = {"item_id": item.pk, "reason": "验收完毕", "closing": Closing.ACCEPTED, "at": AT}
    assert submit(**how, version=item.version, actor=clerk).code is Refusal.EVIDENCE_MISSING
    outcome = submit(**how, version=item.version, evidence=[lived.file(clerk)], actor=clerk)
    assert outcome.accepted
    done = confirm(item_id=item.pk, version=outcome.item.version, actor=lived.who(Role.TOWNSHIP), at=AT)
    assert (done.accepted, done.item.closing) == (True, Closing.ACCEPTED)


# --- on paper ---


def test_nothing_done_closes_nothing(lived):
    assert refused(lived.submit(lived.who(Role.VILLAGE)), Refusal.UNMET, lived)
    assert refused(lived.submit(lived.who(Role.VILLAGE), Closing.CORRECTED), Refusal.UNMET, lived)
    assert refused(lived.submit(lived.who(Role.VILLAGE), Closing.ACCEPTED), Refusal.NO_CRITERIA, lived)


def test_declaration_of_the_same_person_closes_nothing(lived):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, DECLARED, dangerous_house=False)
    assert refused(lived.submit(clerk), Refusal.DECLARED, lived)
    assert refused(lived.submit(lived.who(Role.COUNTY)), Refusal.DECLARED, lived)


def test_declaration_of_something_new_is_no_correction(lived):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, DECLARED, dangerous_house=False)
    outcome = lived.submit(clerk, Closing.CORRECTED, evidence=[lived.file(clerk)])
    assert refused(outcome, Refusal.DECLARED, lived)


def test_value_that_was_there_before_the_round_is_no_correction(lived):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, dangerous_house=False)
    Item.objects.update(found_at=LATER)
    assert refused(lived.submit(clerk, Closing.CORRECTED), Refusal.NOTHING_CORRECTED, lived)


def test_declaration_dated_back_closes_nothing_as_mended(lived):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, DECLARED, on=FOUND_ON - timedelta(days=20), dangerous_house=False)
    assert refused(lived.submit(clerk), Refusal.DECLARED, lived)


def test_declaration_beside_something_irrelevant_that_was_seen_closes_nothing(lived):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, DECLARED, person=CHILD, school_status="小学")
    lived.record(clerk, SEEN, person=CHILD, birth_date=date(2009, 3, 1))
    assert refused(lived.submit(clerk, indicator=SCHOOL), Refusal.DECLARED, lived, SCHOOL)


def test_observation_of_an_older_day_closes_nothing(lived):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, on=FOUND_ON - timedelta(days=1), dangerous_house=False)
    assert refused(lived.submit(clerk), Refusal.NO_NEW_FACT, lived)
    lived.record(clerk, on=FOUND_ON, at=AT + timedelta(hours=1), dangerous_house=False)
    assert lived.submit(clerk, at=AT + timedelta(hours=2)).accepted


@pytest.mark.parametrize("grade", [DECLARED, SEEN])
@pytest.mark.parametrize("closing", [Closing.MENDED, Closing.CORRECTED])
@pytest.mark.parametrize(
    "facts", [{"person_state": "死亡"}, {"birth_date": date(2001, 3, 1)}], ids=["dead", "grown up"]
)
def test_fact_edited_until_the_rule_no_longer_applies_closes_nothing(lived, grade, closing, facts):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, grade, person=CHILD, **facts)
    outcome = lived.submit(clerk, closing, indicator=SCHOOL, evidence=[lived.file(clerk)])
    assert refused(outcome, Refusal.NOT_APPLICABLE, lived, SCHOOL)


def test_status_edited_so_that_no_finding_is_made_closes_nothing(lived):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, DECLARED, status="ordinary")
    assert refused(lived.submit(clerk), Refusal.UNMET, lived)
    assert refused(lived.submit(clerk, Closing.CORRECTED, evidence=[lived.file(clerk)]), Refusal.UNMET, lived)


def test_fact_made_unknown_closes_nothing(lived):
    clerk = lived.who(Role.VILLAGE)
    lived.record(clerk, dangerous_house=False)
    lived.record(lived.who(Role.TOWNSHIP), dangerous_house=True)
    assert refused(lived.submit(clerk), Refusal.UNKNOWN, lived)


def test_household_merged_away_closes_nothing_and_its_problem_goes_along(lived):
    township, clerk = lived.who(Role.TOWNSHIP), lived.who(Role.VILLAGE)
    here, there = (Household.objects.get(number=n) for n in (NEIGHBOUR, HOME))
    merge_households(
        household_id=here.pk,
        other_id=there.pk,
        happening=because(here, SEEN_ON, reason="合并居住"),
        actor=township,
        at=AT,
    )
    outcome = lived.submit(clerk, indicator=SCHOOL)
    assert refused(outcome, Refusal.UNMET, lived, SCHOOL)
    assert lived.submit(clerk).accepted is False


def test_child_split_off_takes_its_problem_along(lived):
    township, clerk = lived.who(Role.TOWNSHIP), lived.who(Role.VILLAGE)
    split_household(
        household_id=Household.objects.get(number=HOME).pk,
        persons=[CHILD],
        new_number="1900",
        happening=because(Household.objects.get(number=HOME), SEEN_ON, reason="随祖父居住"),
        actor=township,
        at=AT,
    )
    assert refused(lived.submit(clerk, indicator=SCHOOL), Refusal.UNMET, lived, SCHOOL)
    lived.record(clerk, person=CHILD, household="1900", school_status="小学")
    assert lived.submit(clerk, indicator=SCHOOL).accepted


def test_person_taken_off_the_list_closes_nothing(lived):
    Household.objects.get(number=HOME).persons.filter(number=CHILD).update(gone=True)
    assert refused(lived.submit(lived.who(Role.VILLAGE), indicator=SCHOOL), Refusal.GONE, lived, SCHOOL)


def test_household_taken_off_the_list_closes_nothing(lived):
    Household.objects.filter(number=HOME).update(gone=True)
    assert refused(lived.submit(lived.who(Role.VILLAGE)), Refusal.GONE, lived)


def test_neighbours_observation_closes_nothing(lived):
    lived.record(lived.who(Role.VILLAGE), household=NEIGHBOUR, dangerous_house=False)
    assert refused(lived.submit(lived.who(Role.VILLAGE)), Refusal.UNMET, lived)


def test_round_whose_folder_is_gone_or_changed_lets_nothing_close(lived, settings):
    mended(lived)
    record = settings.ROUNDS / "round-1" / "round.json"
    kept = record.read_bytes()
    record.write_bytes(kept.replace(b"3218", b"1111"))
    assert refused(lived.submit(lived.who(Role.VILLAGE)), Refusal.NOT_JUDGED, lived)
    record.write_bytes(kept)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    shutil.rmtree(settings.ROUNDS / "round-1")
    assert refused(lived.confirm(lived.who(Role.TOWNSHIP)), Refusal.NOT_JUDGED, lived)
    assert lived.item().state == State.SUBMITTED


# --- evidence ---


def verified(world, clerk, *files, until=date(2019, 12, 1)):
    return world.submit(clerk, Closing.VERIFIED, evidence=files, verified_until=until)


def test_verified_needs_a_file_and_a_day_within_the_limit(lived):
    clerk = lived.who(Role.VILLAGE)
    assert refused(verified(lived, clerk), Refusal.EVIDENCE_MISSING, lived)
    for until in (None, AT.date(), AT.date() + timedelta(days=181)):
        assert refused(verified(lived, clerk, lived.file(clerk), until=until), Refusal.EXPIRY, lived)


def test_file_of_another_place_is_no_evidence(lived):
    county = lived.who(Role.COUNTY)
    elsewhere = lived.file(county, region_code=NEXT_VILLAGE)
    assert refused(verified(lived, county, elsewhere), Refusal.EVIDENCE_ELSEWHERE, lived)
    assert refused(verified(lived, lived.who(Role.VILLAGE), elsewhere), Refusal.EVIDENCE_ELSEWHERE, lived)
    assert refused(verified(lived, county, 999_999), Refusal.EVIDENCE_ELSEWHERE, lived)


def test_photo_proves_one_household_and_a_list_many(lived):
    clerk, township = lived.who(Role.VILLAGE), lived.who(Role.TOWNSHIP)
    Item.objects.filter(indicator=SCHOOL).update(household_number=NEIGHBOUR)
    photo, list_ = lived.file(clerk), lived.file(clerk, content=pdf(), name="list.pdf")
    assert verified(lived, clerk, photo, list_).accepted
    other = lived.item(SCHOOL, NEIGHBOUR)
    from diguan.domain.ledger.actions import submit

    def of_neighbour(*files, actor=clerk):
        return submit(
            item_id=other.pk,
            version=other.version,
            closing=Closing.VERIFIED,
            reason="核实",
            evidence=files,
            verified_until=date(2019, 12, 1),
            actor=actor,
            at=AT,
        )

    assert of_neighbour(photo).code is Refusal.EVIDENCE_ELSEWHERE
    assert of_neighbour(lived.file(township), actor=township).code is Refusal.EVIDENCE_ELSEWHERE  # the same picture
    assert of_neighbour(list_).accepted


# --- the second person ---


def test_first_person_cannot_be_the_second_in_any_role(lived):
    mended(lived)
    clerk = lived.who(Role.VILLAGE, "a")
    both = lived.also(Role.VILLAGE, "a", Role.COUNTY, region_code="152222000000")
    assert lived.submit(clerk).accepted
    assert refused(lived.confirm(both), Refusal.SAME_PERSON, lived)


def test_somebody_of_two_roles_needs_somebody_above_both(lived):
    mended(lived)
    lived.who(Role.VILLAGE, "a")
    both = lived.also(Role.VILLAGE, "a", Role.COUNTY, region_code="152222000000")
    assert lived.submit(both).accepted
    assert refused(lived.confirm(lived.who(Role.TOWNSHIP)), Refusal.RANK, lived)
    assert lived.confirm(lived.who(Role.PREFECTURE)).accepted


def test_whoever_recorded_the_proof_cannot_confirm_it(lived):
    lived.record(lived.who(Role.TOWNSHIP), dangerous_house=False)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    assert refused(lived.confirm(lived.who(Role.TOWNSHIP)), Refusal.PROOF_BY_SAME_PERSON, lived)
    assert lived.confirm(lived.who(Role.TOWNSHIP, "b")).accepted


def test_whoever_handed_in_the_file_cannot_confirm_it(lived):
    clerk, township = lived.who(Role.VILLAGE), lived.who(Role.TOWNSHIP)
    assert verified(lived, clerk, lived.file(township)).accepted
    assert refused(lived.confirm(township), Refusal.PROOF_BY_SAME_PERSON, lived)
    assert lived.confirm(lived.who(Role.COUNTY)).accepted


def test_colleague_of_the_same_rank_cannot_confirm(lived):
    lived.record(lived.who(Role.VILLAGE), dangerous_house=False)
    assert lived.submit(lived.who(Role.TOWNSHIP, "a")).accepted
    assert refused(lived.confirm(lived.who(Role.TOWNSHIP, "b")), Refusal.RANK, lived)
    assert refused(lived.confirm(lived.who(Role.VILLAGE, "b")), Refusal.ROLE, lived)
    assert refused(lived.confirm(lived.who(Role.DEPARTMENT, department="education")), Refusal.ROLE, lived)
    assert lived.confirm(lived.who(Role.DEPARTMENT, department="housing", name="h")).accepted


@pytest.mark.parametrize("above", [Role.PREFECTURE, Role.REGION])
def test_county_is_confirmed_from_above_or_by_a_department(lived, above):
    lived.record(lived.who(Role.VILLAGE), dangerous_house=False)
    assert lived.submit(lived.who(Role.COUNTY, "a")).accepted
    assert refused(lived.confirm(lived.who(Role.COUNTY, "b")), Refusal.RANK, lived)
    assert lived.confirm(lived.who(above)).accepted


def test_facts_that_changed_again_are_seen_at_confirmation(lived):
    mended(lived)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    lived.record(lived.who(Role.COUNTY), on=SEEN_ON + timedelta(days=5), dangerous_house=True)
    assert refused(lived.confirm(lived.who(Role.TOWNSHIP)), Refusal.UNMET, lived)
    assert lived.item().state == State.SUBMITTED


def test_second_person_who_brought_in_the_newest_proof_is_told_so(lived):
    mended(lived)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    lived.record(lived.who(Role.TOWNSHIP), on=SEEN_ON + timedelta(days=5), dangerous_house=False)
    assert refused(lived.confirm(lived.who(Role.TOWNSHIP)), Refusal.PROOF_BY_SAME_PERSON, lived)


def test_verified_that_ran_out_before_anybody_confirmed_is_not_closed(lived):
    clerk = lived.who(Role.VILLAGE)
    assert verified(lived, clerk, lived.file(clerk), until=AT.date() + timedelta(days=2)).accepted
    assert refused(lived.confirm(lived.who(Role.TOWNSHIP), at=LATER), Refusal.EXPIRY, lived)


@pytest.mark.parametrize("determined", [True, False])
def test_returned_closing_goes_back_to_where_it_came_from(lived, determined):
    if determined:
        lived.determine()
    lived.record(lived.who(Role.VILLAGE), dangerous_house=False)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    item = lived.item()
    how = {"item_id": item.pk, "version": item.version, "reason": "照片看不清", "at": AT}
    assert return_item(actor=lived.who(Role.VILLAGE), **how).code is Refusal.ROLE
    assert return_item(actor=lived.who(Role.TOWNSHIP), **{**how, "reason": " "}).code is Refusal.REASON
    assert return_item(actor=lived.who(Role.TOWNSHIP), **how).accepted
    item = lived.item()
    assert item.state == (State.OPEN if determined else State.SUSPECTED)
    assert (item.returns, item.closing, item.submitted_by) == (1, "", None)
    assert lived.submit(lived.who(Role.VILLAGE)).accepted


def test_stale_page_is_told_and_changes_nothing(lived):
    mended(lived)
    old = lived.item().version
    assert lived.submit(lived.who(Role.VILLAGE)).accepted
    from diguan.domain.ledger.actions import confirm

    outcome = confirm(item_id=lived.item().pk, version=old, actor=lived.who(Role.TOWNSHIP), at=AT)
    assert refused(outcome, Refusal.STALE, lived)
    assert lived.item().state == State.SUBMITTED
