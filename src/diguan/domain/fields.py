"""Columns that several nouns have."""

from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

CODE_LENGTH = 12
# The types of columns know what goes in and comes out; Django's own classes cannot say so when they run.
if TYPE_CHECKING:
    Text: TypeAlias = models.CharField[str, str]
else:
    Text = models.CharField


class RegionCodeField(Text):
    """A full region code of 12 digits, compared by code points on every database, so that a subtree is a half-open range."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a column of text takes
        kwargs["max_length"] = CODE_LENGTH
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:  # noqa: ANN401  Django's four parts of a column
        """The column as a migration writes it: its length is its own."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401  Django's words for a column
        """SQLite compares by code points anyway; PostgreSQL is told to."""
        said = super().db_parameters(connection)
        return {**said, "collation": "C"} if connection.vendor == "postgresql" else said
