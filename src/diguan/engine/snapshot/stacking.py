"""All usable rows about one kind of subject on top of each other, each under the number of its subject.

A stack has the columns _sk (number of the subject), _input (which table), _origin (source and its grade in one number: the smallest is the
best evidenced), _mask (bit of the table's group), row_ref, one key a distinct order of precedence, and the fields.
"""

from collections.abc import Iterator

from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.intake import RESIDENTS, Carrier
from diguan.engine.snapshot.listing import BASE
from diguan.engine.snapshot.plans import Plan, key_column, key_expressions, value_expression
from diguan.engine.snapshot.scope import Scope
from diguan.engine.verdicts import Grade, Subject

ORIGIN_STEP = 256


def stack(connection: Connection, plan: Plan, scope: Scope) -> str:
    """Make the stack of a plan and return its quoted name."""
    name = scope.table(f"stack_{plan.subject}")
    parts = [_select(plan, carrier, join) for carrier in plan.carriers for join in joins_to(carrier, scope)]
    body = " UNION ALL BY NAME ".join(parts) if parts else _nothing(plan)
    run(connection, f"CREATE TEMP TABLE {name} AS {body}")
    return name


def origin_of(carrier: Carrier) -> int:
    """Source and grade in one number: better grades first, then the order of the input."""
    return (Grade.SEEN - carrier.source.grade) * ORIGIN_STEP + carrier.source.source_id


def _select(plan: Plan, carrier: Carrier, join: str) -> str:
    own = [value_expression(f.field) for f in plan.fields if carrier in f.carriers]
    keys = key_expressions(plan, carrier.counts_as)
    numbers = f"{carrier.index}::SMALLINT AS _input, {origin_of(carrier)}::SMALLINT AS _origin"
    head = f"{numbers}, {1 << plan.bit_of(carrier)}::BIGINT AS _mask, t.row_ref"
    return f"SELECT {', '.join(filter(None, ('s._sk', head, keys, *own)))} {join}"


def _nothing(plan: Plan) -> str:
    columns = [
        "NULL::INTEGER AS _sk",
        "NULL::SMALLINT AS _input",
        "NULL::SMALLINT AS _origin",
        "NULL::BIGINT AS _mask",
        "NULL::BIGINT AS row_ref",
    ]
    columns += [f"NULL::INTEGER AS {key_column(index)}" for index in range(len(plan.orders))]
    return f"SELECT {', '.join(columns)} WHERE false"


def joins_to(carrier: Carrier, scope: Scope) -> Iterator[str]:
    """FROM clauses that lead from the rows `t` of a table to the numbers `s._sk` of the subjects they speak of."""
    if carrier.subject is Subject.PERSON:
        yield from _to_persons(carrier, scope)
    elif carrier.subject is Subject.HOUSEHOLD:
        yield from _to_households(carrier, scope)
    else:
        table = scope.table("v" if carrier.subject is Subject.VILLAGE else "f")
        key = "region_code" if carrier.subject is Subject.VILLAGE else "facility_id"
        yield f"FROM {carrier.view} t JOIN {table} s ON s.{key} = t.{key} WHERE t._day <= s.until"


def _to_persons(carrier: Carrier, scope: Scope) -> Iterator[str]:
    h, p, ids = scope.table("h"), scope.table("p"), scope.table("identity_of")
    rows = f"FROM {carrier.view} t JOIN"
    in_time = f"JOIN {h} h ON h.hk = s.hk WHERE t._day <= h.until"
    by_identity = f"{rows} (SELECT *, pk AS _sk FROM {ids} {{}}) s ON s.identity = t.identity {in_time}"
    if carrier.by_identity:
        yield by_identity.format("")
    elif carrier.source.kind == RESIDENTS:
        yield f"{rows} (SELECT *, pk AS _sk FROM {p}) s ON s.person_id = '{BASE}' || t.person_id {in_time}"
        yield by_identity.format("WHERE NOT base")
    else:
        same = "s.household_id = t.household_id AND s.person_id = t.person_id"
        yield f"{rows} (SELECT *, pk AS _sk FROM {p} WHERE member) s ON {same} {in_time}"


def _to_households(carrier: Carrier, scope: Scope) -> Iterator[str]:
    h = scope.table("h")
    rows = f"FROM {carrier.view} t JOIN"
    if carrier.by_identity:
        members = f"SELECT DISTINCT identity, hk AS _sk FROM {scope.table('identity_of')} WHERE member"
        yield f"{rows} ({members}) s ON s.identity = t.identity JOIN {h} h ON h.hk = s._sk WHERE t._day <= h.until"
    elif carrier.source.kind == RESIDENTS:
        homes = f"SELECT bh, hk AS _sk FROM {scope.table('base_h')}"
        yield f"{rows} ({homes}) s ON s.bh = t.household_id JOIN {h} h ON h.hk = s._sk WHERE t._day <= h.until"
    else:
        yield f"{rows} (SELECT *, hk AS _sk FROM {h}) s ON s.household_id = t.household_id WHERE t._day <= s.until"
