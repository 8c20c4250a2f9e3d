"""What a snapshot does not know, one line a reason and not one a household."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from diguan.engine.documents import Label

Cohort = Literal["listed", "resident_base"]
CoverageKind = Literal[
    "unseen",
    "not_covered",
    "presumed",
    "computed",
    "undated_source",
    "later_facts_unused",
    "later_facts_used",
    "no_facts_as_of",
    "unconfirmed_as_of",
    "left_out",
    "roster_incomplete",
    "unmatched_roster",
    "contradictions",
    "outside_region",
    "unread_columns",
    "reading_note",
    "public_holidays",
    "answers",
]


class Text(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str

    @classmethod
    def of(cls, label: Label) -> "Text":
        """The texts of a label."""
        return cls(zh=label.zh, en=label.en)

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class CoverageLine(BaseModel):
    """One thing that the inputs do not say or that was taken as said. `count` of `of` subjects are concerned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: CoverageKind
    text: Text
    subject: str | None = None
    field: str | None = None
    finding: str | None = None
    indicator: str | None = None
    source_id: int | None = None
    cohort: Cohort | None = None
    count: int | None = None
    of: int | None = None
