"""Names of departments' lists: some go before other sources by their name, so a name that is nearly one of these is a slip."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from diguan.engine.catalogue import Catalogue, Label
from diguan.engine.catalogue.model import ROSTER
from diguan.engine.snapshot.derived.phones import HELPERS
from diguan.engine.verdicts import Subject
from diguan.exchange.grids.errors import refuse

LIKENESS = 0.8  # difflib's ratio from which a name or one of its words is a slip; "helth" and "health" have 0.91
OWN = (HELPERS.removeprefix(ROSTER), "jobs")  # lists that say other things than fields of a precedence


def known_rosters(catalogue: Catalogue) -> frozenset[str]:
    """The names that mean something: named in the precedence of a field, cadres who help, spells of work."""
    fields = (field for subject in Subject for field in catalogue.fields(subject).values())
    kinds = (kind for field in fields for kind in field.precedence if kind.startswith(ROSTER))
    return frozenset([*(kind.removeprefix(ROSTER) for kind in kinds), *OWN])


def require_no_slip(rosters: Mapping[str, Path], catalogue: Catalogue) -> None:
    """Refuse a list whose name is nearly, but not quite, a known one: it would go before nothing. UnableToReadInput.

    A name that is like none is a list of its own.
    """
    known = known_rosters(catalogue)
    for name, path in rosters.items():
        meant = None if name in known else _meant(name, sorted(known))
        if meant is not None:
            raise refuse(
                path.name,
                Label(f"名单的名称“{name}”", f"the list is named '{name}'"),
                Label(f"已有的名称：{'、'.join(sorted(known))}", f"a known name: {', '.join(sorted(known))}"),
                Label(
                    f"是否想写“{meant}”？另一份名单请换一个不相近的名称",
                    f"did you mean '{meant}'? Give a list of its own a name that is less like it",
                ),
            )


def _meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that was most likely meant, if any."""
    found = max((_likeness(name, each), each) for each in known)
    return found[1] if found[0] >= LIKENESS else None


def _likeness(name: str, known: str) -> float:
    """Of the whole names, or of the first word of a known one when it is misspelt; the same first word alone is no slip."""
    first, word = name.casefold().split("_", 1)[0], known.split("_", 1)[0]
    begun = 0.0 if first == word else _ratio(first, word)
    return max(_ratio(name.casefold(), known), begun)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
