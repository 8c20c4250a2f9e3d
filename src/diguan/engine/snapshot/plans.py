"""Which facts of a kind of subject are folded from which tables, and how recent and how trusted each table's rows are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.documents import Label
from diguan.engine.snapshot.database import quoted
from diguan.engine.snapshot.intake import RESIDENTS, Carrier
from diguan.engine.snapshot.problems import UnableToTakeSnapshot
from diguan.engine.snapshot.standing import follows_visits, place_in
from diguan.engine.verdicts import Subject

Fact = tuple[Subject, str]
STATUS: Fact = (Subject.HOUSEHOLD, "status")
MOST_GROUPS = 62  # bits of a BIGINT without its sign
RANK_STEP, MIDDLE = 1 << 23, 1 << 22  # a place is worth more than any number of days


@dataclass(frozen=True, slots=True)
class Group:
    """Tables of one kind that carry the same fields: one bit in `source_mask`."""

    bit: int
    kind: str
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class FoldedField:
    """A field with the tables that carry it. `order`: which of the plan's orders of precedence is its own."""

    field: Field
    carriers: tuple[Carrier, ...]
    order: int

    @property
    def name(self) -> str:
        """Name of the field."""
        return self.field.name

    @property
    def one_key(self) -> bool:
        """Whether all its values have one place and one day, so that nothing has to be chosen."""
        days = {c.constant_day for c in self.carriers}
        visits = {follows_visits(c.counts_as) for c in self.carriers}
        return len(days) == 1 and None not in days and len(self.places) == 1 and len(visits) == 1

    @property
    def places(self) -> frozenset[int]:
        """The places in its order of precedence that its tables have."""
        return frozenset(place_in(self.field.precedence, c.counts_as) for c in self.carriers)

    @property
    def sources(self) -> frozenset[int]:
        """Sources that carry it."""
        return frozenset(c.source.source_id for c in self.carriers)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the fold of one kind of subject needs to know. `orders`: the distinct orders of precedence of its fields."""

    subject: Subject
    carriers: tuple[Carrier, ...]
    fields: tuple[FoldedField, ...]
    orders: tuple[tuple[str, ...], ...]
    groups: tuple[Group, ...]

    def field_mask(self, name: str, kinds: Callable[[str], bool] = lambda _: True) -> int:
        """Bits of the groups (of such kinds) that carry a field."""
        return sum(1 << g.bit for g in self.groups if name in g.fields and kinds(g.kind))

    def bit_of(self, carrier: Carrier) -> int:
        """The bit of a table's group."""
        wanted = (carrier.source.kind, _carried(carrier, self.names))
        return next(g.bit for g in self.groups if (g.kind, g.fields) == wanted)

    @property
    def names(self) -> frozenset[str]:
        """Names of the folded fields."""
        return frozenset(f.name for f in self.fields)


def plan_fold(subject: Subject, carriers: Iterable[Carrier], catalogue: Catalogue, wanted: Iterable[str]) -> Plan:
    """The plan for the fields of `wanted` that the catalogue knows as stored facts and that some table carries."""
    own = tuple(c for c in carriers if c.subject is subject)
    known = catalogue.fields(subject)
    stored = [known[name] for name in sorted(wanted) if name in known and _is_stored(known[name])]
    orders = tuple(dict.fromkeys(f.precedence for f in stored))
    fields = []
    for field in stored:
        carrying = tuple(c for c in own if field.name in c.columns and not _is_mute(c, subject, field.name))
        if carrying:
            fields.append(FoldedField(field, carrying, orders.index(field.precedence)))
    return Plan(subject, own, tuple(fields), orders, _groups(own, frozenset(f.name for f in fields)))


def _is_mute(carrier: Carrier, subject: Subject, name: str) -> bool:
    """A resident base calls everybody ordinary: it knows no lists, so its word on a listed household's status is none."""
    return carrier.source.kind == RESIDENTS and (subject, name) == STATUS


def _is_stored(field: Field) -> bool:
    return not field.derived and field.type is not FieldType.IDENTIFIER


def _groups(carriers: Sequence[Carrier], names: frozenset[str]) -> tuple[Group, ...]:
    distinct = dict.fromkeys((c.source.kind, _carried(c, names)) for c in carriers)
    if len(distinct) > MOST_GROUPS:
        raise UnableToTakeSnapshot(
            Label(f"输入有{len(distinct)}种不同的表头", f"the inputs have {len(distinct)} different headers"),
            Label(f"最多{MOST_GROUPS}种；请统一表头", f"at most {MOST_GROUPS}; use the same header in all of them"),
        )
    return tuple(Group(bit, kind, fields) for bit, (kind, fields) in enumerate(distinct))


def _carried(carrier: Carrier, names: frozenset[str]) -> frozenset[str]:
    """The fields whose empty cells in a table say something; of what was recorded by hand none does."""
    return frozenset() if carrier.by_hand else carrier.carries & names


def key_column(order: int) -> str:
    """Name of the column that says how early a row's values come: by place of its kind of source, by its day, visits first."""
    return f"_key_{order}"


def key_expressions(plan: Plan, kind: str) -> str:
    """The key columns of a row `t` that counts as a kind of source: the smallest key wins."""
    parts = []
    for index, precedence in enumerate(plan.orders):
        above = place_in(precedence, kind) * RANK_STEP + MIDDLE + follows_visits(kind)
        parts.append(f"(DATE '2000-01-01' - t._day)::INTEGER * 2 + {above} AS {key_column(index)}")
    return ", ".join(parts)


def value_expression(field: Field) -> str:
    """A field of a row `t` in the type of the snapshot; a number that is no number is no fact."""
    column = f"t.{quoted(field.name)}"
    if field.type is FieldType.NUMBER:
        column = f"CASE WHEN isfinite({column}::DOUBLE) THEN {column} END"
    return f"CAST({column} AS {field.type.column_type}) AS {quoted(field.name)}"


def by_subject(facts: Iterable[Fact]) -> Mapping[Subject, frozenset[str]]:
    """Names of facts by kind of subject; every kind is present."""
    every = frozenset(facts)
    return {s: frozenset(name for subject, name in every if subject is s) for s in Subject}
