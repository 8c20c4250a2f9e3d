"""What an export says without writing it: the status of a household, an empty cell that means something, a date of birth in an ID."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from diguan.engine.catalogue import Catalogue, Field, Label
from diguan.engine.snapshot.model import CellConflict
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import Column
from diguan.exchange.reading.cells.identities import birth_date
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.facts import ARROW_TYPES, FactColumn, FactReader, Facts, contradiction, nulled
from diguan.exchange.reading.layout import ABSENT, EMPTY, FILLED, Layout, StatusRule
from diguan.exchange.reading.places import distinct_rows
from diguan.exchange.reading.sheet import mask_of
from diguan.exchange.reading.spelling import fold

STATUS = "status"
_NATIONAL = r"^[0-9]{17}[0-9X]$"  # passports and the like are numbers too


def fill_empty_cells(persons: Facts, catalogue: Catalogue, layout: Layout) -> None:
    """An empty cell says what the layout gives where the other column is filled (在校生状况 beside 文化程度)."""
    for rule in layout.empty_cells:
        column, beside = persons.columns.get(rule.field), persons.columns.get(rule.when_filled)
        known = catalogue.fields(Subject.PERSON).get(rule.field)
        if column is None or beside is None or known is None or rule.says not in known.codes:
            continue
        says = pc.and_(_open(column), beside.array.is_valid())
        column.array = pc.if_else(says, pa.scalar(rule.says, column.array.type), column.array)


def fill_from_identity(persons: Facts, identities: pa.Array, catalogue: Catalogue) -> None:
    """Date of birth and sex out of valid ID numbers, where no cell says them; a damaged cell stays unknown."""
    fields = catalogue.fields(Subject.PERSON)
    identities = nulled(identities, pc.invert(pc.match_substring_regex(identities, _NATIONAL)))
    if "birth_date" in fields:
        born = pc.utf8_slice_codeunits(identities, 6, 14).dictionary_encode()
        days = pa.array([birth_date(digits) for digits in born.dictionary.to_pylist()], pa.date32())
        _fill(persons, fields["birth_date"], days.take(born.indices))
    if "sex" in fields and {"男", "女"} <= set(fields["sex"].codes):
        digit = pc.utf8_slice_codeunits(identities, 16, 17)
        sex = pc.if_else(pc.is_in(digit, pa.array(list("13579"))), "男", "女")
        _fill(persons, fields["sex"], nulled(sex, digit.is_null()))


def _fill(facts: Facts, field: Field, values: pa.Array) -> None:
    column = facts.columns.get(field.name)
    if column is None:
        facts.columns[field.name] = FactColumn(field, values, mask_of((), len(values)))
    else:
        column.array = pc.if_else(_open(column), values, column.array)


def _open(column: FactColumn) -> pa.Array:
    """Rows whose cell is empty, not damaged and not contradicted."""
    return pc.and_(column.array.is_null(), pc.invert(column.closed))


def apply_implications(facts: Facts, catalogue: Catalogue, reader: FactReader) -> None:
    """`implied_by` of the catalogue inside a row: contradicting cells first, then empty ones are filled."""
    pairs = [
        (field, facts.columns[source], {str(value): implied for value, implied in values.items()})
        for field in catalogue.fields(facts.subject).values()
        for source, values in field.implied_by.items()
        if source in facts.columns
    ]
    implied = [_implied(field, source, values) for field, source, values in pairs]
    contradicted = [_contradicted(facts, field, values) for (field, _, _), values in zip(pairs, implied, strict=True)]
    for (field, source, _), mask in zip(pairs, contradicted, strict=True):
        if mask is not None:
            _note_conflicts(facts, facts.columns[field.name], source, mask, reader)
    for (field, source, _), mask in zip(pairs, contradicted, strict=True):
        for column in (facts.columns.get(field.name), source) if mask is not None else ():
            if column is not None:
                column.array, column.closed = nulled(column.array, mask), pc.or_(column.closed, mask)
    for (field, source, _), values in zip(pairs, implied, strict=True):
        _fill(facts, field, nulled(values, source.array.is_null()))


def _implied(field: Field, source: FactColumn, values: Mapping[str, object]) -> pa.Array:
    coded = source.array.dictionary_encode()
    outcomes = [values.get(_name(value)) for value in coded.dictionary.to_pylist()]
    return pa.array(outcomes, ARROW_TYPES[field.type]).take(coded.indices)


def _name(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _contradicted(facts: Facts, field: Field, implied: pa.Array) -> pa.Array | None:
    column = facts.columns.get(field.name)
    if column is None:
        return None
    mask = pc.not_equal(column.array, implied).fill_null(fill_value=False)
    return mask if pc.any(mask).as_py() else None


def _note_conflicts(facts: Facts, column: FactColumn, source: FactColumn, mask: pa.Array, reader: FactReader) -> None:
    for row in pc.indices_nonzero(mask).to_pylist():
        said = [(_title(c), c.array[row].as_py()) for c in (column, source)]
        detail = contradiction(said[0], said[1])
        for field in (column.field, source.field):
            facts.conflicts.append(
                CellConflict(reader.source_id, reader.row_refs[row], facts.subject, field.name, detail)
            )


def _title(column: FactColumn) -> str:
    return column.headers[0].header if column.headers else column.field.label.zh


class StatusReader:
    """The status of a household from the columns that the rules of the layout name. The first rule that fits decides."""

    def __init__(self, layout: Layout, carried: Mapping[str, FactColumn]) -> None:
        names = dict.fromkeys(name for rule in layout.status_rules for name in rule.when)
        self._rules = layout.status_rules
        self._none = layout.says_none
        self._columns = {name: carried[name] for name in names if name in carried}

    def add_to(self, households: Facts, catalogue: Catalogue, reader: FactReader) -> None:
        """Fill the status where the file does not carry it; words that no rule knows are bad cells."""
        field = catalogue.fields(Subject.HOUSEHOLD).get(STATUS)
        if field is None or not self._columns:
            return
        columns = list(self._columns.values())
        indices, rows = distinct_rows([_distinct(c) for c in columns])
        statuses = [self._status(dict(zip(self._columns, row, strict=True))) for row in rows]
        values = pa.array([s if s in field.codes else None for s in statuses], pa.string()).take(indices)
        damaged = mask_of((), len(values))
        for column in columns:
            damaged = pc.or_(damaged, column.closed)
        _fill(households, field, nulled(values, damaged))
        undecided = pc.and_(households.columns[STATUS].array.is_null(), pc.invert(damaged))
        self._list_unknown_words(households, field, undecided, reader)

    def _status(self, cells: Mapping[str, object]) -> str | None:
        words = {
            name: None if cell is None or self._says_none(name, cell) else fold(_name(cell))
            for name, cell in cells.items()
        }
        return next((rule.status for rule in self._rules if self._fits(rule, words)), None)

    def _says_none(self, name: str, cell: object) -> bool:
        return fold(_name(cell)) in self._none.get(name, ())

    def _fits(self, rule: StatusRule, words: Mapping[str, str | None]) -> bool:
        return all(_holds(condition, name in self._columns, words.get(name)) for name, condition in rule.when.items())

    def _list_unknown_words(self, households: Facts, field: Field, undecided: pa.Array, reader: FactReader) -> None:
        for name, column in self._columns.items():
            known = self._known_words(name)
            found = column.array.unique().drop_null().to_pylist()
            unknown = [v for v in found if fold(_name(v)) not in known and not self._says_none(name, v)]
            if unknown and column.headers:
                mask = pc.and_(undecided, pc.is_in(column.array, pa.array(unknown, column.array.type)))
                bad = dict.fromkeys(pc.indices_nonzero(mask).to_pylist(), _unknown_word(known))
                households.bad_cells += reader.bad_cells(Subject.HOUSEHOLD, field.name, column.headers[0], bad)

    def _known_words(self, name: str) -> frozenset[str]:
        conditions = (rule.when.get(name) for rule in self._rules)
        return frozenset(word for words in conditions if isinstance(words, frozenset) for word in words)


def _unknown_word(known: frozenset[str]) -> Bad:
    words = sorted(known)
    expected = Label(f"其中之一：{'、'.join(words)}", f"one of: {', '.join(words)}")
    return Bad(Label("未知的写法，无法确定户状态", "an unknown word, the status stays unknown"), expected)


def _distinct(column: FactColumn) -> Column:
    coded = column.array.dictionary_encode()
    return Column(coded.dictionary.to_pylist(), coded.indices.cast(pa.int32()))


def _holds(condition: frozenset[str] | str, carried: bool, word: str | None) -> bool:  # noqa: FBT001  a column is there or not
    if condition == ABSENT:
        return not carried
    if condition == EMPTY:
        return word is None
    if condition == FILLED:
        return word is not None
    return isinstance(condition, frozenset) and word in condition
