"""Indexes that only say what they are for; each database has its own best way."""

from typing import Any

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate, Left
from django.db.models.indexes import IndexExpression

COUNTY = 6  # digits
IndexExpression.register_wrappers(OrderBy, OpClass, Collate)  # as Django's own app for PostgreSQL does


class EqualityIndex(models.Index):
    """Finds rows by one equal value and by nothing else.

    On PostgreSQL a hash: values without order (digests) land anywhere in a tree, which costs twice as much to keep.
    """

    def create_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: Any,  # noqa: ANN401  whatever Django's own takes
    ) -> Statement:
        """The statement that makes it."""
        postgresql = schema_editor.connection.vendor == "postgresql"
        return super().create_sql(model, schema_editor, using=" USING hash" if postgresql else using, **kwargs)


class CountyPrefixIndex(models.Index):
    """Finds rows of one county by how a text begins: a name that is common in a whole region is looked through in one county alone."""

    def create_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: Any,  # noqa: ANN401  whatever Django's own takes
    ) -> Statement:
        """The statement that makes it; on PostgreSQL comparing by code points, whatever the collation of the database."""
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using=using, **kwargs)
        county, column = self.expressions
        by_code_points = OpClass(column, name="text_pattern_ops")
        return models.Index(county, by_code_points, name=self.name).create_sql(
            model, schema_editor, using=using, **kwargs
        )


def county_prefix_index(field: str, name: str) -> CountyPrefixIndex:
    """The index of a column beside `region_code`."""
    return CountyPrefixIndex(county_of_region(), F(field), name=name)


def county_of_region() -> Left:
    """The county of a row as the index has it."""
    return Left("region_code", COUNTY)


def prefix_index(field: str, name: str) -> models.Index:
    """Finds rows by how a text begins, whatever the collation of the database."""
    return models.Index(fields=[field], name=name, opclasses=["text_pattern_ops"])
