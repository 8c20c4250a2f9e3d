"""What a computation of a derived field gets, and what it must make."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from diguan.engine.snapshot.database import Connection, quoted
from diguan.engine.snapshot.intake import Carrier
from diguan.engine.snapshot.plans import Fact, Group
from diguan.engine.snapshot.scope import Scope
from diguan.engine.snapshot.stacking import ORIGIN_STEP, joins_to
from diguan.engine.verdicts import Grade, Subject


@dataclass(frozen=True, slots=True)
class Material:
    """Tables at hand: those of `listing`, `incomplete(hk)`, `known_<subject>(_sk, _mask, <field>, <field>@source)`.

    `groups`: what the bits of `_mask` stand for, by kind of subject.
    """

    connection: Connection
    carriers: Sequence[Carrier]
    scope: Scope
    columns: frozenset[Fact]
    groups: Mapping[Subject, Sequence[Group]]

    def known(self, subject: Subject) -> str:
        """Quoted name of the known values of a kind of subject."""
        return self.scope.table(f"known_{subject}")

    def states(self, subject: Subject) -> str:
        """Quoted name of the damaged and conflicting values: _sk, field, state."""
        return self.scope.table(f"states_{subject}")

    def has(self, *facts: Fact) -> bool:
        """Whether the known values have all of these columns."""
        return self.columns.issuperset(facts)

    def told(self, subject: Subject, name: str) -> str:
        """Condition on a row of the known values: the field is known, or a table that speaks of the subject has its column.

        What an empty cell of such a table leaves unknown is not worked out from something else: a fact that is taken away would
        decide by another one.
        """
        if not self.has((subject, name)):
            return "false"
        mask = sum(1 << g.bit for g in self.groups[subject] if name in g.fields)
        return f"({quoted(name)} IS NOT NULL OR coalesce(_mask, 0) & {mask} <> 0)"

    def first_told(self, subject: Subject, names: Sequence[str], otherwise: str = "NULL") -> str:
        """The first of these fields that is told of a subject, even when it is unknown; `otherwise` where none is."""
        there = [name for name in names if self.has((subject, name))]
        cases = " ".join(f"WHEN {self.told(subject, name)} THEN {quoted(name)}" for name in there)
        return f"(CASE {cases} ELSE {otherwise} END)" if cases else f"({otherwise})"

    def carried(self, name: str) -> tuple[Carrier, ...]:
        """Tables of persons that carry an identifier; identifiers are read here, never stored."""
        return tuple(c for c in self.carriers if c.subject is Subject.PERSON and name in c.columns)

    def rows(
        self, subject: Subject, needed: Sequence[str], others: Sequence[str] = (), *, rosters: bool = True
    ) -> str | None:
        """SELECT of the usable rows (_sk, day, input, source, row_ref, columns) of the tables that carry every column of `needed`.

        Columns of `others` are NULL in tables without them; `<column>@told` says whether its table has one of these. `rosters`:
        tables joined by identity number, too. None without such a table.
        """
        fitting = [
            c
            for c in self.carriers
            if c.subject is subject and c.columns.issuperset(needed) and (rosters or not c.by_identity)
        ]
        selects = [select for carrier in fitting for select in self._selects(carrier, needed, others)]
        return " UNION ALL BY NAME ".join(selects) or None

    def _selects(self, carrier: Carrier, needed: Sequence[str], others: Sequence[str]) -> Iterator[str]:
        names = (*needed, *others)
        shown = [f"t.{quoted(n)}" if n in carrier.columns else f"NULL AS {quoted(n)}" for n in names]
        shown += [f"{str(n in carrier.columns).lower()} AS {quoted(f'{n}@told')}" for n in others]
        head = f"s._sk, t._day AS day, {carrier.index} AS input, {carrier.source.source_id} AS source, t.row_ref"
        for join in joins_to(carrier, self.scope):
            yield f"SELECT {', '.join((head, *shown))} {join}"

    def origin(self, source: str) -> str:
        """Expression of the origin (grade, then source: larger is weaker) of a column of sources."""
        sources = {c.source.source_id: c.source for c in self.carriers}.values()
        better = {g: ", ".join(str(s.source_id) for s in sources if s.grade is g) for g in (Grade.ROSTER, Grade.SEEN)}
        steps = " ".join(f"WHEN {source} IN ({ids}) THEN {Grade.SEEN - grade}" for grade, ids in better.items() if ids)
        worst = Grade.SEEN - Grade.DECLARED
        return f"({ORIGIN_STEP} * (CASE {steps} ELSE {worst} END) + {source})" if steps else f"({source}::INTEGER)"


NEWEST = "QUALIFY row_number() OVER (PARTITION BY _sk ORDER BY day DESC, input, row_ref) = 1"  # one row a subject


@dataclass(frozen=True, slots=True)
class Computation:
    """A derived value of a kind of subject.

    `reads`: facts that must be folded for it, asked for or not. `query`: a SELECT of (_sk, value, source) for the subjects whose
    value it knows, or None when the inputs do not carry what it needs. `looks_at`: further columns of the inputs, identifiers too.
    `beyond`: columns by which it looks into households of other villages; where no input carries one of them, it does not.
    """

    subject: Subject
    reads: frozenset[Fact]
    query: Callable[[Material], str | None]
    looks_at: frozenset[Fact] = frozenset()
    beyond: frozenset[Fact] = frozenset()

    @property
    def columns(self) -> frozenset[Fact]:
        """The columns of the inputs that the value comes from: who doubts it looks there."""
        return self.reads | self.looks_at
