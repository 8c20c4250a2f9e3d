"""A village written by hand: one household a situation, and what a careful person would say of each. No engine decides this truth."""

from datetime import date
from typing import Any

from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, export, facts, inputs, source

OLD = date(2018, 11, 30)
VILLAGE = "152222201001"
HOUSEHOLD_COLUMNS = (
    "status",
    "exited_on",
    "identified_on",
    "income_per_head",
    "dangerous_house",
    "drinking_water_safe",
    "help_housing",
    "help_relocation",
    "help_health",
    "help_education",
    "help_compulsory_education",
    "help_water",
    "help_industry",
    "help_employment",
    "help_safety_net",
    "house_area",
    "household_size_current",
    "relocation_moved_in",
    "edge_household",
    "microloan_amount",
)
SOUND = {"income_per_head": 6000.0, "dangerous_house": False, "drinking_water_safe": True}
ADULT = {"relation": "户主", "birth_date": date(1975, 3, 1), "insured_residents": True, "school_status": "非在校生"}
CHILD = {"relation": "之子", "birth_date": date(2009, 3, 1), "insured_residents": True, "school_status": "小学"}
FALSE = dict.fromkeys(
    ("help_housing", "help_relocation", "help_health", "help_education", "help_compulsory_education", "help_water"),
    False,
)


def person(order: int, **facts_: Any) -> dict[str, Any]:
    return {**(ADULT if order == 1 else CHILD), **facts_, "order": order}


def household(name: str, *people: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    """Rows of an export: household columns on every row."""
    own = {**SOUND, "household_size_current": len(people) or 1, **fields}
    return [
        {
            "household_id": name,
            "person_id": f"{name}-{p['order']}",
            "identity": f"ID{name}{p['order']}",
            "name": f"名{name}{p['order']}",
            "region_code": VILLAGE,
            **own,
            **{k: v for k, v in p.items() if k != "order"},
        }
        for p in (people or [person(1)])
    ]


NEW = [
    # exited: unmet then and now, met then, no facts of then, another thing unmet then
    *household("E1", status="exited", exited_on=date(2018, 12, 1), dangerous_house=True),
    *household("E2", status="exited", exited_on=date(2018, 12, 1), dangerous_house=True),
    *household("E3", status="exited", exited_on=date(2016, 12, 1), dangerous_house=True),
    *household("E4", status="exited", exited_on=date(2018, 12, 1)),
    # registered: nothing delivered, help on record, nobody said
    *household("R1", status="registered", **{**FALSE, "dangerous_house": True}),
    *household("R2", status="registered", dangerous_house=True, help_housing=True),
    *household("R3", status="registered", drinking_water_safe=False),
    *household(
        "R4", person(1), person(2, school_status="非在校生", dropout_reason="因贫"), status="registered", **FALSE
    ),
    *household("R5", status="cleared", drinking_water_safe=False),
    # wrongly listed: everything was met before it was identified
    *household("W1", status="registered", identified_on=date(2019, 2, 1)),
    # beyond the standard
    *household("S1", person(1, dibao_person=True, tekun_person=True), status="registered"),
    *household("S2", status="registered", microloan_amount=80000.0),
    # contradictions and gaps
    *household("C1", person(1), person(2), status="registered", dangerous_house=True)[:1],
    *household("C1", person(1), person(2), status="registered", dangerous_house=False)[1:],
    *household("C2", status="registered"),
    *household("N1", status="registered", dangerous_house=None),
    *household("N2", person(1, insured_residents=None), status="registered"),
    *household(
        "N3",
        person(1),
        person(2, birth_date=date(2019, 2, 1), insured_residents=False, school_status=None),
        status="registered",
    ),
    *household("N4", status="registered", help_relocation=True, dangerous_house=True, help_housing=True),
    # decoys
    *household("D1", person(1), person(2, school_status="非在校生"), status="registered", **FALSE),
    *household("D2", person(1, insured_residents=False, person_state="服役"), status="registered", **FALSE),
    *household("D3", status="registered", help_relocation=True, dangerous_house=True, relocation_moved_in=True),
    *household("D4", person(1, person_state="外出"), status="registered"),
    *household("F1", status="registered", drinking_water_safe=False, edge_household=True),
]
OLDER = [
    *household("E1", status="registered", dangerous_house=True),
    *household("E2", status="registered"),
    *household("E4", status="registered", drinking_water_safe=False),
    *household("W1", status="ordinary"),
]


def base(number: str, *people: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"household_id": number, "person_id": f"{number}:{n}", "region_code": VILLAGE, **p}
        for n, p in enumerate(people, 1)
    ]


