"""The table that is measured: one row a household with its weight, its place in the design, its groups, deprivations and income.

Table `measured`: household_id, w DOUBLE (above zero), stratum, psu VARCHAR, g0, g1 ... VARCHAR, income DOUBLE, and where the standard
has a cutoff: complete BOOLEAN, poor and score DOUBLE (0 to 1; what is unknown counts as met, in poor_at_most and score_at_most as
unmet), d0, d1 ... DOUBLE (1 deprived), in the order of the pack's weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from diguan.engine.catalogue import FieldType
from diguan.engine.documents import Label
from diguan.engine.screening.judging import verdict_table
from diguan.engine.snapshot.database import Connection, columns_of, double, quoted, run, scalar
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject, Verdict

TABLE = "measured"
PLACES = {"prefecture": 4, "county": 6, "township": 9, "village": 12}  # digits of the region's code
NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER})
LARGEST = 1e60  # of a weight or an income: its square times another is still a number


class UnableToMeasure(Exception):
    """A measurement that cannot be made; `problems` says why and what to do, all of them."""

    def __init__(self, problems: Sequence[Label]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.zh}\n  {p.en}" for p in self.problems))


@dataclass(frozen=True, slots=True)
class Choice:
    """What is measured over what: names of fields of the household.

    `weight`: sampling weight (None: the pack's, else every household counts once). `people`: how many people a household stands for
    (None: households are counted). `by`: fields, or prefecture, county, township, village. `strata`, `clusters`: the survey's design.
    """

    income: str | None = None
    weight: str | None = None
    people: str | None = None
    by: tuple[str, ...] = ()
    strata: str | None = None
    clusters: str | None = None

    @property
    def fields(self) -> frozenset[str]:
        """Every field that must be in the snapshot."""
        named = (self.income, self.weight, self.people, self.strata, self.clusters, *self.by)
        return frozenset(n for n in named if n and n not in PLACES)


def require_fields(choice: Choice, pack: Pack) -> None:
    """UnableToMeasure for names that are no fields of a household, numbers that are none, identifiers, a field that would count twice."""
    fields, problems = pack.catalogue.fields(Subject.HOUSEHOLD), []
    numbers = {n for n in (choice.income, choice.weight, choice.people) if n}
    for name in sorted(choice.fields):
        field = fields.get(name)
        shown = sorted(n for n, f in fields.items() if name not in numbers or f.type in NUMBERS)[:12]
        known = "、".join(shown) or "-", ", ".join(shown) or "-"
        if field is None:
            zh = f"户没有字段“{name}”；请写目录中的字段名（如：{known[0]}），或在标准包的 catalogue.yaml 中添加"
            en = f"a household has no field '{name}': name one of the catalogue ({known[1]} ...) or add it to the pack's catalogue.yaml"
            problems.append(Label(zh, en))
        elif field.type is FieldType.IDENTIFIER:
            zh = f"“{name}”是标识，不能用于测算：层、群和分组请用类型为 text、code 或 integer 的字段"
            en = f"'{name}' is an identifier, expected for strata, clusters and groups: a field of type text, code or integer"
            problems.append(Label(zh, en))
        elif name in numbers and field.type not in NUMBERS:
            zh = f"“{name}”不是数值字段（类型为 {field.type.value}）；应为类型 number 或 integer 的字段（有：{known[0]}）"
            en = f"'{name}' is no number (type {field.type.value}); expected: a field of type number or integer (there are: {known[1]})"
            problems.append(Label(zh, en))
    sampling = choice.weight or pack.weighting_field
    if choice.people and choice.people == sampling:
        zh = f"“{sampling}”既是抽样权数又是人数，会乘两次；请只写一处，--weight 和 --people 写不同的字段"
        en = f"'{sampling}' is both the sampling weight and the number of people and would be multiplied twice: name two fields, or one"
        problems.append(Label(zh, en))
    if problems:
        raise UnableToMeasure(problems)


def make_population(connection: Connection, pack: Pack, choice: Choice) -> int:
    """Make the table; returns the households left out for want of a weight.

    UnableToMeasure where nobody is left, or a number is too large.
    """
    carried = {name for name, _ in columns_of(connection, "households")}
    weighting = {pack.weighting_field} if pack.weighting_field and not choice.weight else set()
    absent = [name for name in sorted(choice.fields | weighting) if name not in carried]
    if absent:
        shown = "、".join(absent), ", ".join(absent)
        raise UnableToMeasure(
            [Label(f"数据中没有这些字段：{shown[0]}", f"the inputs carry no values of {shown[1]}: look at the headers")]
        )
    weight, total = weight_of(choice, pack), scalar(connection, "SELECT count(*) FROM households")
    columns = ["h.household_id", f"{weight} AS w", _code(choice.strata, "stratum", "''")]
    columns.append(_code(choice.clusters, "psu", "h.household_id"))
    columns += [_group(name, f"g{number}") for number, name in enumerate(choice.by)]
    columns.append(f"{_number(choice.income)} AS income")
    columns += deprivations(pack)
    source = "FROM households h"
    if pack.weights and pack.cutoff is not None:
        source += f" JOIN {quoted(verdict_table(Subject.HOUSEHOLD))} v USING (household_id)"
    run(
        connection,
        f"CREATE TABLE {TABLE} AS SELECT {', '.join(columns)} {source} WHERE {weight} > 0 ORDER BY h.county, h.household_id",
    )
    counted = scalar(connection, f"SELECT count(*) FROM {TABLE}")
    if total and not counted:
        factors = " × ".join(_factors(choice, pack)) or "-"
        zh = f"{total} 户都没有大于零的权数（{factors}），没有可以测算的：请看这些列的值"
        en = f"none of {total} households has a weight above zero ({factors}): nothing can be measured, look at the values of these columns"
        raise UnableToMeasure([Label(zh, en)])
    _require_magnitudes(connection)
    return int(total - counted)


def _require_magnitudes(connection: Connection) -> None:
    """Squares of weights times incomes must stay numbers: a value beyond LARGEST is a mistake in the data."""
    sql = f"SELECT household_id, w, income FROM {TABLE} WHERE w > ? OR abs(income) > ? ORDER BY household_id LIMIT 1"
    for household, weight, income in run(connection, sql, [LARGEST, LARGEST]):
        zh_name, en_name, value = ("权数", "weight", weight) if weight > LARGEST else ("收入", "income", income)
        zh = f"户 {household} 的{zh_name}是 {value:g}；应不超过 {LARGEST:g}：请改正数据"
        en = f"the {en_name} of household {household} is {value:g}; expected: at most {LARGEST:g}, correct the data"
        raise UnableToMeasure([Label(zh, en)])


def weight_of(choice: Choice, pack: Pack) -> str:
    """SQL of a household's weight: sampling weight times people; neither may be zero or less."""
    factors = [f"h.{quoted(name)}::DOUBLE" for name in _factors(choice, pack)]
    if not factors:
        return "1::DOUBLE"
    usable = " AND ".join(f"{factor} > 0" for factor in factors)
    return f"CASE WHEN {usable} THEN {' * '.join(factors)} END"


def _factors(choice: Choice, pack: Pack) -> list[str]:
    return [name for name in (choice.weight or pack.weighting_field, choice.people) if name]


def deprivations(pack: Pack) -> list[str]:
    """Columns of the deprivations; the score is compared as whole numbers, so that thirds and eighteenths are exact."""
    if pack.cutoff is None or not pack.weights:
        return []
    weights = [Fraction(str(w)) for w in pack.weights.values()]
    cutoff, total = Fraction(str(pack.cutoff)), sum(weights, Fraction(0))
    scale = lcm(*(w.denominator for w in (*weights, cutoff)))
    names = [f"v.{quoted(name)}" for name in pack.weights]
    points = " + ".join(
        f"CASE WHEN {name} = {Verdict.UNMET:d} THEN {int(w * scale)} ELSE 0 END::HUGEINT"
        for name, w in zip(names, weights, strict=True)
    )
    hidden = " + ".join(
        f"CASE WHEN {name} = {Verdict.UNKNOWN:d} THEN {int(w * scale)} ELSE 0 END::HUGEINT"
        for name, w in zip(names, weights, strict=True)
    )
    whole = float(total * scale)
    complete = " AND ".join(f"{name} <> {Verdict.UNKNOWN:d}" for name in names)
    return [
        f"({complete}) AS complete",
        f"(({points}) >= {int(cutoff * scale)})::INTEGER::DOUBLE AS poor",
        f"(({points}) + ({hidden}) >= {int(cutoff * scale)})::INTEGER::DOUBLE AS poor_at_most",
        f"({points})::DOUBLE / {double(whole)} AS score",
        f"(({points}) + ({hidden}))::DOUBLE / {double(whole)} AS score_at_most",
        *(f"({name} = {Verdict.UNMET:d})::INTEGER::DOUBLE AS d{n}" for n, name in enumerate(names)),
    ]


def _number(name: str | None) -> str:
    return f"h.{quoted(name)}::DOUBLE" if name else "NULL::DOUBLE"


def _code(name: str | None, alias: str, otherwise: str) -> str:
    value = f"coalesce(h.{quoted(name)}::VARCHAR, '')" if name else otherwise
    return f"{value} AS {alias}"


def _group(name: str, alias: str) -> str:
    if name in PLACES:
        return f"nullif(substr(h.region_code, 1, {PLACES[name]}), '') AS {alias}"
    return f"h.{quoted(name)}::VARCHAR AS {alias}"
