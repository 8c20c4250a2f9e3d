"""Who owes the next step of an item that waits: the nearest up the chain who may take it; behind them everybody further up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.ledger.choices import State, Wait
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.permissions import rights_for, second_role
from diguan.domain.regions.queries import region_tree
from diguan.domain.responsibility.queries import Chart, Link, chart_of
from diguan.domain.responsibility.queries.above import superiors

RIGHT = {Wait.DETERMINE: Act.DETERMINE, Wait.CONFIRM: Act.CONFIRM, Wait.DECIDE: Act.APPROVE}


def waits_of(item: Item) -> tuple[Wait, ...]:
    """What an item waits for now."""
    if item.state == State.SUSPECTED:
        return (Wait.DETERMINE,)
    if item.state == State.SUBMITTED:
        return (Wait.CONFIRM,)
    return (Wait.DECIDE,) if item.state == State.OPEN and item.postpone_until is not None else ()


@dataclass(slots=True)
class Owing:
    """Answers for one day and one chart; rights of an account are read once."""

    chart: Chart
    on: date
    viewers: dict[int, Viewer] = field(default_factory=dict)

    @classmethod
    def at(cls, region_code: str, on: date) -> "Owing":
        """For the items of one place."""
        return cls(chart_of(region_code, on, below=False), on)

    def up_from(self, item: Item, wait: Wait) -> Sequence[Link]:
        """The one who owes the step, then whoever stands above, up to the top. Empty where nobody of the chain may take it."""
        links = self.chain(item)
        for place, link in enumerate(links):
            if link.account_id is not None and self.may(link.account_id, item, wait):
                return links[place:]
        return ()

    def chain(self, item: Item) -> tuple[Link, ...]:
        """The owner and all above it; none where the place is no more."""
        known = item.region_code in region_tree()
        return superiors(self.chart, item.owner_post, item.region_code) if known else ()

    def may(self, account_id: int, item: Item, wait: Wait) -> bool:
        """Whether an account may take the step, as far as place, right, rank and person go."""
        if account_id not in self.viewers:
            self.viewers[account_id] = viewer_of(account_id, self.on)
        viewer = self.viewers[account_id]
        rights = rights_for(viewer, RIGHT[wait], item.region_code, item.department)
        if wait is Wait.DETERMINE:
            return bool(rights)
        first, role = (
            (item.submitted_by, item.submitted_role) if wait is Wait.CONFIRM else (item.postpone_by, item.postpone_role)
        )
        return first != account_id and bool(role) and second_role(rights, Role(role)) is not None
