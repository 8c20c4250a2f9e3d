"""What the database does for the record is looked at by its text and its bytes: a trigger that only has the name is none."""

import sqlite3

import pytest
from django.db import connection

from diguan.domain.audit.actions import append_audit, seal_pending
from diguan.domain.audit.guards import guards_that_fail, pages_that_fail
from diguan.domain.audit.verification import verify_audit
from tests.factories.accounts import AT
from tests.factories.append_only import lifted

LOST = "the table audit_seal has lost triggers that refuse changes, or they were changed"
FOREIGN = "the table {} has triggers or rules that are not this system's"
DROP = {
    "sqlite": "DROP TRIGGER audit_append_only_audit_seal_delete",
    "postgresql": "DROP TRIGGER audit_append_only_truncate ON audit_seal",
}
EMPTIED = {
    "sqlite": (
        "DROP TRIGGER audit_append_only_audit_seal_delete",
        "CREATE TRIGGER audit_append_only_audit_seal_delete BEFORE DELETE ON audit_seal BEGIN SELECT 1; END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
    ),
}
NARROWED = {
    "sqlite": (
        "DROP TRIGGER audit_append_only_audit_seal_update",
        "CREATE TRIGGER audit_append_only_audit_seal_update BEFORE UPDATE OF at ON audit_seal BEGIN SELECT 1; END",
    ),
    "postgresql": (
        "DROP TRIGGER audit_append_only_row ON audit_seal",
        "CREATE TRIGGER audit_append_only_row BEFORE UPDATE OF at OR DELETE ON audit_seal EXECUTE FUNCTION audit_append_only()",
    ),
}
ASLEEP = {
    "sqlite": (
        "DROP TRIGGER audit_append_only_audit_seal_delete",
        "CREATE TRIGGER audit_append_only_audit_seal_delete BEFORE DELETE ON audit_seal WHEN 0 BEGIN SELECT 1; END",
    ),
    "postgresql": ("ALTER TABLE audit_seal ENABLE REPLICA TRIGGER audit_append_only_row",),
}
SWALLOWING = {
    "sqlite": "CREATE TRIGGER x AFTER INSERT ON audit_pending BEGIN DELETE FROM audit_pending; END",
    "postgresql": "CREATE RULE x AS ON INSERT TO audit_pending DO INSTEAD NOTHING",
}


def carry_out(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def said():
    return [problem.en for problem in guards_that_fail()]


@pytest.mark.django_db
def test_guards_stand_as_the_upgrade_put_them_and_after_they_were_lifted():
    assert said() == []
    with lifted():
        assert LOST in said()
    assert said() == []


@pytest.mark.django_db
def test_lost_trigger_is_named():
    carry_out(DROP[connection.vendor])
    assert said() == [LOST]


@pytest.mark.django_db
@pytest.mark.parametrize("bent", [EMPTIED, NARROWED, ASLEEP])
def test_trigger_that_has_only_the_name_is_named(bent):
    carry_out(*bent[connection.vendor])
    assert LOST in said()
    assert FOREIGN.format("audit_seal") in said()


@pytest.mark.django_db
def test_trigger_or_rule_of_somebody_else_is_named():
    carry_out(SWALLOWING[connection.vendor])
    assert said() == [FOREIGN.format("audit_pending")]


@pytest.fixture
def file(tmp_path):
    """The database of the tests as a file of its own with two acts in it, which may be damaged."""
    for number in range(2):
        append_audit(
            actor=5, action="see", subject="x", subject_id=str(number), region_code="15", detail={"said": "是"}, at=AT
        )
    seal_pending(at=AT)
    if connection.vendor != "sqlite":
        yield None
        return
    copy, name = tmp_path / "copy.sqlite3", connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    connection.close()
    connection.settings_dict["NAME"] = str(copy)
    yield copy
    connection.close()
    connection.settings_dict["NAME"] = name


def used_bytes(file):
    """Where the rows of both tables lie in the file: on one page each, from the first cell to the page's end."""
    with sqlite3.connect(file) as opened:
        opened.execute("PRAGMA journal_mode = DELETE")
        (size,) = opened.execute("PRAGMA page_size").fetchone()
        roots = opened.execute(
            "SELECT rootpage FROM sqlite_master WHERE name IN ('audit_entry', 'audit_seal')"
        ).fetchall()
    opened.close()
    held = file.read_bytes()
    for (root,) in roots:
        page = (root - 1) * size
        assert held[page] == 0x0D  # a leaf: everything is on it
        first = int.from_bytes(held[page + 5 : page + 7], "big")
        yield from range(page + first, page + size)


@pytest.mark.django_db(transaction=True)
def test_any_changed_byte_of_the_rows_in_the_file_is_found(file):
    if file is None:  # the pages of a server's database are its own matter
        assert (verify_audit().ok, list(pages_that_fail())) == (True, [])
        return
    places = list(used_bytes(file))
    assert len(places) > 500
    whole = file.read_bytes()
    assert verify_audit().ok
    unseen = []
    for place in places:
        connection.close()
        with file.open("r+b") as opened:
            opened.seek(place)
            opened.write(bytes([whole[place] ^ 1]))
        if verify_audit().ok:
            unseen.append(place)
        connection.close()
        file.write_bytes(whole)
    assert unseen == []
