"""What the record keeps as codes, in words."""

from collections.abc import Iterator, Mapping
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
    if name == "role":
        return text(f"accounts:role.{value}") if f"role.{value}" in texts("accounts") else str(value)
    if name == "over":
        return region_path(str(value))
    if name == "door":
        return text("audit:command_line")
    if name == "department" and value in departments():
        return spoken(departments()[value])
    return str(value)
