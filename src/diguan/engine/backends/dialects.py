"""How a set-based engine writes what the back end says: names, constants, small integers, exact sums. One object an engine.

Whatever two engines would read differently stands here and nowhere else; the rest of the generated text is the same for all of them.
"""

from datetime import date
from typing import Protocol

from diguan.engine.backends.values import MICRO, MOST_SUMMED
from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.tree import Literal

ONES = 3  # bits of a rule's verdict in a packed word


class Dialect(Protocol):
    """The words of one engine."""

    def quoted(self, *names: str) -> str:
        """An identifier, or several joined by dots."""

    def text(self, text: str) -> str:
        """A text constant."""

    def small(self, number: int) -> str:
        """A verdict or grade, in one byte."""

    def small_truth(self, condition: str) -> str:
        """1 where a condition is true and 0 where it is false, in one byte."""

    def word(self, number: int) -> str:
        """A packed word, in eight bytes."""

    def membership(self, operand: str, items: list[str], *, fractional: bool, negated: bool) -> str:
        """IN and NOT IN; `fractional`: some constant is a DOUBLE."""

    def whole_millionths(self, term: str) -> str:
        """A number rounded to whole millionths in the widest exact type; NULL beyond MOST_SUMMED."""

    def total(self, column: str) -> str:
        """Exact sum of whole numbers, whatever their order."""

    def code_of(self, ones: str) -> str:
        """A verdict's code from the number of its ones (0 to 3): three less."""


def constant(dialect: Dialect, literal: Literal) -> str:
    """A literal of a bound tree. Decimals are written with an exponent: without one they would be taken for DECIMAL."""
    value = literal.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if literal.type is FieldType.NUMBER:
        text = repr(float(value))  # type: ignore[arg-type]
        return text if "e" in text else f"{text}e0"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return dialect.text(value) if isinstance(value, str) else str(value)


class DuckDB:
    """The embedded engine."""

    def quoted(self, *names: str) -> str:
        """In double quotes."""
        return ".".join('"' + name.replace('"', '""') + '"' for name in names)

    def text(self, text: str) -> str:
        """In single quotes, which are doubled inside."""
        return "'" + text.replace("'", "''") + "'"

    def small(self, number: int) -> str:
        """UTINYINT."""
        return f"{number}::UTINYINT"

    def small_truth(self, condition: str) -> str:
        """A cast; it takes less than half the time of a CASE."""
        return f"CAST({condition} AS UTINYINT)"

    def word(self, number: int) -> str:
        """BIGINT."""
        return f"{number}::BIGINT"

    def membership(self, operand: str, items: list[str], *, fractional: bool, negated: bool) -> str:
        """Compared one by one: of a dictionary each entry is compared once, which IN does not do; elsewhere both cost the same."""
        del fractional
        among = " OR ".join(f"({operand} = {item})" for item in items)
        return f"(NOT ({among}))" if negated else f"({among})"

    def whole_millionths(self, term: str) -> str:
        """HUGEINT."""
        whole = f"CAST(floor(CAST({term} AS DOUBLE) * {MICRO}e0 + 0.5e0) AS HUGEINT)"
        return f"CASE WHEN abs({term}) <= {MOST_SUMMED!r} THEN {whole} END"

    def total(self, column: str) -> str:
        """A sum of BIGINT is a HUGEINT."""
        return f"sum({column})"

    def code_of(self, ones: str) -> str:
        """UTINYINT; of 0 to 3 ones the exclusive or is the same as three less."""
        return f"CAST(xor({ONES}::TINYINT, {ones}) AS UTINYINT)"


class Spark:
    """Spark SQL 4. It has no unsigned types, takes backslashes and doubled quotes in texts for something else, floors to a BIGINT."""

    def quoted(self, *names: str) -> str:
        """In backticks."""
        return ".".join("`" + name.replace("`", "``") + "`" for name in names)

    def text(self, text: str) -> str:
        """In single quotes, with a backslash before backslash and quote."""
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def small(self, number: int) -> str:
        """TINYINT."""
        return f"CAST({number} AS TINYINT)"

    def small_truth(self, condition: str) -> str:
        """As in DuckDB."""
        return f"CAST({condition} AS TINYINT)"

    def word(self, number: int) -> str:
        """BIGINT."""
        return f"CAST({number} AS BIGINT)"

    def membership(self, operand: str, items: list[str], *, fractional: bool, negated: bool) -> str:
        """Long lists become hash sets, in which 0.0 and -0.0 are two numbers: fractions are compared one by one."""
        if not fractional:
            return f"({operand} {'NOT IN' if negated else 'IN'} ({', '.join(items)}))"
        among = " OR ".join(f"({operand} = {item})" for item in items)
        return f"(NOT ({among}))" if negated else f"({among})"

    def whole_millionths(self, term: str) -> str:
        """DECIMAL(38, 0), put together from two halves: a DOUBLE cast to it at once would be rounded to the digits it is printed with."""
        raised = f"(CAST({term} AS DOUBLE) * {MICRO}e0 + 0.5e0)"
        whole = f"(CASE WHEN abs({raised}) < 9007199254740992e0 THEN CAST(floor({raised}) AS DOUBLE) ELSE {raised} END)"
        half = f"{1 << 56}"
        high = f"CAST({whole} / {half}e0 AS BIGINT)"
        low = f"CAST({whole} - CAST({high} AS DOUBLE) * {half}e0 AS BIGINT)"
        exact = f"CAST({high} AS DECIMAL(38, 0)) * CAST({half} AS DECIMAL(38, 0)) + CAST({low} AS DECIMAL(38, 0))"
        return f"CASE WHEN abs({term}) <= {MOST_SUMMED:.0e} THEN CAST({exact} AS DECIMAL(38, 0)) END"

    def total(self, column: str) -> str:
        """As DECIMAL(38, 0), so that nothing overflows."""
        return f"sum(CAST({column} AS DECIMAL(38, 0)))"

    def code_of(self, ones: str) -> str:
        """TINYINT."""
        return f"CAST({ONES} - {ones} AS TINYINT)"


DUCKDB: Dialect = DuckDB()
SPARK: Dialect = Spark()
