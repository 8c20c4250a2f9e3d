"""How samples and their results are spoken of."""

from diguan.domain.lookback.models import Case
from diguan.domain.lookback.precision import Interval
from diguan.domain.lookback.queries.tables import Line
from diguan.web.shared.texts import text

HUNDRED = 100


def percent(share: float) -> str:
    """A share as people read it: 87.5%."""
    return f"{share * HUNDRED:.1f}%"


def share_said(found: Interval | None) -> str:
    """A share with what it may be: 87.5% (80.2% to 93.1%)."""
    if found is None or found.share is None:
        return ""
    return text("lookback:share", share=percent(found.share), low=percent(found.low), high=percent(found.high))


def state_of(case: Case) -> str:
    """How a case stands."""
    key = case.outcome or ("given" if case.inspector else "waiting")
    said = text(f"lookback:outcome.{key}")
    return f"{said}{text('frame:colon')}{text(f'lookback:unseen.{case.why}')}" if case.why else said


def line_said(line: Line) -> str:
    """The share of a line of figures."""
    return text("lookback:hidden") if line.hidden else share_said(line.share)
