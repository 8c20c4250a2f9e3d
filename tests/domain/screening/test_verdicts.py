"""The page's verdicts on every household of a county are those of a round over the same files; each that is open says why."""

from datetime import timedelta

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.by_hand import Evidence
from diguan.domain.registry.actions.recording import Finding, record_observation
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import household_file
from diguan.domain.screening.choices import NOT_COVERED
from diguan.domain.screening.models import Standing
from diguan.domain.screening.queries import folder_of
from diguan.domain.screening.verdicts import confirmed_for, opinions_on
from diguan.engine.standards import load_standard
from diguan.engine.verdicts import Grade, Subject, Verdict
from diguan.engine.visiting.opening import open_round
from diguan.engine.visiting.pace import load_pace
from diguan.engine.visiting.plan import plan_visits
from tests.domain.screening.conftest import AS_OF, AT, STANDARD
from tests.factories.accounts import viewer


def judged(number, pack, **more):
    household = Household.objects.get(number=number)
    file = household_file(household, pack.catalogue, AS_OF)
    return opinions_on(file, pack, AS_OF, confirmed=confirmed_for(household, STANDARD), **more)


def test_verdicts_of_every_household_are_those_of_the_round(judged_county):
    pack, wrong, compared = load_standard(STANDARD), {}, 0
    for standing in Standing.objects.all():
        found = {o.indicator.id: o for o in judged(standing.household_number, pack).opinions}
        for said, code, grade in zip(judged_county.indicators, standing.codes, standing.grades, strict=True):
            one = found[said["id"]]
            compared += 1
            known = "0" if grade == str(NOT_COVERED) else grade
            if (str(int(one.verdict)), str(int(one.grade))) != (code, known):
                wrong[standing.household_number, said["id"]] = (one.verdict.name, code, one.grade, grade)
    assert wrong == {}
    assert compared > 50


def test_every_open_verdict_says_why_in_both_languages(judged_county):
    pack = load_standard(STANDARD)
    told = 0
    for standing in Standing.objects.filter(unmet__gt=0):
        for opinion in judged(standing.household_number, pack).opinions:
            if opinion.verdict in (Verdict.UNMET, Verdict.UNKNOWN):
                assert opinion.reasons
                assert all(reason.text.zh and reason.text.en for reason in opinion.reasons)
                told += 1
    assert told


def test_value_that_nobody_confirmed_leaves_its_indicator_unjudged(judged_county):
    pack = load_standard(STANDARD)
    household = Household.objects.get(number=Standing.objects.first().household_number)
    found = opinions_on(household_file(household, pack.catalogue, AS_OF), pack, AS_OF)
    reading = {i for i, rules in pack.rules.indicators.items() if "poverty_line" in rules.met.parameters}
    assert {o.indicator.id for o in found.having(None)} == reading
    assert reading


def test_questions_are_those_whose_answers_can_decide(judged_county):
    pack = load_standard(STANDARD)
    for standing in Standing.objects.all():
        found = judged(standing.household_number, pack)
        open_ = {o.indicator.id for o in (*found.having(Verdict.UNKNOWN), *found.having(Verdict.MET))}
        for question in found.asked.questions:
            assert question.field.subject in (Subject.HOUSEHOLD, Subject.PERSON)
            if question.person_id is None:
                assert set(question.indicators) <= open_


def test_hidden_facts_are_said_in_no_sentence(judged_county):
    pack = load_standard(STANDARD)
    income = (Subject.HOUSEHOLD, "income_per_head")
    said = hidden = 0
    for standing in Standing.objects.filter(unmet__gt=0):
        plain = [r.text.zh for o in judged(standing.household_number, pack).opinions for r in o.reasons]
        masked = [r.text.zh for o in judged(standing.household_number, pack, hide={income}).opinions for r in o.reasons]
        said += sum("（已隐去）" in text for text in plain)
        hidden += sum("（已隐去）" in text for text in masked)
    assert (said, hidden > 0) == (0, True)


def test_page_asks_what_the_list_of_visits_of_the_round_asks(judged_county, settings):
    pack, opened = load_standard(STANDARD), open_round(folder_of(judged_county))
    listed = plan_visits(opened, judged_county.region_code, load_pace())
    compared = 0
    for visit in (*listed.visits, *listed.closed):
        found = judged(visit.household_id, pack).asked.questions
        said = [{(q.person_id, q.field.name, q.reason) for q in questions} for questions in (visit.questions, found)]
        assert said[0] == said[1]
        compared += len(found)
    assert compared


def test_fact_whose_validity_has_run_out_is_asked_for_again_until_it_is_recorded_anew(judged_county):
    pack = load_standard(STANDARD)
    household = Household.objects.filter(listed=True).order_by("number").first()
    recorder = viewer(Role.COUNTY, over=judged_county.region_code)

    def record(observed_on):
        household.refresh_from_db()
        evidence = Evidence(Grade.SEEN, "入户照片")
        record_observation(
            household_id=household.pk,
            finding=Finding({"dangerous_house": False}, observed_on, evidence),
            expected_version=household.version,
            catalogue=pack.catalogue,
            actor=recorder,
            at=AT,
        )

    def again():
        asked = judged(household.number, pack).asked.questions
        return [q.reason for q in asked if q.field.name == "dangerous_house"]

    record(AS_OF - timedelta(days=4000))
    assert again() == ["expired"]
    record(AS_OF)
    assert again() == []
