"""How a listed household lives: health, labour, insurance, housing, water, help and causes, all guarantees met.

Whatever is drawn here is well: problems are planted afterwards, one by one, so that the truth is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from diguan.synth.assets import load_asset
from diguan.synth.people import Facts, Household, Person, age_on
from diguan.synth.quota import quota

LABOUR_AGE = 16
RETIRED_AGE = 60
CANNOT_WORK = ("丧失劳动力", "无劳动力")
FULL_LABOUR = ("普通劳动力", "技能劳动力")
_ILL = {"因病": ("长期慢性病", "患有大病"), "因残": ("残疾",)}


@dataclass(slots=True)
class Draws:
    """What is drawn by quota over all listed households: name -> one entry a household."""

    shares: Mapping[str, Any]
    by_name: Mapping[str, list[Any]]

    def __getitem__(self, name: str) -> list[Any]:
        return self.by_name[name]


def draw_circumstances(rng: Random, total: int) -> Draws:
    """Quotas for `total` listed households, after the shares of data/synth/shares.yaml."""
    shares = load_asset("shares.yaml")
    drawn = {name: quota(rng, shares["by_quota"][name], total) for name in shares["by_quota"]}
    return Draws(shares["by_chance"], drawn)


def set_circumstances(rng: Random, household: Household, draws: Draws, index: int, as_of: date) -> None:
    """Fill the facts of one listed household (not its income) and of its members, who have their schooling already."""
    for person in household.members:
        set_person(rng, person, person.export or {}, as_of, draws.shares)
    cause = draws["cause"][index]
    if cause in _ILL:
        _make_ill(rng, household, rng.choice(_ILL[cause]), draws.shares["dibao_of_ill"], as_of)
    _support_without_labour(household)
    size = len(household.members)
    relocated = draws["house"][index] == "relocated"
    household.export |= {
        "cause_main": cause,
        "house_origin": draws["house"][index],
        "water_piped": draws["water"][index] == "piped",
        "dangerous_house": False,
        "house_area": rng.randint(14, 24) * size if relocated else rng.randint(40, 110),
        "help_relocation": relocated,
        "relocation_moved_in": True if relocated else None,
        "help_housing": draws["house"][index] == "renovated",
        "help_education": any(p.export and p.export["school_status"] for p in household.members),
        "help_industry": draws["industry"][index] == "helped",
        "help_employment": draws["employment"][index] == "helped",
        "help_health": draws["health"][index] == "helped",
        "drinking_water_safe": True,
        **_OTHER_HELP,
        **_surroundings(rng, draws.shares, pastoral=household.village.pastoral),
    }


_OTHER_HELP: Facts = {
    "help_public_post": False,
    "help_finance": False,
    "help_social": False,
    "help_safety_net": False,
    "help_compulsory_education": False,
    "help_water": True,
    "help_infrastructure": True,
    "help_living_conditions": False,
    "military_family": False,
    "wealth_leader": False,
    "road_hardened": True,
    "domestic_power": True,
    "production_power": True,
    "broadcast_tv": True,
    "orchard_area": 0,
    "pond_area": 0,
}


def _surroundings(rng: Random, shares: Mapping[str, float], *, pastoral: bool) -> Facts:
    """Land, road and connections, herding or farming."""
    return {
        "cultivated_area": rng.randint(0, 20) if pastoral else rng.randint(8, 60),
        "pasture_area": rng.randint(300, 4_000) if pastoral else rng.choice((0, 0, 0, 20, 60)),
        "forest_area": rng.choice((0, 0, 5, 12)),
        "returned_forest_area": rng.choice((0, 0, 0, 3)),
        "distance_main_road": round(rng.uniform(0, 3 if pastoral else 0.8), 1),
        "road_kind": rng.choice(("水泥路", "砂石路", "沥青路")),
        "fuel_kind": "畜粪" if pastoral else rng.choice(("柴草", "煤炭", "电")),
        "sanitary_toilet": rng.random() < shares["sanitary_toilet"],
        "cooperative_member": rng.random() < shares["cooperative_member"],
        "leading_firm": rng.random() < shares["leading_firm"],
        "industry_help_kind": "畜牧业" if pastoral else rng.choice(("种植业", "养殖业", "光伏")),
    }


def set_person(
    rng: Random, person: Person, schooling: Facts, as_of: date, shares: Mapping[str, float] | None = None
) -> None:
    """Everything the exports say of a member who is well, beside the schooling that is given."""
    shares = load_asset("shares.yaml")["by_chance"] if shares is None else shares
    facts = person.export = dict(schooling)
    age = age_on(person.born_on, as_of)
    able = LABOUR_AGE <= age < RETIRED_AGE and facts["school_status"] is None
    works = able and rng.random() < shares["works_away"]
    ill = age >= RETIRED_AGE and rng.random() < shares["elder_chronically_ill"]
    facts |= {
        "health_status": "长期慢性病" if ill else "健康",
        "labour_skill": _labour(rng, age, shares, able=able, works=works),
        "months_worked": rng.randint(2, 5) if works else None,
        "work_place": rng.choice(("县外省内", "县内乡外", "乡内")) if works else None,
        "political_status": "中共党员" if able and rng.random() < shares["party_member"] else "群众",
        "critical_illness_insured": True,
        "medical_aid": False,
        "pension_residents": age >= LABOUR_AGE and facts["school_status"] is None,
        "dibao_person": False,
        "tekun_person": False,
        "insured_residents": True,
        "insured_employees": False,
    }


def _labour(rng: Random, age: int, shares: Mapping[str, float], *, able: bool, works: bool) -> str:
    """Labour is called skilled where it has work."""
    if able:
        return "技能劳动力" if works and rng.random() < shares["skilled_of_workers"] else "普通劳动力"
    return "弱劳动力或半劳动力" if age >= RETIRED_AGE and rng.random() < shares["elder_half_able"] else "无劳动力"


def _support_without_labour(household: Household) -> None:
    """Where nobody can work, everybody is on dibao."""
    if all((person.export or {})["labour_skill"] in CANNOT_WORK for person in household.members):
        for person in household.members:
            (person.export or {})["dibao_person"] = True


def employ(rng: Random, household: Household, as_of: date) -> None:
    """Somebody who can work away does, where nobody did; employment help and an unstable job speak of somebody who works."""
    able = [p for p in household.members if (p.export or {})["labour_skill"] in FULL_LABOUR and is_able(p, as_of)]
    if able and not works_away(household):
        (rng.choice(able).export or {}).update(months_worked=rng.randint(2, 5), work_place="县内乡外")
    household.export["somebody_works"] = works_away(household)


def works_away(household: Household) -> bool:
    """Whether a member works away."""
    return any((person.export or {}).get("months_worked") for person in household.members)


def is_able(person: Person, as_of: date) -> bool:
    """Of working age, and done with school as far as the age tells."""
    return LABOUR_AGE <= age_on(person.born_on, as_of) < RETIRED_AGE


def fit_to_households(rng: Random, draws: Draws, households: Sequence[Household], as_of: date) -> None:
    """Hand the quotas out so that they can be true: labour is short, and nobody got help to work, where nobody is of working age."""
    old = [index for index, home in enumerate(households) if not any(is_able(p, as_of) for p in home.members)]
    rng.shuffle(old)
    _give(draws.by_name["cause"], "缺劳力", old)
    # the list of monitored and registered households alone has a column for employment help
    _give(draws.by_name["employment"], "not", sorted(old, key=lambda n: draws["status"][n] == "exited"))


def _give(drawn: list[Any], value: str, places: Sequence[int]) -> None:
    """Exchange entries until those with a value stand at these places, as far as there are places; the others change places."""
    free = iter([place for place in places if drawn[place] != value])
    inside = set(places)
    for place in [n for n, each in enumerate(drawn) if each == value and n not in inside]:
        other = next(free, None)
        if other is None:
            return
        drawn[place], drawn[other] = drawn[other], drawn[place]


def _make_ill(rng: Random, household: Household, state: str, dibao: float, as_of: date) -> None:
    """One adult is ill or disabled and cannot work away; the household may be on dibao for it."""
    adults = [p for p in household.members if age_on(p.born_on, as_of) >= LABOUR_AGE]
    facts = rng.choice(adults).export or {}
    facts |= {"health_status": state, "labour_skill": "丧失劳动力", "months_worked": None, "work_place": None}
    facts["medical_aid"] = state == "患有大病"
    if rng.random() < dibao:
        for person in household.members:
            (person.export or {})["dibao_person"] = True
