"""Keys of the rows of a visit workbook: whose fact a row asks for, in one hidden cell that survives sorting and moving."""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from diguan.engine.verdicts import Subject

SEPARATOR = "|"
KEPT = " :/（）()"


@dataclass(frozen=True, slots=True)
class RowKey:
    """A household's row (no field), or the row of a question about it or about one of its members."""

    household_id: str
    person_id: str | None = None
    field: str | None = None

    @property
    def subject(self) -> Subject:
        """Whose fact it is."""
        return Subject.HOUSEHOLD if self.person_id is None else Subject.PERSON

    def text(self) -> str:
        """The key as it stands in a cell."""
        parts = (self.household_id, self.person_id or "", self.field or "")
        return SEPARATOR.join(quote(part, safe=KEPT, encoding="utf-8") for part in parts)


def read_key(text: str) -> RowKey | None:
    """A key from its cell; None when it is none."""
    parts = [unquote(part) for part in text.strip().split(SEPARATOR)]
    if len(parts) != 3 or not parts[0] or (parts[1] and not parts[2]):  # noqa: PLR2004  household, person, field
        return None
    return RowKey(parts[0], parts[1] or None, parts[2] or None)
