"""The tables that go out and come back: their columns, which of them people fill in, and what may stand there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from diguan.engine.documents import Label
from diguan.exchange.checks.corrections import COLUMNS as CORRECTION_COLUMNS
from diguan.exchange.checks.corrections import ENTRY as CORRECTION_ENTRY
from diguan.exchange.ledger.columns import COLUMNS, Column
from diguan.exchange.ledger.stamp import ShapeName
from diguan.locale import texts

KEY, SENT, NUMBER = "key", "sent", "number"
# What the cells of a row held when it was sent out, so that what is merely old is not taken for an answer.
SENT_COLUMN = Column(SENT, 20, hidden=True)
NUMBERS = ("number", "row", "rows", "problem")


@dataclass(frozen=True, slots=True)
class Shape:
    """`main`: the entry column that says whether a row was dealt with; `done`: its choices that say so.

    `about`: columns that tell people which row is meant; `choices` by column and id.
    """

    name: ShapeName
    columns: tuple[Column, ...]
    headings: Mapping[str, Label]
    choices: Mapping[str, Mapping[str, Label]]
    main: str
    done: tuple[str, ...]
    about: tuple[str, ...]
    groups: tuple[str, ...]
    sheet: Label

    @property
    def places(self) -> dict[str, int]:
        """Place of each column by name."""
        return {column.name: place for place, column in enumerate(self.columns)}

    @property
    def entries(self) -> tuple[Column, ...]:
        """The columns that people fill in."""
        return tuple(column for column in self.columns if column.entry)

    @property
    def locked(self) -> tuple[str, ...]:
        """The columns that are computed and compared; the running number is not, people count anew."""
        return tuple(c.name for c in self.columns if not c.entry and c.name not in (KEY, SENT, NUMBER))


@cache
def ledger_shape() -> Shape:
    """The ledger of a screening."""
    said = texts("ledger")
    columns = (*COLUMNS, SENT_COLUMN)
    return Shape(
        name="ledger",
        columns=columns,
        headings={c.name: said[f"column.{c.name}.heading"] for c in COLUMNS} | {SENT: texts("roundtrip")["sent"]},
        choices={name: said.below(name) for name in ("progress", "evidence")},
        main="progress",
        done=("mended", "corrected", "no_problem"),
        about=("household", "person", "kind", "indicator"),
        groups=("village", "township", "department"),
        sheet=said["sheet.ledger"],
    )


# The columns of the ledger that an item of the server does not hold; what kind of problem it is stands there in full.
NOT_OF_ITEMS = frozenset({"head", "status", "focus", "name", "relation", "indicator"})


@cache
def items_shape() -> Shape:
    """The living items of the server's ledger: numbered as people call them, with the state of each."""
    base, said = ledger_shape(), texts("books")
    columns = [column for column in base.columns if column.name not in NOT_OF_ITEMS]
    columns[0] = Column(NUMBER, 13)
    columns.insert([column.name for column in columns].index("explanation"), Column("state", 12, "wrapped"))
    return replace(
        base,
        name="items",
        columns=tuple(columns),
        headings={**base.headings, NUMBER: said["column.number"], "state": said["column.state"]},
        about=("household", "person", "kind"),
    )


LOOKED = (
    "number",
    "prefecture",
    "county",
    "township",
    "village",
    "household",
    "person",
    "kind",
    "state",
    "department",
    "deadline",
)


@cache
def looks_shape() -> Shape:
    """Closed problems that somebody looks at again: how each was closed, and what is seen of it now."""
    base, said = items_shape(), texts("lookback")
    computed = {column.name: column for column in base.columns}
    entries = (
        Column("result", 22, entry=True),
        Column("seen_on", 11, "date", entry=True),
        Column("seen", 40, "wrapped", entry=True),
    )
    columns = (*(computed[name] for name in LOOKED), *entries, computed[KEY], SENT_COLUMN)
    own = {name: said[f"book.column.{name}"] for name in ("state", "deadline", "result", "seen_on", "seen")}
    results = {name: said[f"outcome.{name}"] for name in ("persists", "rebounded")}
    unseen = {f"unseen.{name}": said.both("book.unseen", why=why) for name, why in said.below("unseen").items()}
    return replace(
        base,
        name="looks",
        columns=columns,
        headings={c.name: own.get(c.name) or base.headings[c.name] for c in columns},
        choices={"result": {**results, **unseen}},
        main="result",
        done=tuple({**results, **unseen}),
        sheet=said["book.sheet"],
    )


@cache
def corrections_shape() -> Shape:
    """The list of corrections of a check."""
    said = texts("checks")
    columns = tuple(_correction(name, width) for name, width in CORRECTION_COLUMNS.items())
    return Shape(
        name="corrections",
        columns=(*columns, SENT_COLUMN),
        headings={c.name: said[f"column.{c.name}"] for c in columns} | {SENT: texts("roundtrip")["sent"]},
        choices={"handled": said.below("handled")},
        main="handled",
        done=("corrected", "right", "other_cell"),
        about=("household", "person", "field", "check"),
        groups=("village", "township"),
        sheet=said["sheet.cells"],
    )


def _correction(name: str, width: int) -> Column:
    entry = name in CORRECTION_ENTRY
    kind: Literal["date", "number", "wrapped"] = (
        "number" if name in NUMBERS else "date" if name == "verified_on" else "wrapped"
    )
    return Column(name, width, kind, entry=entry, hidden=name == KEY)


def shape_of(name: str) -> Shape | None:
    """A shape by its name in the stamp; None for workbooks of another kind."""
    made = {"ledger": ledger_shape, "items": items_shape, "looks": looks_shape, "corrections": corrections_shape}.get(
        name
    )
    return made() if made else None


SHAPES = ("ledger", "corrections")
