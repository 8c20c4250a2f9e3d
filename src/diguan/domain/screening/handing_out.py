"""A visit list of a place from the newest round over it, as the workbook that is filled in; who took it, for whom, is on record."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_path, region_tree, subtree
from diguan.domain.registry.models import Household, Person
from diguan.domain.screening.models import Round
from diguan.domain.screening.queries import folder_of
from diguan.engine.documents import Label
from diguan.engine.screening.verify import UnableToReadRound
from diguan.engine.visiting.model import VisitList
from diguan.engine.visiting.opening import OpenRound, open_round
from diguan.engine.visiting.pace import load_pace
from diguan.engine.visiting.plan import UnableToPlanVisits, plan_visits
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.model import Cover
from diguan.exchange.visits.handout import Handout, Names
from diguan.exchange.visits.write import write_visits_workbook
from diguan.locale import Language

LEAST_REASON = 4  # characters


class UnableToHandOut(UnableToAct):
    """No round over the place, nobody there with anything to ask, nobody named who gets it, or names without a right or a reason."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is handed out to whom. `minutes`: in all, None for as many as it takes; `reason`: why names are shown, "" leaves them masked."""

    region_code: str
    standard: str
    recipient: str
    minutes: float | None = None
    reason: str = ""
    language: Language = "zh"


@transaction.atomic
def hand_out_visits(*, wish: Wish, path: Path, actor: Viewer, at: datetime) -> VisitList:
    """Write the workbook of a place that the actor may take lists of. Names are masked unless he may reveal them and says why."""
    _require(wish, actor)
    round_ = _newest(wish)
    try:
        with open_round(folder_of(round_)) as opened:
            plan = plan_visits(opened, wish.region_code, load_pace(), wish.minutes)
            names = _names(wish.region_code)
            handout = Handout(
                plan, opened.ruling.pack, _cover(opened, wish), Places(region_tree()), names, wish.language
            )
            write_visits_workbook(path, handout)
    except UnableToPlanVisits as error:
        raise UnableToHandOut(error.message, error.hint, "region_code") from error
    except UnableToReadRound as error:
        raise UnableToHandOut(error.problem, error.hint) from error
    append_audit(
        actor=actor.account_id,
        action="hand_out_visits",
        subject="round",
        subject_id=str(round_.pk),
        region_code=wish.region_code,
        detail={
            "list": plan.id,
            "households": len(plan.visits),
            "questions": plan.questions,
            "recipient": keyed_hash(wish.recipient.strip()),
            "revealed": bool(wish.reason.strip()),
            "reason": wish.reason.strip(),
        },
        at=at,
    )
    return plan


def _require(wish: Wish, actor: Viewer) -> None:
    if not actor.may(Act.EXPORT, wish.region_code):
        raise UnableToHandOut(
            Label("您不能取走这个区划的走访表", "you may not take lists of this region"),
            Label("请选您负责的区划", "choose a region of yours"),
            "region_code",
        )
    if not wish.recipient.strip():
        raise UnableToHandOut(
            Label("没有写交给谁", "nobody is named who gets it"),
            Label("写走访人或工作队", "name the visitor or the team"),
            "recipient",
        )
    if wish.reason.strip() and not (
        len(wish.reason.strip()) >= LEAST_REASON and actor.may(Act.REVEAL, wish.region_code)
    ):
        raise UnableToHandOut(
            Label("不能显示姓名", "names cannot be shown"),
            Label("写明原因，至少四个字；或留空，姓名隐去", "say why, in at least four characters; or leave it empty"),
            "reason",
        )


def _newest(wish: Wish) -> Round:
    """The newest round of a standard whose region holds the place."""
    found = (
        Round.objects.filter(standard=wish.standard, region_code__in=_above(wish.region_code)).order_by("-id").first()
    )
    if found is None:
        raise UnableToHandOut(
            Label("还没有按这一标准做过覆盖这里的筛查", "no round of this standard covers the place yet"),
            Label("先做一轮筛查，或换一个标准", "run a round first, or choose another standard"),
            "standard",
        )
    return found


def _above(code: str) -> list[str]:
    """A unit and every unit that holds it."""
    widths = region_tree().form.scheme.widths
    return [code, *(code[:width].ljust(len(code), "0") for width in widths), "0" * len(code)]


def _names(region_code: str) -> Names:
    """Names of the place, under the numbers of the round."""
    low, high = subtree(region_code)
    inside = {"region_code__gte": low, "region_code__lt": high, "gone": False}
    heads = Household.objects.filter(**inside, head_name__isnull=False).values_list("number", "head_name")
    people = Person.objects.filter(**inside, name__isnull=False).values_list("household__number", "number", "name")
    return Names(
        {number: name for number, name in heads if name},
        {(household, number): name for household, number, name in people if name},
    )


def _cover(opened: OpenRound, wish: Wish) -> Cover:
    record = opened.record
    return Cover(
        pack=opened.ruling.pack.label,
        pack_id=record.pack.id,
        pack_version=record.pack.version,
        as_of=record.as_of,
        region=region_path(wish.region_code),
        recipient=wish.recipient.strip(),
        reveal_reason=wish.reason.strip() or None,
        synthetic=record.synthetic,
        retrospective=record.retrospective,
        engine_version=record.engine.version,
    )
