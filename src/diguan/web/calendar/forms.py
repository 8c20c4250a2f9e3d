"""Counting in working days."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from diguan.web.shared.forms import DayField, PlainForm

FIRST_YEAR, LAST_YEAR = 1949, 2100
MOST_DAYS = 1000


class CountForm(PlainForm):
    """A day, and how many working days from it."""

    texts = "calendar:count"
    hints = ("days",)
    since = DayField(validators=[MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))])
    days = forms.IntegerField(min_value=-MOST_DAYS, max_value=MOST_DAYS)
