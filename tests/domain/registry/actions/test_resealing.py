"""Identifiers under a new key: everything is found and read before, during and after; killed in the middle it goes on."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions import resealing
from diguan.domain.registry.actions.resealing import begin_new_key, keys_in_use, reseal_identifiers, sealed_models
from diguan.domain.registry.models import Block, FlawedCell, Identifiers, RejectedRow
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.registry.queries.listing import Wanted, households
from diguan.domain.sealing import FILE, UnableToUnseal, seals
from diguan.engine.verdicts import Subject
from tests.factories.accounts import COUNTY, viewer
from tests.factories.facts import AS_OF, bad_cell, export, inputs, rejected, source
from tests.factories.registry import AT, loaded
from tests.factories.snapshots import catalogue

PEOPLE = 5
SEALED = PEOPLE + 4  # with a damaged cell, a rejected row and two blocks
KILLED = """
import os, signal
import django
django.setup()
from datetime import UTC, datetime
from diguan.domain.registry.actions import resealing
resealing.BATCH = 1
end = lambda stage, done, total: done == 3 and os.kill(os.getpid(), signal.SIGKILL)
resealing.reseal_identifiers(actor=None, at=datetime.now(UTC), progress=end)
"""


@pytest.fixture
def keys(tmp_path, settings):
    """A file of keys of its own."""
    settings.DATA = str(tmp_path)
    return tmp_path / FILE


def identity(number):
    return f"99010119500101{number:03d}X"


def load():
    rows = [
        {
            "household_id": f"{n}",
            "person_id": f"{n}1",
            "region_code": "152222100001",
            "identity": identity(n),
            "name": f"名{n}",
        }
        for n in range(PEOPLE)
    ]
    read = inputs(export(source(1, data_on=date(2019, 5, 1)), rows))
    origin = read.tables[0].source
    read.bad_cells.append(bad_cell(origin, 0, Subject.PERSON, "identity", identity(0)))
    read.rejected.append(replace(rejected(origin, "1009"), cells={"证件号码": identity(9)}))
    loaded(read)


def everything():
    """What is sealed, opened."""
    read = extract_inputs(catalogue(), Extent.of("152222"), AS_OF)
    people = next(t.table for t in read.tables if t.subject is Subject.PERSON)
    return people["identity"].to_pylist(), [c.value for c in read.bad_cells], [r.cells for r in read.rejected]


def found(who):
    return [[h.number for h in households(who, Wanted(text=identity(n)))] for n in range(PEOPLE)]


@pytest.mark.django_db
def test_everything_is_read_and_found_before_during_and_after(keys, monkeypatch):
    load()
    before, who = everything(), viewer(Role.COUNTY, over=COUNTY)
    assert begin_new_key(actor=None, at=AT) == 2
    monkeypatch.setattr(resealing, "BATCH", 1)
    seen = []

    def look(stage, done, total):
        seen.append((done, total, everything() == before, found(who) == [[str(n)] for n in range(PEOPLE)]))

    assert reseal_identifiers(actor=None, at=AT, progress=look) == SEALED
    assert seen == [(n, SEALED, True, True) for n in range(1, SEALED + 1)]
    assert [(use.number, use.current, use.rows) for use in keys_in_use()] == [(1, False, 0), (2, True, SEALED)]
    assert {m.objects.exclude(key_id=2).count() for m in (Block, Identifiers, FlawedCell, RejectedRow)} == {0}
    assert reseal_identifiers(actor=None, at=AT) == 0
    entries = Entry.objects.filter(subject="key").order_by("pk")
    assert [entry.action for entry in entries] == ["add_key", "reseal_identifiers"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_with_the_rest(keys):
    load()
    before = everything()
    begin_new_key(actor=None, at=AT)
    held = connection.settings_dict
    url = f"sqlite://{held['NAME']}"
    if connection.vendor != "sqlite":
        url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**held)
    environment = os.environ | {
        "DATABASE_URL": url,
        "DIGUAN_DATA": str(settings.DATA),
        "DJANGO_SETTINGS_MODULE": "diguan.config.settings",
    }
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert [use.rows for use in keys_in_use()] == [SEALED - 3, 3]
    assert everything() == before
    assert reseal_identifiers(actor=None, at=AT) == SEALED - 3
    assert everything() == before


@pytest.mark.django_db
def test_missing_key_is_told_and_nothing_is_lost(keys):
    load()
    keys.unlink()
    seals()  # another file, whose first key is another one
    begin_new_key(actor=None, at=AT)
    with pytest.raises(UnableToUnseal):
        reseal_identifiers(actor=None, at=AT)
    FlawedCell.objects.all().delete()
    RejectedRow.objects.all().delete()
    Block.objects.all().delete()
    Identifiers.objects.update(key_id=7)
    assert [(use.number, use.missing) for use in keys_in_use()] == [(1, False), (2, False), (7, True)]
    with pytest.raises(UnableToUnseal, match="key 7 is not in the file of keys"):
        reseal_identifiers(actor=None, at=AT)
    assert set(Identifiers.objects.values_list("key_id", flat=True)) == {7}


def test_every_table_with_sealed_rows_says_what_they_belong_to():
    sealed = {m for m in apps.get_models() if {"key_id", "sealed"} <= {f.name for f in m._meta.get_fields()}}
    assert sealed == set(sealed_models())
    assert all(column in {f.attname for f in m._meta.concrete_fields} for m in sealed for column in [m.SEALED[1]])
