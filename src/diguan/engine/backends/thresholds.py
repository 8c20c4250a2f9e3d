"""The evidence grades that can occur in a condition: at these thresholds, and no others, its truth can differ."""

from diguan.engine.backends.layout import Layout
from diguan.engine.expressions.binder import Bound
from diguan.engine.expressions.tree import MEMBER_FUNCTIONS, Count, Literal, Node, facts_of, walk
from diguan.engine.verdicts import Grade, Subject


def grades_of(tree: Node, layout: Layout) -> list[int]:
    """Grades of a condition's facts in a layout, ascending, never empty.

    What rests on no fact at all has the best grade: a constant, and a count that the number of members already decides.
    """
    found = {int(grade) for subject, name in facts_of(tree) for grade in _fact_grades(layout, subject, name)}
    if isinstance(tree, Literal) or any(_rests_on_heads(node) for node in walk(tree)):
        found.add(int(Grade.SEEN))
    return sorted(found or {int(Grade.SEEN)})


def rule_grades(when: Bound | None, met: Bound, layout: Layout) -> list[int]:
    """Grades of a rule, ascending, never empty."""
    conditions = [met] if when is None else [when, met]
    return sorted({grade for condition in conditions for grade in grades_of(condition.tree, layout)})


def _rests_on_heads(node: Node) -> bool:
    return isinstance(node, Count) or (isinstance(node, MEMBER_FUNCTIONS) and not facts_of(node))


def _fact_grades(layout: Layout, subject: Subject, name: str) -> set[Grade]:
    relation = layout.relations.get(subject)
    column = relation.columns.get(name) if relation else None
    if column is None:
        return set()
    return set(layout.grades.values()) if column.source is None else {layout.grades.get(column.source, Grade.DECLARED)}
