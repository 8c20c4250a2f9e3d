"""What the database itself does for the record: triggers that refuse changes, and pages that are whole.

Whoever has the database's password can lift, empty or bend a trigger and leave its name behind: it is looked at by its text.
"""

from collections.abc import Iterator

from django.db import connection

from diguan.engine.documents import Label

KEYS = {"audit_entry": "id", "audit_seal": "number"}
READ = (*KEYS, "audit_pending")
REFUSED = "the record of acts is append-only"
FUNCTION = f"BEGIN RAISE EXCEPTION '{REFUSED}: % of % refused', TG_OP, TG_TABLE_NAME; END"
ROW_BEFORE_UPDATE_OR_DELETE, STATEMENT_BEFORE_TRUNCATE = 27, 34  # pg_trigger.tgtype
SQLITE = (
    "update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{refused}: UPDATE refused'); END",
    "delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{refused}: DELETE refused'); END",
    "replace BEFORE INSERT ON {table} WHEN {again} BEGIN SELECT RAISE(ABORT, '{refused}: REPLACE refused'); END",
)
# A trigger that fires for replication alone, under a condition, for some columns only, or whose function does something else, is none.
TRIGGERS_POSTGRESQL = """
SELECT c.relname,
  CASE WHEN t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr = ''::int2vector
            AND btrim(regexp_replace(p.prosrc, '\\s+', ' ', 'g')) = %s
       THEN t.tgtype::text ELSE t.tgname::text END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.oid IN (SELECT to_regclass(name) FROM unnest(%s::text[]) AS name)
UNION ALL
SELECT c.relname, r.rulename::text FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE c.oid IN (SELECT to_regclass(name) FROM unnest(%s::text[]) AS name)
"""
TRIGGERS_SQLITE = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"

Guards = set[tuple[str, str]]


def guards_that_fail() -> Iterator[Label]:
    """What does not fit of the triggers of the record's tables: some of ours are gone or changed, others stand there."""
    due, there = _due(), _there()
    for table in sorted(KEYS):
        if any(owner == table for owner, _ in due - there):
            yield Label(
                f"表 {table} 的防改触发器不全或被改动",
                f"the table {table} has lost triggers that refuse changes, or they were changed",
            )
    for table in sorted({owner for owner, _ in there - due}):
        yield Label(
            f"表 {table} 有不属于本系统的触发器或规则",
            f"the table {table} has triggers or rules that are not this system's",
        )


def pages_that_fail() -> Iterator[Label]:
    """Of the embedded database: a table and its indexes that say different things, so that some look-ups hide what others show."""
    if connection.vendor != "sqlite":
        return
    for table in READ:
        for (said,) in _rows(f'PRAGMA integrity_check("{table}")'):
            if said != "ok":
                yield Label(
                    f"表 {table} 在数据库文件中已损坏或被改动：{said}",
                    f"the table {table} is damaged or was changed in the database file: {said}",
                )


def _due() -> Guards:
    if connection.vendor == "postgresql":
        kinds = (ROW_BEFORE_UPDATE_OR_DELETE, STATEMENT_BEFORE_TRUNCATE)
        return {(table, str(kind)) for table in KEYS for kind in kinds}
    return {(table, _written(text, table, key)) for table, key in KEYS.items() for text in SQLITE}


def _written(text: str, table: str, key: str) -> str:
    again = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608  our own names; compared, never run
    return f"CREATE TRIGGER audit_append_only_{table}_{text.format(table=table, again=again, refused=REFUSED)}"


def _there() -> Guards:
    if connection.vendor == "postgresql":
        names = list(READ)
        return {(table, said) for table, said in _rows(TRIGGERS_POSTGRESQL, (FUNCTION, names, names))}
    return {(table, " ".join(text.split())) for table, text in _rows(TRIGGERS_SQLITE) if table in READ}


def _rows(query: str, values: tuple[str, list[str], list[str]] | None = None) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[tuple[str, ...]] = cursor.fetchall()
    return rows
