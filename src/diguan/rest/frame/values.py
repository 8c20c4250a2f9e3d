"""Shapes that many answers and questions have."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from diguan.domain.accounts.queries import departments
from diguan.domain.regions.queries import region_name, region_path
from diguan.engine.documents import Label

LARGEST_NUMBER = 2**62
PLAIN = r"^[^\x00]*$"
Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Word = Annotated[str, Field(max_length=80, pattern=PLAIN)]
Code = Annotated[str, Field(pattern=r"^[0-9]{2,12}$")]
Reason = Annotated[str, Field(max_length=500, pattern=PLAIN)]
Limit = Annotated[int, Field(ge=1, le=200)]
Mark = Annotated[str, Field(max_length=400, pattern=r"^[A-Za-z0-9_-]*$")]


class Asked(Schema):
    """What a program sends: names that are not asked for are refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid")


class Text(Schema):
    """A text in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, label: Label) -> "Text":
        """From a label."""
        return cls(zh=label.zh, en=label.en)

    @classmethod
    def maybe(cls, label: Label | None) -> "Text | None":
        """From a label, where there is one."""
        return None if label is None else cls.of(label)

    @classmethod
    def plain(cls, said: Mapping[str, Any]) -> "Text":
        """From what a row keeps."""
        return cls(zh=said.get("zh", ""), en=said.get("en", ""))


class Place(Schema):
    """A unit: full code, name, names from the top down."""

    code: str
    name: str
    path: str

    @classmethod
    def of(cls, code: str) -> "Place":
        """From a full code."""
        return cls(code=code, name=region_name(code), path=region_path(code))


class Department(Schema):
    """A department of the standards."""

    id: str
    label: Text

    @classmethod
    def maybe(cls, id: str) -> "Department | None":
        """From its id; none for the empty one."""
        label = departments().get(id) or Label(id, id)
        return cls(id=id, label=Text.of(label)) if id else None


class PageAsked(Asked):
    """Which part of a long list: so many rows, after a mark that an earlier answer gave."""

    limit: Limit = 50
    at: Mark = ""


class Page(Schema):
    """Marks of the pages after and before this one; null where there is none."""

    next: str | None
    previous: str | None
