"""Indexes that only say what they are for; each database has its own best way."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement


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


def prefix_index(field: str, name: str) -> models.Index:
    """Finds rows by how a text begins, whatever the collation of the database."""
    return models.Index(fields=[field], name=name, opclasses=["text_pattern_ops"])
