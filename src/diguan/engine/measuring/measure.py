"""From inputs and a standard to figures: snapshot, verdicts, the population, and every measure of every group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

from diguan.engine.documents import Label
from diguan.engine.measuring.deprivation import COMPLETE, deprivation_of, deprivation_ratios
from diguan.engine.measuring.distribution import spread_ratios, with_spread
from diguan.engine.measuring.incomes import (
    EARNING,
    POSITIVE,
    draw_line,
    income_ratios,
    tidy_line,
    watts_ratio,
)
from diguan.engine.measuring.lines import Line
from diguan.engine.measuring.model import Design, Figure, LineUsed, Measurement, Unread
from diguan.engine.measuring.population import TABLE, Choice, UnableToMeasure, make_population, require_fields
from diguan.engine.measuring.ratios import Ratio, Rows, Strata, ratios_of, strata_of, tidy
from diguan.engine.measuring.unread import unread_of
from diguan.engine.screening.judgement import rule_on
from diguan.engine.screening.judging import judge
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.database import Connection, open_connection, run
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.standards import Pack, ParameterValue
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.verdicts import Subject


def measure_inputs(  # noqa: PLR0913 - the door of measuring: each is a choice of the operator
    inputs: ReadInputs,
    pack: Pack,
    as_of: date,
    choice: Choice,
    line: Line | None = None,
    *,
    confirmations: Sequence[Confirmation] = (),
    region: str | None = None,
    threads: int | None = None,
) -> Measurement:
    """Measure the households of the inputs by a standard on a day.

    Alkire-Foster figures where the standard has weights and a cutoff; with a line those of the income as well. Raises UnableToMeasure, and
    whatever judging raises (UnableToScreen, UnableToResolveParameters, UnableToTakeSnapshot).
    """
    require_fields(choice, pack)
    if (pack.cutoff is None or not pack.weights) and line is None:
        raise UnableToMeasure([_NOTHING])
    ruling = rule_on(pack, as_of, confirmations)
    line = _resolved(line, ruling.resolved.values, pack)
    if (line is None) != (choice.income is None):
        raise UnableToMeasure([_NO_INCOME if line else _NO_LINE])
    asked = ruling.asked | {(Subject.HOUSEHOLD, name) for name in choice.fields}
    question = Question(as_of, ruling.judged, asked, region=region)
    with open_connection(threads) as connection:
        snapshot = assemble(inputs, pack.catalogue, question, connection)
        judge(snapshot, ruling.bound.indicators)
        unweighted = make_population(connection, pack, choice)
        measuring = _Measuring(connection, pack, choice, strata_of(connection))
        return measuring.measurement(snapshot, line, unweighted, unread_of(inputs, pack.catalogue))


_NOTHING = Label(
    "标准没有权重和临界值，又没有给出 --line：没有可以测算的",
    "the standard has no weights and cutoff, and no --line is given: there is nothing to measure",
)
_NO_INCOME = Label(
    "有 --line 而没有 --income：请写出收入字段的名称", "--line without --income: name the field of the income"
)
_NO_LINE = Label(
    "有 --income 而没有 --line：请写出贫困线，即数值、median:0.6、mean:1.0 或标准中参数的名称",
    "--income without --line: give the poverty line, a value, median:0.6, mean:1.0 or the name of a parameter of the standard",
)


def _resolved(line: Line | None, values: Mapping[str, ParameterValue], pack: Pack) -> Line | None:
    """The line with a parameter's value in place of its name."""
    if line is None or line.kind != "parameter":
        return line
    value = values.get(line.name)
    if isinstance(value, int | float) and value > 0:
        return Line(line.given, "value", float(value))
    shown = ", ".join(pack.parameters) or "-"
    zh = f"标准没有名为“{line.name}”、大于零的数值参数（有：{shown}）"
    en = f"the standard has no parameter '{line.name}' that is a number above zero (it has: {shown})"
    raise UnableToMeasure([Label(zh, en)])


@dataclass(slots=True)
class _Measuring:
    """One population under measurement. `by`: the breakdowns, by column of the table; None is everybody."""

    connection: Connection
    pack: Pack
    choice: Choice
    strata: Strata

    def measurement(self, snapshot: Snapshot, line: Line | None, unweighted: int, unread: Unread) -> Measurement:
        """Everything that is to be said."""
        connection, pack = self.connection, self.pack
        weighed = pack.cutoff is not None and bool(pack.weights)
        rows, population = run(connection, f"SELECT count(*), fsum(w) FROM {TABLE}")[0]
        figures: list[Figure] = []
        if weighed:
            figures += self._figures(deprivation_ratios(pack), COMPLETE)
        used = self._line(line, figures) if line is not None else None
        return Measurement(
            standard=pack.reference,
            as_of=snapshot.as_of,
            households=rows,
            unweighted=unweighted,
            unread=unread,
            presumed=tuple(line.text for line in snapshot.coverage if line.kind == "presumed"),
            population=tidy(population or 0.0),
            weight=self.choice.weight or pack.weighting_field,
            people=self.choice.people,
            design=Design(
                strata=self.choice.strata,
                clusters=self.choice.clusters,
                number_of_strata=len(self.strata.clusters),
                number_of_clusters=self.strata.all_clusters,
                lonely=sum(1 for n in self.strata.clusters.values() if n == 1),
            ),
            deprivation=deprivation_of(connection, pack) if weighed else None,
            line=used,
            figures=tuple(figures),
        )

    @property
    def _breakdowns(self) -> list[tuple[str | None, str | None]]:
        """Field and column of each breakdown, everybody first."""
        return [(None, None), *((name, f"g{number}") for number, name in enumerate(self.choice.by))]

    def _line(self, line: Line, figures: list[Figure]) -> LineUsed:
        """Measure the income by a line; adds to the figures."""
        drawn, self.strata = draw_line(self.connection, line, self.strata)
        figures += self._figures(income_ratios(drawn), EARNING)
        figures += self._figures([watts_ratio(drawn)], POSITIVE)
        for name, column in self._breakdowns:
            rows = Rows("true", column, with_spread(self.connection, column, drawn))
            figures += self._of(name, spread_ratios(drawn), rows)
        lacking = f"SELECT count(*) FILTER (income IS NULL), count(*) FILTER (income <= 0) FROM {TABLE}"
        without, not_positive = run(self.connection, lacking)[0]
        value, se = tidy_line(drawn)
        return LineUsed(
            given=line.given,
            value=value,
            se=se,
            income=self.choice.income or "",
            without_income=without,
            not_positive=not_positive,
        )

    def _figures(self, ratios: Sequence[Ratio], where: str) -> list[Figure]:
        """Ratios of everybody and of every group."""
        return [f for name, column in self._breakdowns for f in self._of(name, ratios, Rows(where, column))]

    def _of(self, by: str | None, ratios: Sequence[Ratio], rows: Rows) -> list[Figure]:
        found = ratios_of(self.connection, ratios, rows, self.strata)
        population = fsum(each[0].population for each in found.values() if each)
        figures = []
        for number, ratio in enumerate(ratios):
            whole = fsum(each[number].over for each in found.values())
            for group, each in found.items():
                one = each[number]
                figures.append(
                    Figure(
                        measure=ratio.measure,
                        indicator=ratio.indicator,
                        by=by,
                        group=group,
                        estimate=one.estimate,
                        rows=one.rows,
                        population=one.population,
                        share=tidy(one.population / population) if population else None,
                        part=tidy(one.over / whole) if by and ratio.additive and whole else None,
                    )
                )
        return figures
