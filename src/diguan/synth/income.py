"""Incomes of listed households: components that add up, farming and pastoral, to a wanted net income per head.

Total K = wage + business + property + transfer; net = K - business expenses; per head = net / persons of the year
(the arithmetic of the exports). All figures are whole yuan a household and year; per head is rounded to the fen.
"""

from random import Random

from diguan.synth.circumstances import works_away
from diguan.synth.people import Household

SHARE_OF_TRANSFERS = 0.6
PENSION = 1_500
DIBAO = 2_400
TEKUN = 7_200
PENSION_AGE = 60
PASTORAL_SHARES = {"wage": 0.12, "expenses": 0.55}
FARMING_SHARES = {"wage": 0.42, "expenses": 0.38}


def set_income(rng: Random, household: Household, per_head: float, *, pensioners: int) -> None:
    """Fill every income field of a listed household so that the net income per head is (to a fen) `per_head`."""
    facts = household.export
    persons = len(household.exported)
    net = round(per_head * persons)
    transfers = _transfers(rng, household, pensioners, round(net * SHARE_OF_TRANSFERS))
    transfer = sum(transfers.values())
    dividend, rent = rng.randint(0, net // 40 + 1), rng.randint(0, net // 60 + 1)
    rest = net - transfer - dividend - rent
    shares = PASTORAL_SHARES if household.village.pastoral else FARMING_SHARES
    wage = round(rest * shares["wage"]) if works_away(household) else 0
    expenses = round((rest - wage) * shares["expenses"])
    facts.update(transfers)
    facts |= {
        "wage_income": wage,
        "other_wage_income": wage,
        "public_post_income": 0,
        "property_income": dividend + rent,
        "asset_dividend_income": dividend,
        "other_property_income": rent,
        "transfer_income": transfer,
        "business_income": rest - wage + expenses,
        "business_expenses": expenses,
        "net_income": net,
        "household_size_current": persons,
        "household_size_annual": persons,
        "income_per_head": round(net / persons, 2),
    }


def _transfers(rng: Random, household: Household, pensioners: int, most: int) -> dict[str, int]:
    """Transfer payments, scaled down together where they would be more than `most` yuan."""
    members = household.exported
    amounts = {
        "pension_income": pensioners * PENSION,
        "dibao_income": DIBAO * sum(bool((p.export or {}).get("dibao_person")) for p in members),
        "tekun_income": TEKUN * sum(bool((p.export or {}).get("tekun_person")) for p in members),
        "eco_compensation_income": rng.randint(200, 2_000) if household.village.pastoral else rng.randint(0, 600),
        "family_planning_income": 0,
        "industry_award_income": rng.choice((0, 0, 500, 1_000)) if household.export.get("help_industry") else 0,
        "job_award_income": rng.choice((0, 0, 0, 300)),
        "other_transfer_income": rng.randint(0, 400),
    }
    total = sum(amounts.values())
    scale = min(1.0, most / total) if total else 1.0
    return {name: int(amount * scale) for name, amount in amounts.items()}
