"""What a difference rests on, found by judging again with only some of it changed: facts (1), standard (2), day (4), as bits.

A verdict went from before to after while facts, standard (rules and parameter values) and day changed. A set of these is enough when
changing it alone, with the rest as before, already gives the later verdict. The smallest sets that are enough are the reason: `factors`
is their union; `together` says that no single one of them is enough. Only differences whose rule varies are judged again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diguan.engine.backends.sql import GRADE_SUFFIX, verdict_sql
from diguan.engine.comparison.extracts import Extract
from diguan.engine.comparison.packing import KEYS
from diguan.engine.comparison.shared import DAY, FACTS, STANDARD, Rules, Shared
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.verdicts import Subject

SINGLE = (FACTS, STANDARD, DAY)


@dataclass(frozen=True, slots=True)
class Causes:
    """Attribution of the differences of one step. `indicators`: those with differences; `extracts`: by whether they are of the later round.

    `same_facts`: both rounds judged one snapshot.
    """

    connection: Connection
    step: int
    rules: Rules
    indicators: Sequence[Shared]
    extracts: Mapping[bool, Extract]
    same_facts: bool

    def attribute(self) -> None:
        """Set `factors` and `together` of every difference of the step whose subject stands in both rounds."""
        run(self.connection, "CREATE OR REPLACE TEMP TABLE weighed (change_id BIGINT, bits UTINYINT)")
        several = [i for i in self.indicators if len(self.active(i)) > 1]
        if several:
            for bits in self._subsets():
                self._judge_again(bits, several)
        self._decide()

    def active(self, indicator: Shared) -> tuple[int, ...]:
        """The factors that can make a difference to an indicator."""
        facts = () if self.same_facts else (FACTS,)
        return (*facts, *((STANDARD,) if indicator.standard else ()), *((DAY,) if indicator.day else ()))

    def _subsets(self) -> Iterator[int]:
        """Proper subsets of what changed anywhere, smallest first."""
        every = {f for indicator in self.indicators for f in self.active(indicator)}
        pairs = {sum(every) & ~f for f in every} if len(every) == len(SINGLE) else set()
        yield from sorted(every)
        yield from sorted(pairs)

    def _judge_again(self, bits: int, indicators: list[Shared]) -> None:
        """Keep the differences that a set of factors is enough for."""
        bound = self.rules.bound[bool(bits & STANDARD), bool(bits & DAY)]
        specs = [bound[i.id].spec for i in indicators if i.id in bound]
        layout = self.extracts[bool(bits & FACTS)].layout
        for subject, query in verdict_sql(specs, layout).items():
            run(self.connection, f"CREATE OR REPLACE TEMP TABLE again AS {query}")
            for indicator in indicators:
                if indicator.subject is subject and indicator.id in bound:
                    self._keep(bits, subject, indicator.id)

    def _keep(self, bits: int, subject: Subject, indicator: str) -> None:
        keys = KEYS[subject]
        names = ("household_id", "subject_id") if len(keys) > 1 else ("subject_id",)
        same = " AND ".join(f"a.{key} = c.{name}" for key, name in zip(keys, names, strict=True))
        code, grade = f"a.{quoted(indicator)}", f"a.{quoted(indicator + GRADE_SUFFIX)}"
        enough = f"{code} = c.after_code AND (c.before_code <> c.after_code OR {grade} = c.after_grade)"
        run(
            self.connection,
            f"""INSERT INTO weighed SELECT c.change_id, {bits} FROM changes c JOIN again a ON {same}
            WHERE c.step = {self.step} AND c.presence = 'both' AND c.indicator = {text(indicator)} AND {enough}""",
        )

    def _decide(self) -> None:
        """The smallest sets that are enough; where no proper one is, everything that changed together."""
        whole = " ".join(f"WHEN {text(i.id)} THEN {sum(self.active(i))}" for i in self.indicators)
        singles = ", ".join(str(f) for f in SINGLE)
        run(
            self.connection,
            f"""UPDATE changes SET factors = w.factors, together = w.together FROM (
                SELECT c.change_id, any_value(CASE c.indicator {whole} END) AS whole,
                    bit_or(bits) FILTER (bits IN ({singles})) AS single, bit_or(bits) FILTER (bits NOT IN ({singles})) AS pair,
                    coalesce(single, pair, whole)::UTINYINT AS factors,
                    single IS NULL AND coalesce(pair, whole) NOT IN ({singles}) AS together
                FROM changes c LEFT JOIN weighed USING (change_id)
                WHERE c.step = {self.step} AND c.presence = 'both' GROUP BY c.change_id) w
            WHERE changes.change_id = w.change_id""",
        )
