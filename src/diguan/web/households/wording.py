"""Rows of the page of a household in the words of whoever reads: there are a hundred of them, and a template takes longer to find words."""

from collections.abc import Mapping
from typing import Any

from diguan.domain.screening.verdicts import Opinion, Reason
from diguan.engine.snapshot.wording import GRADES, VERDICTS
from diguan.engine.verdicts import Verdict
from diguan.web.shared.texts import spoken, text

NONE = "–"


def fact_in_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `KnownRows` as its line of the table shows it."""
    day = row["day"].isoformat() if row["day"] else NONE
    return {
        "name": row["field"].name,
        "label": spoken(row["field"].label),
        "value": spoken(row["value"]) if row["value"] else "",
        "state": row["state"],
        "source": row["source"] or row["place"] or NONE,
        "day": text("households:facts.undated", day=row["loaded"].isoformat()) if row["loaded"] else day,
        "grade": spoken(row["grade"]) if row["grade"] else NONE,
        "undated": row["loaded"] is not None,
        "visitor": row["visitor"],
        "evidence": row["evidence"],
        "otherwise": [{"value": spoken(each["value"]), "source": each["source"]} for each in row["otherwise"]],
    }


def opinion_in_words(opinion: Opinion) -> dict[str, Any]:
    """How a household stands in one indicator, and why."""
    verdict = opinion.verdict if opinion.verdict is not None else Verdict.UNKNOWN
    return {
        "id": opinion.indicator.id,
        "label": spoken(opinion.indicator.label),
        "verdict": spoken(VERDICTS[verdict]),
        "style": verdict.name.lower(),
        "grade": spoken(GRADES[opinion.grade]) if opinion.grade else "",
        "reasons": [_reason(reason) for reason in opinion.reasons],
        "cited": spoken(opinion.cited) if opinion.cited.zh else "",
    }


def _reason(reason: Reason) -> str:
    who = f"{spoken(reason.who)}{text('frame:colon')}" if reason.who else ""
    return f"{who}{spoken(reason.text)}"
