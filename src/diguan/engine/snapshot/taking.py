"""One pass from fact tables to relations: who is there, stack, fold, presume, compute, cut. Made for today and for looking back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diguan.engine.backends.layout import SOURCE_SUFFIX, Column
from diguan.engine.catalogue import Catalogue
from diguan.engine.snapshot.completeness import SIZE, find_incomplete
from diguan.engine.snapshot.database import Connection, columns_of, quoted, run, text
from diguan.engine.snapshot.derived.computation import Material
from diguan.engine.snapshot.derived.registry import computations_for
from diguan.engine.snapshot.folding import FoldNames, fold, fold_nothing, forget
from diguan.engine.snapshot.intake import RESIDENTS, Carrier
from diguan.engine.snapshot.listing import list_subjects
from diguan.engine.snapshot.places import number_places
from diguan.engine.snapshot.plans import STATUS, Fact, Plan, by_subject, plan_fold
from diguan.engine.snapshot.presuming import presume
from diguan.engine.snapshot.relations import RELATIONS, Cut, make_relation, relation_fields
from diguan.engine.snapshot.scope import Scope
from diguan.engine.snapshot.stacking import stack
from diguan.engine.snapshot.states import (
    find_blocks,
    find_contradictions,
    find_states,
    make_contradictions,
    make_states,
)
from diguan.engine.snapshot.superseding import supersede
from diguan.engine.verdicts import Subject

ALWAYS: frozenset[Fact] = frozenset(
    {
        (Subject.HOUSEHOLD, "status"),
        (Subject.PERSON, "relation"),
        (Subject.PERSON, "sex"),
        (Subject.PERSON, "birth_date"),
    }
)
ORDINARY = "ordinary"
INTERNAL: frozenset[Fact] = frozenset({(Subject.HOUSEHOLD, SIZE)})
NUMBERING = {Subject.HOUSEHOLD: "h", Subject.PERSON: "p", Subject.VILLAGE: "v", Subject.FACILITY: "f"}
NUMBER = {Subject.HOUSEHOLD: "hk", Subject.PERSON: "pk", Subject.VILLAGE: "_sk", Subject.FACILITY: "_sk"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What one pass made: the plans by kind of subject and the columns of each relation by field."""

    scope: Scope
    plans: Mapping[Subject, Plan]
    columns: Mapping[str, Mapping[str, Column]]


def take(
    connection: Connection,
    carriers: Sequence[Carrier],
    catalogue: Catalogue,
    wanted: frozenset[Fact],
    scope: Scope,
    cut: Cut,
) -> Taken:
    """Make the relations of a scope; `wanted`: the facts that must have a column when anything is known of them."""
    return _Pass(connection, carriers, catalogue, wanted, scope, cut).made()


