"""Another county full of canaries: whatever its rows say must never reach people of this one."""

from datetime import date

from diguan.domain.accounts.models import Account, Grant, SavedView
from diguan.domain.accounts.permissions import Role
from diguan.domain.accounts.saving import save_view
from diguan.domain.fieldwork.models import PlannedVisit
from diguan.domain.insight.actions import count_figures
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.models import Item
from diguan.domain.lookback.models import Case, Plan
from diguan.domain.messages.models import Message
from diguan.domain.rectification.actions.spreading import ask_self_check
from diguan.domain.rectification.actions.spreading.checking import Asking
from diguan.domain.rectification.models import Check, Inspection, Spread, Stage, Task
from diguan.domain.rectification.models import Problem as Feedback
from diguan.domain.registry.models import Household, Person
from diguan.domain.responsibility.models import Helping, Officer, Post, Tenure
from diguan.domain.screening.choices import ROUND_JOB, Wanted
from diguan.domain.screening.models import Round, Standing
from tests.factories.accounts import AT, OTHER_COUNTY, holder
from tests.factories.items import item
from tests.factories.lookback import closed, plan
from tests.factories.messages import tell
from tests.factories.posts import helping, officer, post, tenure
from tests.factories.rectification import inspection, planned, problem, somebody
from tests.factories.renumbering import renumber
from tests.web.households.conftest import THERE, home, load

FAR = 5_000_000  # numbers of the foreign rows begin beyond it
NAME, OFFICER, NUMBER, IDENTITY = "金丝雀", "雀舌兰", "CANARY-9", "990101196001011235"
USERNAME, VIEW, INDICATOR, PROBLEM = "far.canary", "雀之视图", "雀指标", "雀故障"
CANARIES = (NAME, OFFICER, NUMBER, IDENTITY, USERNAME, VIEW, INDICATOR, PROBLEM)
# What is asked for by number in an address.
NUMBERED = (
    Household,
    Person,
    Account,
    Grant,
    SavedView,
    Round,
    Job,
    Post,
    Officer,
    Tenure,
    Helping,
    Message,
    Item,
    Plan,
    Case,
    Inspection,
    Feedback,
    Task,
    Stage,
    Spread,
    Check,
)


def planted():
    """Rows of every noun over the other county, before there is any other row; their numbers are moved beyond FAR."""
    load(home(NUMBER, THERE, NAME, identity=IDENTITY))
    account = holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username=USERNAME)
    Account.objects.update(name=NAME)
    save_view(account=account, page="households:list", name=VIEW, questions={"status": "exited"}, at=AT)
    _judged()
    for kind, arguments in (
        (ROUND_JOB, Wanted("cn-two-assurances", date(2019, 6, 30), OTHER_COUNTY).arguments()),
        _load(),
    ):
        enqueue_job(kind=kind, arguments=arguments, region_code=OTHER_COUNTY, actor=None, at=AT)
    Job.objects.update(state="failed", ended_at=AT, outcome={"problems": [{"zh": PROBLEM, "en": PROBLEM}]})
    cadre = officer(OFFICER, OTHER_COUNTY)
    tenure(post(region=OTHER_COUNTY), cadre)
    helping(cadre, NUMBER, OTHER_COUNTY)
    tell(account, about=f"household:{NUMBER}")
    item(9, place=THERE, household_number=NUMBER, number=NUMBER, title={"zh": PROBLEM, "en": PROBLEM})
    _looked_back()
    PlannedVisit.objects.create(
        county=THERE[:6],
        household_number=NUMBER,
        region_code=THERE,
        planned_on=AT.date(),
        planned_by=account.pk,
        planned_at=AT,
    )
    count_figures(on=AT.date(), at=AT)
    _inspected()
    renumber(*NUMBERED, first=FAR + 1)


def _looked_back():
    """A closed problem of the other county, drawn."""
    closed(8, place=THERE, household_number=NUMBER, number=f"{NUMBER}-8", title={"zh": PROBLEM, "en": PROBLEM})
    plan(size=1, region=OTHER_COUNTY, seed=NUMBER)


def _load():
    return "load", {"upload": "0", "preview": True, "as_of": "2019-06-30"}


def _judged():
    """A round over the other county, with an indicator that nobody else was judged by."""
    round_ = Round.objects.create(
        folder=NUMBER,
        sha256="0",
        standard="cn-two-assurances",
        version="1",
        label={"zh": "两不愁三保障", "en": "Assurances"},
        as_of=AT.date(),
        region_code=OTHER_COUNTY,
        indicators=[{"id": "far", "zh": INDICATOR, "en": INDICATOR}],
        kinds=[],
        counts={"households": 1, "persons": 1, "verdicts": {}, "findings": {}, "finding_households": {}},
        at=AT,
    )
    Standing.objects.create(
        round=round_, standard=round_.standard, county=THERE[:6], household_number=NUMBER, region_code=THERE,
        codes="0", grades="1", unmet=1, unknown=0, declared=0, findings=0,
    )  # fmt: skip


def _inspected():
    """An inspection of the other county with a problem, a plan and a self-check of every township."""
    actor = somebody(Role.COUNTY, over=OTHER_COUNTY)
    made = inspection(actor, region_code=OTHER_COUNTY, title=PROBLEM, at=AT)
    row = problem(made, actor=actor, region_code=OTHER_COUNTY, text=PROBLEM, criteria=PROBLEM, at=AT)
    planned(row, actor=actor, at=AT)
    asking = Asking(OTHER_COUNTY, PROBLEM, PROBLEM, date(2019, 6, 1))
    ask_self_check(problem_id=row.pk, asking=asking, actor=actor, at=AT)
