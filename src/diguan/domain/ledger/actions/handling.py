"""A suspicion is determined, an item given to a post, or withdrawn."""

from datetime import date, datetime

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.calendar.queries import add_working_days
from diguan.domain.ledger.actions.owners import level_of
from diguan.domain.ledger.actions.stepping import Asked, Taking, take_step
from diguan.domain.ledger.choices import Level, Refusal, Step
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.permissions import higher_role
from diguan.domain.ledger.refusals import StepRefused
from diguan.domain.regions.queries import subtree, within
from diguan.domain.responsibility.models import Post

MOST_DAYS = 400


def determine(
    *, item_id: int, version: int, reason: str, days: int | None = None, actor: Viewer, at: datetime
) -> Outcome:
    """Say that a suspicion is a problem: its deadline counts from today. `days`: working days, where the standard gives none."""

    def work(taking: Taking) -> None:
        given = taking.item.deadline_days if taking.item.deadline_days is not None else days
        if given is None or not 0 < given <= MOST_DAYS:
            raise StepRefused(Refusal.DEADLINE, "days")
        taking.item.deadline_days = given
        taking.item.determined_at = at
        set_deadline(taking.item, taking.today)
        taking.detail["days"] = given

    return take_step(Asked(Step.DETERMINE, item_id, version, actor, at, reason), work)


def set_deadline(item: Item, start: date) -> None:
    """The deadline of an item that is determined on a day."""
    if item.deadline_days is None:
        item.deadline_on = None
        return
    due = add_working_days(start, item.deadline_days, item.region_code)
    item.deadline_on, item.deadline_known = due.on, due.known


def assign(*, item_id: int, version: int, post_id: int, reason: str = "", actor: Viewer, at: datetime) -> Outcome:
    """Give an item to a post that answers for its place; of departments only the one whose problem it is."""

    def work(taking: Taking) -> None:
        item = taking.item
        post = Post.objects.filter(pk=post_id).first()
        if post is None or not fits(post, item, taking.today):
            raise StepRefused(Refusal.POST, "post")
        taking.detail["was"] = item.owner_post_id
        taking.post_id = post.pk
        item.owner_post, item.level = post, level_of(post, item.region_code)

    return take_step(Asked(Step.ASSIGN, item_id, version, actor, at, reason), work)


def fits(post: Post, item: Item, today: date) -> bool:
    """Whether a post is open, answers for the place of an item, and, where it is a department's, for its guarantee."""
    is_open = post.opened_on <= today and (post.closed_on is None or post.closed_on > today)
    over = within(item.region_code, (subtree(post.region_code),))
    return is_open and over and post.department in ("", item.department)


def withdraw(*, item_id: int, version: int, reason: str, actor: Viewer, at: datetime) -> Outcome:
    """Take out an item that should not have been opened; a level above its own does. A round that finds the problem brings it back."""

    def work(taking: Taking) -> None:
        item = taking.item
        for level in _levels(item):
            taking.role = higher_role(taking.rights, Role(level))
            if taking.role is None:
                raise StepRefused(Refusal.RANK)
        taking.detail["closing"] = item.closing
        forget_closing(item)
        forget_postponement(item)
        item.ended_on = taking.today

    return take_step(Asked(Step.WITHDRAW, item_id, version, actor, at, reason), work)


def _levels(item: Item) -> set[Level]:
    """Every level on which the item has lain: giving it to a lower one first does not make it easier to withdraw."""
    given = item.events.filter(act__in=[Step.ASSIGN, Step.HAND_OVER], accepted=True)
    told = list(given.values_list("post_id", "detail"))
    numbers = {number for number, _ in told} | {detail.get("was") for _, detail in told}
    held = Post.objects.filter(pk__in=numbers - {None})
    return {Level(item.level), *(level_of(post, item.region_code) for post in held)}


def forget_closing(item: Item) -> None:
    """Nobody stands for a closing any more."""
    item.closing, item.verified_until = "", None
    item.submitted_at, item.submitted_by, item.submitted_role = None, None, ""


def forget_postponement(item: Item) -> None:
    """Nobody asks for more time any more."""
    item.postpone_until, item.postpone_by, item.postpone_role = None, None, ""
