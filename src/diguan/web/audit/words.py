"""What the record keeps as codes, in words."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from diguan.domain.accounts.queries import departments
from diguan.domain.regions.queries import region_path
from diguan.locale import texts
from diguan.web.shared.texts import spoken, text


def said(kind: str, code: str) -> str:
    """An act, what it is on, or the name of a detail in words; the code itself where an older or newer release had another."""
    return text(f"audit:{kind}.{code}") if f"{kind}.{code}" in texts("audit") else code


def details_said(details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Details by name, without those that say nothing."""
    for name, value in details.items():
        if value is not None:
            yield said("detail", name), _value(name, value)


def _value(name: str, value: Any) -> str:  # noqa: ANN401  what the record keeps
    if isinstance(value, bool):
        return text("audit:yes" if value else "audit:no")
    told = TOLD.get(name)
    return told(str(value)) if told else str(value)


def _role(code: str) -> str:
    return text(f"accounts:role.{code}") if f"role.{code}" in texts("accounts") else code


def _department(code: str) -> str:
    return spoken(departments()[code]) if code in departments() else code


# Details whose values are codes, and what tells them.
TOLD: Mapping[str, Callable[[str], str]] = {
    "act": partial(said, "action"),
    "why": partial(said, "why"),
    "role": _role,
    "over": region_path,
    "door": lambda _: text("audit:command_line"),
    "department": _department,
}
