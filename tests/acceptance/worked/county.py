"""A synthetic county in the registry, with problems seen in many of its houses, posts, and rounds over it."""

from datetime import date

import duckdb

import diguan
from diguan.domain.ledger.actions import open_items
from diguan.domain.ledger.models import Item
from diguan.domain.regions.queries import region_tree
from diguan.domain.registry.actions.loading import load_inputs
from diguan.domain.registry.actions.loading.load import Terms
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.screening.actions import record_round
from diguan.engine.catalogue import load_catalogue
from diguan.engine.standards.confirmations import parse_confirmation
from diguan.exchange.reading import read_inputs
from diguan.synth.county import Order, make_county
from tests.acceptance.worked.days import at
from tests.factories.posts import officer, post, tenure

COUNTY = "150928000000"
AS_OF = date(2019, 6, 30)
STANDARD = "cn-two-assurances"
CONFIRM = ("poverty_line=3218@notice", "relocation_area_per_head=25@notice", "microloan_ceiling=50000@notice")
DEPARTMENTS = ("housing", "education")  # those whose post is held


def settle(folder, households):
    """The county's files read and loaded."""
    made = make_county(Order(COUNTY[:6], households, 5, AS_OF, folder / "county"), region_tree())
    files, where = made.files, made.folder
    read = read_inputs(
        [where / path for path in files["exports"]],
        where / files["residents"][0],
        {name: where / files[name][0] for name in ("health_insurance", "education")},
        load_catalogue(),
        region_tree(),
        None,
        AS_OF,
    )
    return load_inputs(read=read, terms=Terms(load_catalogue(), AS_OF), actor=None, at=at(AS_OF))


def fill_posts(people):
    """Posts of two departments, of county and townships, and of every second village; who owns what, by the script's own rule."""
    made = {}
    for name in DEPARTMENTS:
        made[COUNTY, name] = post(PostKind.DEPARTMENT, COUNTY, department=name)
    villages = sorted(set(Household.objects.values_list("region_code", flat=True)))
    townships = sorted({code[:9] + "000" for code in villages})
    for code in (COUNTY, *townships):
        made[code, ""] = post(PostKind.SECRETARY, code)
    for code in villages[::2]:
        made[code, ""] = post(PostKind.FIRST_SECRETARY, code)
    for (code, department), one in made.items():
        held = people.account(f"post-{code}-{department}")
        tenure(one, officer(f"合成干部{code}{department}", COUNTY, account=held))

    def owner(region, department):
        if (COUNTY, department) in made and department:
            return "department", made[COUNTY, department].pk
        if (region, "") in made:
            return "village", made[region, ""].pk
        return "township", made[region[:9] + "000", ""].pk

    return owner


def judge(folder, as_of, day):
    """A round as of a day, recorded, its findings met with the ledger; what it found by the tables of its folder, and what was told."""
    diguan.screen_facts(
        lambda catalogue, region: extract_inputs(catalogue, Extent.of(region), as_of),
        standard=STANDARD,
        as_of=as_of,
        out=folder,
        region=COUNTY,
        confirm=[parse_confirmation(said) for said in CONFIRM],
        regions=region_tree(),
    )
    round_ = record_round(folder=folder, region_code=COUNTY, actor=None, at=at(day))
    return found_in(folder), open_items(round_id=round_.pk, actor=None, at=at(day))


def found_in(folder):
    """Problems by household, person and what it is about; of several findings of one the first by priority."""
    rows = duckdb.sql(
        f"SELECT household_id, person_id, indicator, kind, region_code, department FROM '{folder}/findings.parquet' "
        "ORDER BY priority, finding_id"
    ).fetchall()
    found = {}
    for household, person, indicator, kind, region, department in rows:
        key = (household, person or "", indicator or kind)
        found.setdefault(key, (indicator or "", region or COUNTY, department or ""))
    return found


def address(book):
    """The number of the row of every line."""
    for pk, household, person, indicator, kind in Item.objects.values_list(
        "pk", "household_number", "person_number", "indicator", "kind"
    ):
        book.lines[household, person, indicator or kind].pk = pk


def verdicts_in(folder, indicators):
    """What the tables of a round's folder say of households: code by household and indicator."""
    named = ", ".join(indicators)
    rows = duckdb.sql(f"SELECT household_id, {named} FROM '{folder}/verdicts/household/*.parquet'").fetchall()
    return {(row[0], name): code for row in rows for name, code in zip(indicators, row[1:], strict=True)}