@dataclass(slots=True)
class _Pass:
    connection: Connection
    carriers: Sequence[Carrier]
    catalogue: Catalogue
    wanted: frozenset[Fact]
    scope: Scope
    cut: Cut

    def made(self) -> Taken:
        list_subjects(self.connection, self.carriers, self.scope)
        number_places(self.connection, self.carriers, self.scope)
        plans = self._known()
        self._call_ordinary()
        homes = plans[Subject.HOUSEHOLD]
        sizes = homes.field_mask(SIZE) if SIZE in homes.names else None
        find_incomplete(self.connection, self.carriers, self.scope, sizes=sizes)
        self._compute(plans)
        shown = by_subject(self.wanted | ALWAYS | self._read_by_computations(derived=True))
        columns = {name: self._relation(name, shown) for name in RELATIONS if self._is_there(name)}
        for subject in Subject:
            run(self.connection, f"DROP TABLE {self._table(subject)}")
        return Taken(self.scope, plans, columns)

    def _known(self) -> dict[Subject, Plan]:
        folded = by_subject(self.wanted | ALWAYS | INTERNAL | self._read_by_computations())
        plans = {s: plan_fold(s, self.carriers, self.catalogue, folded[s]) for s in Subject}
        for subject, plan in plans.items():
            self._fold(plan, folded[subject])
        return plans

    def _fold(self, plan: Plan, wanted: frozenset[str]) -> None:
        connection, names = self.connection, FoldNames.of(plan, self.scope)
        contradictions = self.scope.table(f"contradictions_{plan.subject}")
        if plan.carriers:
            stack(connection, plan, self.scope)
            supersede(connection, plan, names)
            find_blocks(connection, plan, names)
            fold(connection, plan, names)
            find_states(connection, plan, names, self._states(plan.subject))
            find_contradictions(connection, plan, names, contradictions)
        else:  # no table tells of these
            fold_nothing(connection, names)
            make_states(connection, self._states(plan.subject))
            make_contradictions(connection, contradictions)
        fields = [f for n, f in self.catalogue.fields(plan.subject).items() if n in wanted and not f.derived]
        numbering = f"(SELECT {NUMBER[plan.subject]} AS _sk FROM {self.scope.table(NUMBERING[plan.subject])})"
        presume(connection, plan, names, fields, (numbering, self._states(plan.subject), self._table(plan.subject)))
        forget(connection, names)

    def _call_ordinary(self) -> None:
        """A household that only the resident base knows is an ordinary one; the base says so by knowing it."""
        known, column = self._table(Subject.HOUSEHOLD), self.catalogue.fields(Subject.HOUSEHOLD).get("status")
        residents = [c.source.source_id for c in self.carriers if c.source.kind == RESIDENTS]
        if column is None or ORDINARY not in column.codes or not residents:
            return
        unlisted = f"_sk IN (SELECT hk FROM {self.scope.table('h')} WHERE NOT listed)"
        ordinary = f"SELECT _sk, {text(ORDINARY)} AS value, {residents[0]} AS source FROM {known} WHERE {unlisted}"
        self._add(Subject.HOUSEHOLD, {STATUS[1]: ordinary})

    def _states(self, subject: Subject) -> str:
        return self.scope.table(f"states_{subject}")

    def _table(self, subject: Subject) -> str:
        return self.scope.table(f"known_{subject}")

    def _read_by_computations(self, *, derived: bool = False) -> frozenset[Fact]:
        """What computations of wanted fields read. `derived`: of derived fields only, whose facts a round keeps to be asked for."""
        made = computations_for(self.catalogue, self.wanted).items()
        kept = [c for (subject, name), c in made if not derived or self.catalogue.field(subject, name).derived]
        return frozenset(fact for c in kept for fact in c.reads)

    def _compute(self, plans: Mapping[Subject, Plan]) -> None:
        """Add computed columns to the known values, fill gaps of reported ones."""
        groups = {subject: plan.groups for subject, plan in plans.items()}
        material = Material(self.connection, self.carriers, self.scope, self._columns(), groups)
        queries: dict[Subject, dict[str, str]] = {subject: {} for subject in Subject}
        for (subject, name), computation in computations_for(self.catalogue, self.wanted).items():
            if (query := computation.query(material)) is not None:
                queries[subject][name] = query
        for subject, made in queries.items():
            if made:
                self._add(subject, made)
                self._say_computed(subject, made)

    def _columns(self) -> frozenset[Fact]:
        return frozenset((s, c) for s in Subject for c, _ in columns_of(self.connection, self._table(s).strip('"')))

    def _add(self, subject: Subject, queries: Mapping[str, str]) -> None:
        """Add values (_sk, value, source) of fields to the known ones, all at once; those that are known already stay."""
        known, present = self._table(subject), self._columns()
        for name, query in queries.items():
            run(self.connection, f"CREATE TEMP TABLE {self._added(subject, name)} AS {query}")
        gaps = [name for name in queries if (subject, name) in present]
        replaced = ", ".join(quoted(column) for name in gaps for column in (name, name + SOURCE_SUFFIX))
        kept = f"k.* EXCLUDE ({replaced})" if gaps else "k.*"
        columns = ", ".join([kept, *(self._column(subject, name, gap=name in gaps) for name in queries)])
        joins = " ".join(f"LEFT JOIN {self._added(subject, n)} {quoted('added_' + n)} USING (_sk)" for n in queries)
        run(self.connection, f"CREATE OR REPLACE TEMP TABLE {known} AS SELECT {columns} FROM {known} k {joins}")

    def _added(self, subject: Subject, name: str) -> str:
        return self.scope.table(f"added_{subject}_{name}")

    def _column(self, subject: Subject, name: str, *, gap: bool) -> str:
        column, source, added = quoted(name), quoted(name + SOURCE_SUFFIX), quoted("added_" + name)
        value = f"{added}.value::{self.catalogue.field(subject, name).type.column_type}"
        origin = f"{added}.source::UTINYINT"
        if gap:
            value, origin = f"coalesce(k.{column}, {value})", f"coalesce(k.{source}, {origin})"
        return f"{value} AS {column}, {origin} AS {source}"

    def _say_computed(self, subject: Subject, names: Iterable[str]) -> None:
        """A reported fact whose gap was filled is said one by one; a derived one is computed by its nature."""
        for name in names:
            if not self.catalogue.field(subject, name).derived:
                found = f"SELECT _sk, {text(name)}, 'computed', NULL, NULL, NULL FROM {self._added(subject, name)} WHERE value IS NOT NULL"
                run(self.connection, f"INSERT INTO {self._states(subject)} {found}")

    def _is_there(self, name: str) -> bool:
        """Households always; the others when the inputs have any. Looking back nobody asks for facilities: they belong to no household."""
        subject = RELATIONS[name]
        if name == "households":
            return True
        if name == "facilities" and self.scope.limits is not None:
            return False
        if name == "unlisted_members":
            rows = f"SELECT 1 FROM {self.scope.table('p')} WHERE NOT member LIMIT 1"
            return self.scope.limits is None and bool(run(self.connection, rows))
        return bool(run(self.connection, f"SELECT 1 FROM {self.scope.table(NUMBERING[subject])} LIMIT 1"))

    def _relation(self, name: str, shown: Mapping[Subject, frozenset[str]]) -> dict[str, Column]:
        known = [column for column, _ in columns_of(self.connection, self._table(RELATIONS[name]).strip('"'))]
        fields = relation_fields(name, shown, known)
        return make_relation(self.connection, name, fields, self.scope, self.cut)
