"""Who answers for a place, as a panel that pages of households and problems include: {% include "posts/panel.html" %} with `panel`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Helping
from diguan.domain.responsibility.queries.chart import Link, chart_of
from diguan.domain.responsibility.queries.helping import helper_of

# They act, and do not answer for the place; shown when somebody asks for all.
FURTHER = frozenset({PostKind.TEAM_MEMBER, PostKind.CORPS_MEMBER, PostKind.HELPER, PostKind.DATA_OFFICER})


@dataclass(frozen=True, slots=True)
class Shown:
    """A link of the chain; `seen`: the viewer may open the page of its post."""

    link: Link
    seen: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """Who answers, from the village up to the top; `owner`: whose a new problem of the place would be; who helps the household."""

    chain: Sequence[Shown]
    further: Sequence[Shown]
    owner: Shown | None
    helpers: Sequence[Helping]
    household: Household | None


def panel_of(
    viewer: Viewer,
    region_code: str,
    on: date,
    household: Household | None = None,
    department: str = "",
    *,
    helped: bool = True,
) -> Panel:
    """The panel of a place, of a household in it, of a department's problem in it: three questions to the database.

    `helped`: False where the caller knows that nobody helps the household.
    """
    chart = chart_of(region_code, on, below=False)
    shown = [Shown(link, viewer.may(Act.SEE, link.post.region_code)) for link in chart.chain(region_code, department)]
    owner = chart.owner(region_code, department)
    return Panel(
        chain=[each for each in shown if each.link.post.kind not in FURTHER],
        further=[each for each in shown if each.link.post.kind in FURTHER],
        owner=next((each for each in shown if owner and each.link.post.pk == owner.pk), None),
        helpers=helper_of(household.county, household.number, on) if household and helped else (),
        household=household,
    )
