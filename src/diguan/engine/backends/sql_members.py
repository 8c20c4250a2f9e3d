"""What rules on households ask of their members, answered by one grouped pass over the persons.

Every quantifier is two bits and every rule on persons three, packed side by side into BIGINTs and joined by `bit_or`: measured faster than
one aggregate each, and it does not forget unknown members as `bool_and` does. The three bits of a rule are as many ones as the verdict is
worse than "not applicable": joined, the worst verdict is left, and its code is three less the ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from diguan.engine.backends.dialects import ONES, Dialect
from diguan.engine.backends.layout import Layout
from diguan.engine.backends.sql_codes import Truths, codes
from diguan.engine.backends.sql_expressions import Expressions, Span
from diguan.engine.backends.sql_joins import ALIASES, joined, relation
from diguan.engine.backends.sql_text import Tri, cases, negation, shown, unknown
from diguan.engine.backends.values import MICRO
from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.tree import Node, Sum
from diguan.engine.verdicts import Subject, Verdict

HOUSEHOLD_KEY = "household_id"
BITS = 62  # of a BIGINT: 1 << 63 would overflow
_UNKNOWN = 2  # the same bit of a quantifier and of a rule
_ONES = {Verdict.UNMET: 0b111, Verdict.UNKNOWN: 0b011, Verdict.MET: 0b001, Verdict.NOT_APPLICABLE: 0b000}


@dataclass(frozen=True, slots=True)
class Bits:
    """A few bits of every member: those of the first branch that is true, else `otherwise`."""

    branches: tuple[tuple[Tri, int], ...]
    otherwise: int
    width: int

    def packed(self, dialect: Dialect, shift: int) -> str:
        """As a BIGINT, shifted to its place."""
        results = [(truth, dialect.word(bits << shift)) for truth, bits in self.branches]
        return cases(results, dialect.word(self.otherwise << shift))


@dataclass(slots=True)
class MemberPass:
    """Collects what is asked while rules are compiled, then renders the pass. One instance a query."""

    layout: Layout
    inner: Expressions = field(init=False)
    asked: bool = False
    columns: dict[str, str] = field(default_factory=dict)  # expression over a person -> its column
    places: dict[Bits, "Place"] = field(default_factory=dict)
    aggregates: dict[str, str] = field(default_factory=dict)  # aggregate over those columns -> its column
    aggregated: set[str] = field(default_factory=set)  # the columns that aggregates read
    when_open: list[int] = field(default_factory=list)  # bits of each word that members who are not known might show
    used_bits: list[int] = field(default_factory=list)  # of each word

    def __post_init__(self) -> None:
        self.inner = Expressions(self.layout)

    @property
    def dialect(self) -> Dialect:
        """The words of the engine."""
        return self.layout.dialect

    @property
    def present(self) -> bool:
        """True where there are persons to ask."""
        return Subject.PERSON in self.layout.relations

    @property
    def open(self) -> str:
        """Condition over a household: not all of its members are known, or there are none."""
        self.asked = True
        return _beside(self.dialect, "open")

    def every(self, predicate: Node, grade: int) -> Tri:
        """False with one false member; else unknown with an unknown one, an incomplete roster or no members; else true."""
        return self._quantified(self.inner.truth(predicate, grade), decides=False)

    def any(self, predicate: Node, grade: int) -> Tri:
        """True with one true member; else unknown with an unknown one, an incomplete roster or no members; else false."""
        return self._quantified(self.inner.truth(predicate, grade), decides=True)

    def _quantified(self, truth: Tri, *, decides: bool) -> Tri:
        if truth is None or not self.present:
            return None
        truth = self._column(truth)
        when_true, when_false = (1, 0) if decides else (0, 1)
        bits = Bits(((truth, when_true), (unknown(truth), _UNKNOWN)), when_false, 2)
        seen = self._bits(bits, when_open=_UNKNOWN)
        branches: list[tuple[Tri, str]] = [(seen.shown(1), shown(decides)), (seen.shown(_UNKNOWN), "NULL")]
        return f"({cases(branches, shown(not decides))})"

    def rolled(self, truths: Truths) -> str:
        """Household's code of a rule on persons, from its truths over a person: the minimum of the members' codes."""
        if not self.present:
            return codes(self.dialect)[Verdict.UNKNOWN]
        return self._place(truths).code(lambda name: _beside(self.dialect, name))

    def own(self, truths: Truths) -> str:
        """Person's own code of the same rule, over `each_person`."""
        return self._place(truths).code(str)

    def _place(self, truths: Truths) -> "Place":
        """Where the ones of a rule on persons are."""
        branches = tuple((truth, _ONES[verdict]) for truth, verdict in truths.over(self._column).branches())
        return self._bits(Bits(branches, _ONES[Verdict.UNMET], ONES), when_open=_ONES[Verdict.UNKNOWN])

    def count(self, predicate: Node, grade: int) -> Span:
        """From the certain members to those who are not certainly out; open upwards on an incomplete roster or without members."""
        if not self.present:
            return "0", None
        truth = self._column(self.inner.truth(predicate, grade))
        certain, out, heads = self._number_of(truth), self._number_of(truth, negated=True), self._number_of(truth=True)
        return certain, f"(CASE WHEN {self.open} THEN NULL ELSE {heads} - {out} END)"

    def _number_of(self, truth: Tri, *, negated: bool = False) -> str:
        wanted = negation(truth) if negated else truth
        if not isinstance(truth, str):
            return f"COALESCE({self._aggregate('count(*)')}, 0)" if wanted else "0"
        self.aggregated.add(truth)
        return f"COALESCE({self._aggregate(f'CAST(count_if({wanted}) AS BIGINT)')}, 0)"

    def sum(self, node: Sum, grade: int) -> str | None:
        """Unknown with one unknown term, an incomplete roster or no members. Fractions are added as whole millionths, in any order."""
        term = self.inner.value(node.term, grade)
        if term is None or not self.present:
            return None
        fractional = node.type is FieldType.NUMBER
        if fractional:
            term = self.dialect.whole_millionths(term)
        column = shown(self._column(term))
        self.aggregated.add(column)
        total = self._aggregate(f"CASE WHEN count({column}) = count(*) THEN {self.dialect.total(column)} END")
        known = f"(CASE WHEN NOT {self.open} THEN {total} END)"
        return f"(CAST({known} AS DOUBLE) / {MICRO}e0)" if fractional else known

    def _column(self, expression: Tri) -> Tri:
        """Evaluated once a person, whatever is asked of it."""
        if not isinstance(expression, str):
            return expression
        return self.columns.setdefault(expression, f"q{len(self.columns)}")

    def _aggregate(self, text: str) -> str:
        self.asked = True
        return _beside(self.dialect, self.aggregates.setdefault(text, f"a{len(self.aggregates)}"))

    def _bits(self, bits: Bits, when_open: int) -> "Place":
        self.asked = True
        if bits not in self.places:
            if not self.used_bits or self.used_bits[-1] + bits.width > BITS:
                self.used_bits.append(0)
                self.when_open.append(0)
            place = self.places[bits] = Place(len(self.used_bits) - 1, self.used_bits[-1], self.dialect)
            self.used_bits[-1] += bits.width
            self.when_open[-1] |= when_open << place.shift
        return self.places[bits]

    def beside_households(self, households: str, workspace: str | None = None) -> str:
        """The households with their answers beside them, as a relation; `workspace`: a table that holds `each_person` already.

        Where not all members are known, the bits of "unknown" are set: they might be anything.
        """
        home = ALIASES[Subject.HOUSEHOLD]
        is_open = f"(COALESCE({home}.roster_incomplete, FALSE) OR m.k IS NULL)"
        added = [
            f"{is_open} AS {_own(self.dialect, 'open')}",
            *(f"m.{name} AS {_own(self.dialect, name)}" for name in self.aggregates.values()),
        ]
        for word, unknown_bits in enumerate(self.when_open):
            bits = f"CASE WHEN {is_open} THEN COALESCE(m.w{word}, 0) | {self.dialect.word(unknown_bits)} ELSE m.w{word} END"
            added.append(f"{bits} AS {_own(self.dialect, f'w{word}')}")
        join = f"LEFT JOIN {self._gathered(workspace)} AS m ON m.k = {home}.{HOUSEHOLD_KEY}"
        return f"(SELECT {home}.*, {', '.join(added)} FROM {households} AS {home} {join})"

    def _gathered(self, workspace: str | None) -> str:
        """One row a household, key `k`."""
        columns = [f"bit_or(w{word}) AS w{word}" for word in range(len(self.used_bits))]
        columns += [f"{text} AS {name}" for text, name in self.aggregates.items()]
        persons = f"({self.each_person()})" if workspace is None else self.dialect.quoted(workspace)
        return f"(SELECT {', '.join(['k', *columns])} FROM {persons} GROUP BY k)"

    def each_person(self, keys: Sequence[str] = ()) -> str:
        """One row a person: household's key `k`, the person's own keys by `key_column`, packed bits, and what is aggregated."""
        alias = ALIASES[Subject.PERSON]
        named = {"k": HOUSEHOLD_KEY, **{key_column(index, key): key for index, key in enumerate(keys)}}
        columns = [f"{self.dialect.quoted(alias, key)} AS {name}" for name, key in named.items()]
        columns += [f"{text} AS {name}" for text, name in self.columns.items()]
        persons = relation(self.layout, Subject.PERSON)
        facts = f"SELECT {', '.join(columns)} FROM {joined(self.layout, Subject.PERSON, self.inner.used, persons)}"
        words = [f"{self._word(word)} AS w{word}" for word in range(len(self.used_bits))]
        return f"SELECT {', '.join([*named, *words, *sorted(self.aggregated)])} FROM ({facts})"

    def _word(self, word: int) -> str:
        pieces = [
            f"({bits.packed(self.dialect, place.shift)})" for bits, place in self.places.items() if place.word == word
        ]
        return " | ".join(pieces)


@dataclass(frozen=True, slots=True)
class Place:
    """Where bits went: which word, and how far up in it."""

    word: int
    shift: int
    dialect: Dialect

    def shown(self, bit: int) -> str:
        """Condition over the household's row: whether any member showed a bit."""
        return f"({_beside(self.dialect, f'w{self.word}')} & {bit << self.shift}) <> 0"

    def code(self, column: Callable[[str], str]) -> str:
        """One byte: the code of a rule's verdict; `column`: how the word is called in the row."""
        ones = f"bit_count({column(f'w{self.word}')} & {(1 << ONES) - 1 << self.shift})"
        return self.dialect.code_of(ones)


def key_column(index: int, key: str) -> str:
    """Name of a person's key in `each_person`; the household's is there already."""
    return "k" if key == HOUSEHOLD_KEY else f"k{index}"


def _own(dialect: Dialect, name: str) -> str:
    """Column beside the households' own, which no field can be called like."""
    return dialect.quoted(f"@{name}")


def _beside(dialect: Dialect, name: str) -> str:
    return f"{ALIASES[Subject.HOUSEHOLD]}.{_own(dialect, name)}"
