"""What each database is told to keep."""

import pytest
from django.db import connection

from diguan.domain.registry.models import Household, Person

ON_POSTGRESQL = connection.vendor == "postgresql"


def statement(model, name):
    index = next(index for index in model._meta.indexes if index.name == name)
    with connection.schema_editor(collect_sql=True) as editor:
        return str(index.create_sql(model, editor))


@pytest.mark.django_db(transaction=True)
def test_values_without_order_are_found_by_a_hash_where_there_is_one():
    assert (" USING hash " in statement(Household, "household_by_number")) == ON_POSTGRESQL


@pytest.mark.django_db(transaction=True)
def test_beginnings_of_texts_are_found_whatever_the_collation():
    assert ("text_pattern_ops" in statement(Person, "person_county_pinyin")) == ON_POSTGRESQL
