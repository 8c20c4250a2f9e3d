"""Verdicts by Spark: the columns that the rules read go out as Parquet, verdicts come back as Parquet.

Only what is judged leaves DuckDB: keys and facts, never identity numbers, names, phones or addresses. On a cluster the workspace must lie
where every machine sees it under the same path.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from diguan.engine.backends.dialects import SPARK
from diguan.engine.backends.layout import SOURCE_SUFFIX, Layout, Relation
from diguan.engine.backends.sql import GRADE_SUFFIX, Passes, RuleSpec, verdict_sql
from diguan.engine.screening.evaluating import KEYS
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.verdicts import Subject

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

GLOB = str.maketrans({letter: f"\\{letter}" for letter in "\\{}[]*?"})  # Hadoop reads patterns into paths


@dataclass(slots=True)
class InSpark:
    """Judges in a session; `asked`: how often it did, each time in a folder of its own."""

    session: "SparkSession"
    workspace: Path
    asked: int = 0

    def verdicts(self, connection: Connection, rules: Sequence[RuleSpec], layout: Layout) -> Passes:
        """The verdicts are worked out here; the queries only read them."""
        self.asked += 1
        folder = self.workspace.absolute() / f"{self.asked:05}"
        folder.mkdir(parents=True)
        relations = {s: self._handed_over(connection, layout, s, rules, folder) for s in layout.relations}
        queries = verdict_sql(rules, Layout(relations, layout.grades, SPARK), KEYS)
        return Passes((), {s: self._judged(q, s, rules, folder) for s, q in queries.items()}, ())

    def _handed_over(
        self, connection: Connection, layout: Layout, subject: Subject, rules: Sequence[RuleSpec], folder: Path
    ) -> Relation:
        """A relation as a view of Spark over a file that holds what the rules read of it."""
        relation = layout.relations[subject]
        read = {n for r in rules for c in (r.when, r.met) if c for s, n in c.facts if s is subject}
        kept = {name: column for name, column in relation.columns.items() if name in read}
        columns = list(dict.fromkeys([*KEYS[subject], *_always(subject), *kept]))
        columns += [name + SOURCE_SUFFIX for name, column in kept.items() if column.source is None]
        path, view = folder / f"{subject}.parquet", f"{subject}_{self.asked}"
        chosen = f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(relation.name)}"
        run(connection, f"COPY ({chosen}) TO {text(str(path))} (FORMAT parquet)")
        self.session.read.parquet(_uri(path).translate(GLOB)).createOrReplaceTempView(view)
        return replace(relation, name=view, columns=kept)

    def _judged(self, query: str, subject: Subject, rules: Sequence[RuleSpec], folder: Path) -> str:
        out = folder / f"verdicts_{subject}"
        self.session.sql(query).write.parquet(_uri(out))
        found = sorted(str(path) for path in out.glob("*.parquet"))
        own = [
            r
            for r in rules
            if r.met.subject is subject or (r.met.subject is Subject.PERSON and subject is Subject.HOUSEHOLD)
        ]
        codes = (quoted(rule.id + suffix) for rule in own for suffix in ("", GRADE_SUFFIX))
        columns = ", ".join([*map(quoted, KEYS[subject]), *(f"{code}::UTINYINT AS {code}" for code in codes)])
        return f"SELECT {columns} FROM read_parquet([{', '.join(map(text, found))}])"


def _always(subject: Subject) -> tuple[str, ...]:
    """Columns that every rule on members rests on."""
    return ("roster_incomplete",) if subject is Subject.HOUSEHOLD else ()


def _uri(path: Path) -> str:
    """An absolute path as a file, since a cluster may have another file system as its own; Hadoop takes the letters as they are."""
    return f"file:///{path.as_posix().lstrip('/')}"
