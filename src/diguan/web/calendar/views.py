"""A year and a month of working days where whoever asks belongs."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.calendar.queries import Holiday, add_working_days, holidays_in
from diguan.web.calendar.forms import FIRST_YEAR, LAST_YEAR, CountForm
from diguan.web.calendar.months import MONTHS, Month, month_of, weekdays
from diguan.web.shared.clock import today
from diguan.web.shared.requests import asked

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


@require_GET
def this_year(request: HttpRequest) -> HttpResponse:
    """The year of today."""
    return _year(request, today().year)


@require_GET
def one_year(request: HttpRequest, year: int) -> HttpResponse:
    """Twelve months, the holidays with their notices, and counting from a day."""
    return _year(request, year)


@require_GET
def one_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month, each holiday with its name."""
    if year not in YEARS or month not in MONTHS:
        raise Http404
    region = asked(request).user.region_code
    context = {
        "month": month_of(year, month, region),
        "holidays": list(_of_month(holidays_in(year, region), year, month)),
        "before": _step(year, month, -1),
        "after": _step(year, month, 1),
        **_frame(region),
    }
    return render(request, "calendar/month.html", context)


def _year(request: HttpRequest, year: int) -> HttpResponse:
    if year not in YEARS:
        raise Http404
    region = asked(request).user.region_code
    months = [month_of(year, number, region) for number in MONTHS]
    form = CountForm(request.GET if "since" in request.GET else None, initial={"since": today()})
    context = {
        "year": year,
        "months": months,
        "working": sum(month.working for month in months),
        "known": all(month.known for month in months),
        "partly": any(month.partly for month in months),
        "holidays": holidays_in(year, region),
        "before": year - 1 if year - 1 in YEARS else None,
        "after": year + 1 if year + 1 in YEARS else None,
        "form": form,
        **_frame(region),
    }
    if form.is_bound and form.is_valid():
        since, days = form.cleaned_data["since"], form.cleaned_data["days"]
        context |= {"due": add_working_days(since, days, region), "since": since, "days": days}
    return render(request, "calendar/year.html", context)


def _frame(region: str) -> dict[str, Any]:
    return {"today": today(), "region": region, "weekdays": weekdays()}


def _step(year: int, month: int, by: int) -> Month | None:
    number = year * 12 + month - 1 + by
    return Month(number // 12, number % 12 + 1) if number // 12 in YEARS else None


def _of_month(holidays: Iterable[Holiday], year: int, month: int) -> Iterable[Holiday]:
    for holiday in holidays:
        days = {(day.year, day.month) for day in (*holiday.days, *holiday.worked_on)}
        if (year, month) in days:
            yield holiday