REGISTER = [
    *base(
        "B1",
        {"identity": "IDE41", "insured_residents": True},
        {"identity": "B1-2", "relation": "之女", "insured_residents": True},
    ),
    *base(
        "B2",
        {"identity": "IDW11", "insured_residents": True},
        {"identity": "B2-2", "relation": "之女", "person_state": "婚出"},
    ),
    *base("O1", {"identity": "O1-1", "birth_date": date(1970, 1, 1), "insured_residents": True}),
    *base("O2", {"identity": "O2-1", "birth_date": date(1970, 1, 1), "insured_residents": False}),
    *base(
        "O3",
        {
            "identity": "O3-1",
            "birth_date": date(1970, 1, 1),
            "insured_residents": False,
            "uninsured_reason": "拒绝参保",
        },
    ),
    *base("O4", {"identity": "O4-1", "birth_date": date(1940, 1, 1), "insured_residents": True}),
    *base(
        "O5",
        {"identity": "O5-1", "birth_date": date(1975, 1, 1), "insured_residents": True, "father_identity": "O4-1"},
    ),
    *base("O6", {"identity": "O6-1", "birth_date": date(1970, 1, 1), "insured_residents": True}),
]
HOUSES = [
    {"household_id": h, "region_code": VILLAGE, "dangerous_house": d, **more}
    for h, d, more in (
        ("O1", True, {}),
        ("O2", False, {}),
        ("O3", False, {}),
        ("O4", True, {}),
        ("O5", False, {}),
        ("O6", True, {"house_lived_in": False, "has_town_house": True}),
    )
]
INSURANCE = [
    {"identity": "IDC21", "insured_residents": True},
    {"identity": "IDC21", "insured_residents": False},
]
SCHOOL = [{"identity": "IDD12", "school_status": "非在校生", "school_arrangement": "送教上门"}]

# (kind, household, person, indicator, route)
TRUTH = {
    ("suspected_wrong_exit", "E1", None, "safe_housing", "visit"),
    ("suspected_wrong_exit", "E4", None, "safe_drinking_water", "water_works"),
    ("suspected_return", "E2", None, "safe_housing", "visit"),
    ("suspected_wrong_exit_or_return", "E3", None, "safe_housing", "visit"),
    ("not_delivered", "R1", None, "safe_housing", "visit"),
    ("shortfall", "R2", None, "safe_housing", "visit"),
    ("shortfall", "R3", None, "safe_drinking_water", "water_works"),
    ("not_delivered", "R4", "R4-2", "compulsory_education", "education_support"),
    ("shortfall", "R5", None, "safe_drinking_water", "water_works"),
    ("suspected_wrongly_listed", "W1", None, None, "review_listing"),
    ("over_standard", "S1", None, None, "review_aid"),
    ("over_standard", "S2", None, None, "review_aid"),
    ("conflict", "C1", None, "safe_housing", "reconcile"),
    ("conflict", "C2", "C2-1", "basic_medical_insurance", "reconcile"),
    ("needs_evidence", "N1", None, "safe_housing", "visit"),
    ("needs_evidence", "N2", "N2-1", "basic_medical_insurance", "visit"),
    ("needs_evidence", "N3", "N3-2", "basic_medical_insurance", "visit"),
    ("needs_evidence", "N4", None, "safe_housing", "visit"),
    ("suspected_missed_member", "E4", "base:B1:2", None, "add_member"),
    ("suspected_missed_household", "base:O1", None, None, "review_identification"),
    ("suspected_missed_household", "base:O2", None, None, "review_identification"),
    ("shortfall", "F1", None, "safe_drinking_water", "water_works"),
}


def the_village() -> ReadInputs:
    """Two exports, a resident base and two rosters."""
    register, school = source(3, "residents"), source(5, "roster:education", AS_OF)
    return inputs(
        export(source(1, data_on=AS_OF), NEW, HOUSEHOLD_COLUMNS),
        export(source(2, data_on=OLD), OLDER, HOUSEHOLD_COLUMNS),
        facts(Subject.PERSON, register, REGISTER),
        facts(Subject.HOUSEHOLD, register, HOUSES),
        facts(Subject.PERSON, source(4, "roster:health_insurance", AS_OF), INSURANCE),
        facts(Subject.PERSON, school, SCHOOL),
    )
