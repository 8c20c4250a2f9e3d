"""The single differences of a comparison: whose verdict is another, why, what either round says of it, and the way to the household."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.models import Job
from diguan.domain.keyset import SIZE
from diguan.domain.registry.models import Household
from diguan.domain.screening.comparing import comparison_of
from diguan.domain.screening.differing import MOVEMENTS, Difference, differences_of
from diguan.domain.screening.models import Round
from diguan.web.rounds.comparing import comparison_row
from diguan.web.rounds.views import from_address, head_name
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language


@require_GET
@needs(Act.SEE)
def differences(request: HttpRequest, number: int) -> HttpResponse:
    """Differences of a comparison, of one figure and one indicator or of all; each leads to its household as either round saw it."""
    viewer = asked(request).viewer
    job = comparison_of(viewer, number)
    if job is None:
        raise Http404
    about = comparison_row(job)
    names = {each["id"]: each["name"] for each in about["indicators"]}
    figure, indicator = request.GET.get("figure", ""), request.GET.get("indicator", "")
    figure, indicator = (figure if figure in MOVEMENTS else ""), (indicator if indicator in names else "")
    found = differences_of(job, figure, indicator, from_address(request), SIZE + 1)
    if found is None:
        raise Http404
    sides = _sides(job, [round_ for round_, _ in about["compared"]])
    context = {
        "job": job,
        "figure": figure,
        "figures": tuple(MOVEMENTS),
        "name": names.get(indicator),
        "indicator": indicator,
        "compared": about["compared"],
        "standard": about["standard"],
        "rows": [_row(viewer, row, names, sides) for row in found[:SIZE]],
        "next": found[SIZE - 1].number if len(found) > SIZE else "",
    }
    return render(request, "rounds/differences.html", context)


def _sides(job: Job, compared: list[Round]) -> tuple[dict[str, str], dict[str, str]]:
    """Standard and day of either side, as the page of a household is asked for them."""
    before, after = compared[0], compared[-1]
    return (
        {"standard": before.standard, "as_of": before.as_of.isoformat()},
        {"standard": job.arguments.get("standard", after.standard), "as_of": after.as_of.isoformat()},
    )


def _row(
    viewer: Viewer, found: Difference, names: dict[str, str], sides: tuple[dict[str, str], dict[str, str]]
) -> dict[str, Any]:
    """A difference as the page shows it."""
    return {
        "difference": found,
        "indicator": names.get(found.indicator, found.indicator),
        "name": head_name(viewer, found.household),
        "why": found.why[language()],
        "sides": [
            {
                "which": which,
                "judged": judged,
                "explanation": judged.explanation[language()] if judged.explanation else "",
                "address": _address(found.household, side),
            }
            for which, judged, side in zip(("before", "after"), (found.before, found.after), sides, strict=True)
        ],
    }


def _address(household: Household | None, side: dict[str, str]) -> str:
    """The household judged by the standard and on the day of one side."""
    if household is None:
        return ""
    return f"{reverse('households:one', kwargs={'number': household.pk})}?{urlencode(side)}"
