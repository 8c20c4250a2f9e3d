"""Rows under other numbers than the database gave them, with all that refers to them."""

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F

from tests.factories.append_only import lifted


def renumber(*models, first):
    """Move the numbers of tables so that the lowest of each is `first`, and whatever leads to them."""
    with transaction.atomic(), lifted():
        _checks("DEFERRED")
        for model in models:
            _move(model, first)
        _checks("IMMEDIATE")


def _checks(when):
    """Rows may lead to numbers that come a moment later. SQLite waits for the end by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _move(model, first):
    step = first - model.objects.earliest("id").pk
    for other in apps.get_models():
        for field in other._meta.get_fields():
            leads = field.concrete and field.is_relation and field.related_model is model
            if leads and other.objects.filter(**{f"{field.name}__isnull": False}).exists():
                other.objects.filter(**{f"{field.name}__isnull": False}).update(
                    **{field.attname: F(field.attname) + step}
                )
    model.objects.update(id=F("id") + step)
