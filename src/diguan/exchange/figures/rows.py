"""The findings and contradictions of a round one by one, with the names that only its memory holds, in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diguan.exchange.figures.tables import RoundTables

BATCH = 20_000
HEAD = "户主"
SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as the round has it: ids and codes, names in full, the explanation in one language."""

    kind: str
    focus_group: str | None
    region_code: str | None
    household_id: str
    person_id: str | None
    indicator: str | None
    grade: int
    route: str | None
    department: str | None
    deadline_on: date | None
    explanation: str | None
    head_name: str | None
    name: str | None
    status: str | None
    relation: str | None
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class ContradictionRow:
    """Values that contradict each other. `decided`: the first was used, by precedence; otherwise none was, being of equal rank.

    Sources are numbers of inputs, beside the values in the same order.
    """

    subject: str
    household_id: str | None
    subject_id: str
    field: str
    values: tuple[str, ...]
    sources: tuple[int, ...]
    decided: bool


LEDGER_ORDER = "f.finding_id"


def findings(tables: RoundTables, explanation: str, order: str = LEDGER_ORDER) -> Iterator[FindingRow]:
    """Findings in the order of the ledger or another; `explanation` is the column of the explanations to show."""
    members = [_members(tables, each) for each in ("persons", "unlisted_members") if tables.columns(each)]
    nobody = "SELECT NULL AS household_id, NULL AS person_id, NULL AS relation, NULL AS birth_date WHERE false"
    status = "h.status" if "status" in tables.columns("households") else "NULL"
    sql = f"""SELECT f.kind, f.focus_group, f.region_code, f.household_id, f.person_id, f.indicator, f.grade, f.route,
            f.department, f.deadline_on, e.{explanation}, coalesce(hp.head_name, head.name), p.name, {status}, m.relation, m.birth_date
        FROM findings f
        LEFT JOIN explanations e USING (explanation_id)
        LEFT JOIN household_people hp ON hp.household_id = f.household_id
        LEFT JOIN ({_heads(tables)}) head ON head.household_id = f.household_id
        LEFT JOIN people p ON p.household_id = f.household_id AND p.person_id = f.person_id
        LEFT JOIN households h ON h.household_id = f.household_id
        LEFT JOIN ({" UNION ALL ".join(members) or nobody}) m
            ON m.household_id = f.household_id AND m.person_id = f.person_id
        ORDER BY {order}"""
    return (FindingRow(*row) for row in tables.batches(sql, BATCH))


def contradictions(tables: RoundTables) -> Iterator[ContradictionRow]:
    """Overruled values and undecided conflicts, in the order of household, subject and field."""
    undecided = "SELECT subject, household_id, subject_id, field, said, said_by, false FROM cell_states WHERE state = 'conflict'"
    overruled = f"""SELECT subject, household_id, subject_id, field, concat_ws('{SEPARATOR}', coalesce(value, ''), overruled_value),
        concat_ws(',', coalesce(source, 0), overruled_source), true FROM contradictions"""
    parts = {"contradictions": overruled, "cell_states": undecided}
    asked = [sql for table, sql in parts.items() if tables.columns(table)]
    if not asked:
        return
    for subject, household, id_, field, values, sources, decided in tables.batches(
        f"{' UNION ALL '.join(asked)} ORDER BY 2, 3, 1, 4, 5", BATCH
    ):
        said = tuple(str(values or "").split(SEPARATOR))
        said_by = tuple(int(number) for number in str(sources or "").split(",") if number)
        yield ContradictionRow(subject, household, id_, field, said, said_by, bool(decided))


def _heads(tables: RoundTables) -> str:
    """Names of the heads by their relation: many exports have no column of their own for them."""
    if "relation" not in tables.columns("persons"):
        return "SELECT NULL AS household_id, NULL AS name WHERE false"
    return f"""SELECT p.household_id, min(n.name) AS name FROM persons p
        JOIN people n ON n.household_id = p.household_id AND n.person_id = p.person_id
        WHERE p.relation = '{HEAD}' GROUP BY p.household_id"""


def _members(tables: RoundTables, relation: str) -> str:
    carried = tables.columns(relation)
    shown = [name if name in carried else f"NULL AS {name}" for name in ("relation", "birth_date")]
    return f"SELECT household_id, person_id, {', '.join(shown)} FROM {relation}"
