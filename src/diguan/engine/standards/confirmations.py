"""What an operator confirms: `NAME=VALUE@SOURCE`, for the value in force, or `NAME[2016-01-01]=VALUE@SOURCE` for that dated one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from diguan.engine.documents import Label

FORM = re.compile(r"(?P<name>[^=@\[\]\s]+)(?:\[(?P<since>[^\]]*)\])?\s*=\s*(?P<value>[^@]*)@(?P<source>.*)", re.DOTALL)
NAMED = re.compile(r"(?P<name>[^\[\]\s]+)(?:\[(?P<since>[^\]]*)\])?")
EXPECTED = Label(
    "NAME=VALUE@SOURCE，如 poverty_line=3218@国务院扶贫办2020年通报",
    "NAME=VALUE@SOURCE, such as poverty_line=3218@bulletin of 2020",
)


class UnableToReadConfirmation(ValueError):
    """A confirmation is not of the form NAME=VALUE@SOURCE; `message` and `expected` in both languages."""

    def __init__(self, text: str, message: Label, expected: Label = EXPECTED) -> None:
        self.text = text
        self.message = message
        self.expected = expected
        super().__init__(f"{text}：{message.zh}；应为：{expected.zh}\n{text}: {message.en}; expected: {expected.en}")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A value with the source that says so. `since`: the dated value that is meant; None: the one in force on the as-of date."""

    name: str
    value: str | float | int | date
    source: str
    since: date | None = None


def parse_confirmation(text: str) -> Confirmation:
    """One --confirm of the command line; UnableToReadConfirmation when a part is missing."""
    match = FORM.fullmatch(text.strip())
    if not match:
        raise UnableToReadConfirmation(text, Label("看不懂的确认", "a confirmation that cannot be read"))
    value, source = match["value"].strip(), match["source"].strip()
    if not value or not source:
        missing = Label("缺少值", "the value is missing") if not value else Label("缺少出处", "the source is missing")
        raise UnableToReadConfirmation(text, missing)
    return Confirmation(match["name"], value, source, _since(text, match["since"]))


def confirmations_of(given: Mapping[str, tuple[str | float | int | date, str]]) -> list[Confirmation]:
    """Confirmations of the Python interface: {"poverty_line": (3218, "source")}; a key may name a date in brackets."""
    return [_confirmation(key, value, source) for key, (value, source) in given.items()]


def _confirmation(key: str, value: str | float | date, source: str) -> Confirmation:
    match = NAMED.fullmatch(key.strip())
    if not match:
        raise UnableToReadConfirmation(key, Label("看不懂的参数名", "a parameter name that cannot be read"))
    if not str(source).strip():
        raise UnableToReadConfirmation(key, Label("缺少出处", "the source is missing"))
    return Confirmation(match["name"], value, source.strip(), _since(key, match["since"]))


def _since(text: str, since: str | None) -> date | None:
    if since is None:
        return None
    try:
        return date.fromisoformat(since)
    except ValueError as error:
        message = Label(f"“{since}”不是日期", f"'{since}' is no date")
        raise UnableToReadConfirmation(text, message, Label("YYYY-MM-DD", "YYYY-MM-DD")) from error


def repeated(confirmations: Iterable[Confirmation]) -> set[str]:
    """Names (with their date) that are confirmed more than once."""
    seen: set[tuple[str, date | None]] = set()
    twice: set[str] = set()
    for confirmation in confirmations:
        key = (confirmation.name, confirmation.since)
        if key in seen:
            twice.add(confirmation.name)
        seen.add(key)
    return twice
