"""How a listed household stands to the list: status, dates, and the columns that say so in the exports."""

from datetime import date
from random import Random

from diguan.synth.calendar import MONITORED_FROM, Calendar
from diguan.synth.circumstances import Draws
from diguan.synth.people import Facts, Household

FIRST_EXIT = 2014
OWN_COST, CLAIMS = 2_000, 1_500
ORDINARY_KINDS = ("一般贫困户", "低保贫困户")
MONITORED = {
    "monitored_unstable": "脱贫不稳定户",
    "monitored_edge": "边缘易致贫户",
    "monitored_sudden": "突发严重困难户",
}
_RISK = {
    "因病": "因病", "因残": "因残", "因学": "因学", "因灾": "因自然灾害", "缺劳力": "缺劳动力",
}  # fmt: skip
_ATTRIBUTE = {"exited": "已脱贫", "registered": "未脱贫", "returned": "返贫", "struck": "注销"}


def set_listing(rng: Random, household: Household, draws: Draws, index: int, calendar: Calendar) -> None:
    """Status by quota, its dates, and how the exports say it; the members are listed with the household."""
    household.status = _status(draws["status"][index], index, calendar)
    identified = (
        date(FIRST_EXIT - 1, 12, 1) if rng.random() < SHARE_OF_FIRST_LISTING else date(FIRST_EXIT, rng.randint(1, 6), 1)
    )
    household.export |= {"identified_on": identified, **status_columns(household.status, household.export)}
    household.export["exited_on"] = _exit(draws["exit"][index], calendar) if household.status in HAVE_EXITED else None
    if household.status in ("registered", "returned"):
        household.export["help_safety_net"] = True  # below the line: whoever has no other help has this
    if household.status in MONITORED or household.status == "cleared":
        household.export |= _monitoring(household, calendar)
        household.export["help_safety_net"] = household.export["risk_1"] in (_RISK["因残"], _RISK["缺劳力"])
    for person in household.members:
        (person.export or {})["person_identified_on"] = listed_with(identified, person.born_on)


def listed_with(identified: date, born_on: date) -> date:
    """Month in which a member was listed: with the household, or at birth. Exports give months."""
    return max(identified, born_on.replace(day=1))


def _status(drawn: str, index: int, calendar: Calendar) -> str:
    """After the last exits nobody is registered or returned any more: who would be is monitored."""
    if calendar.only_monitoring and drawn in ("registered", "returned"):
        return tuple(MONITORED)[index % len(MONITORED)]
    return drawn


SHARE_OF_FIRST_LISTING = 0.6
HAVE_EXITED = ("exited", "monitored_unstable", "cleared")


def status_columns(status: str, facts: Facts) -> Facts:
    """The columns by which an export says a status (the layout rules of the national exports)."""
    cause = str(facts.get("cause_main"))
    if status in MONITORED or status == "cleared":
        kind = MONITORED.get(status, MONITORED["monitored_unstable"])
        return {
            "household_type": "脱贫户" if kind == MONITORED["monitored_unstable"] else "监测户",
            "monitored_kind": kind,
            "poverty_attribute": None,
            "risk_cleared": status == "cleared",
            "risk_1": _RISK.get(cause, "因务工就业不稳" if facts.get("somebody_works") else "其他"),
        }
    return {
        "household_type": "脱贫户" if status == "exited" else None,
        "poverty_attribute": _ATTRIBUTE[status],
        "monitored_kind": None,
    }


def _exit(years_before: int | str, calendar: Calendar) -> date:
    """Exits are announced in December; the earliest are of 2014."""
    if years_before == "late":
        return calendar.late_exit
    return date(max(calendar.exits_of + 1 - int(years_before), FIRST_EXIT), 12, 1)


def _monitoring(household: Household, calendar: Calendar) -> Facts:
    """Half a year at least from identification to clearing, where the years of monitoring leave it."""
    year = calendar.as_of.year
    cleared = household.status == "cleared"
    ill = household.export.get("risk_1") == "因病"
    begun = date(year - 1 if cleared else year, 3, 1)
    return {
        "monitored_on": max(begun, MONITORED_FROM) if year >= MONITORED_FROM.year else begun,
        "cleared_on": date(year, 4 if begun < MONITORED_FROM else 2, 1) if cleared else None,
        "risk_clearing_kind": ("自然消除" if begun < MONITORED_FROM else "帮扶消除") if cleared else None,
        "own_medical_cost": OWN_COST if ill else 0,
        "medical_claims": CLAIMS if ill else 0,
    }
