"""What is read by blocks is what is read by rows, whatever a file holds; where a block cannot serve, rows are read."""

from contextlib import contextmanager
from datetime import date

import pyarrow as pa
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diguan.domain.registry.actions.loading import storing
from diguan.domain.registry.models import Block, Identifiers, Sheet
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.sealing import UnableToUnseal
from diguan.engine.catalogue import Catalogue
from diguan.engine.snapshot.model import FactTable, ReadInputs, SheetRef
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, export, inputs, source
from tests.factories.registry import loaded
from tests.factories.snapshots import catalogue

HERE, THERE = "152222201001", "152223201001"
TEXTS = st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=5)
NUMBERS = st.none() | st.floats(width=64)
ROWS = st.lists(
    st.tuples(
        TEXTS, TEXTS, NUMBERS, st.none() | st.booleans(), st.none() | st.dates(date(1900, 1, 1), AS_OF), st.booleans()
    ),
    min_size=1,
    max_size=9,
)


@contextmanager
def undone():
    """What is done within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def table(rows):
    """Households with texts, numbers, truths, days and an identifier, some of them elsewhere."""
    names, phones, incomes, dangerous, days, here = zip(*rows, strict=True)
    return pa.table(
        {
            "row_ref": pa.array([3 * n for n in range(1, len(rows) + 1)], pa.int64()),
            "household_id": pa.array([str(n) for n in range(len(rows))], pa.string()),
            "region_code": pa.array([HERE if one else THERE for one in here], pa.string()),
            "cause_main": pa.array(names, pa.string()),
            "household_phone": pa.array(phones, pa.string()),
            "income_per_head": pa.array(incomes, pa.float64()),
            "dangerous_house": pa.array(dangerous, pa.bool_()),
            "data_on": pa.array(days, pa.date32()),
        }
    )


def read_of(rows):
    own = source(1)
    return ReadInputs([FactTable(Subject.HOUSEHOLD, own, table(rows))], sheets=[SheetRef(1, "full.xlsx", "Sheet1")])


def extracted():
    """The tables of everything, and of a county alone."""
    found = [extract_inputs(catalogue(), extent, AS_OF) for extent in (Extent(), Extent("152222"))]
    return [each.table for read in found for each in read.tables]


@pytest.mark.django_db
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=ROWS)
def test_blocks_give_what_rows_give(rows, monkeypatch):
    monkeypatch.setattr(storing, "BATCH", 4)
    with undone():
        loaded(read_of(rows), region="150000000000")
        assert Block.objects.count() == -(-len(rows) // 4)
        by_blocks = extracted()
        Block.objects.all().delete()
        assert by_blocks == extracted()
        assert by_blocks[0].num_rows == len(rows)


def county():
    head = {"household_id": "1001", "person_id": "1", "identity": "990101195001011234", "name": "单小明"}
    return inputs(export(source(1), [{**head, "region_code": HERE, "status": "exited"}], ("status",)))


@pytest.mark.django_db
def test_no_block_outlives_the_identifiers_that_are_removed():
    loaded(county())
    persons = Sheet.objects.get(subject="person")
    assert Block.objects.filter(sheet=persons).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_identifiers")
    assert not Identifiers.objects.exists()
    assert not Block.objects.filter(sheet=persons).exists()
    tables = {t.subject: t.table for t in extract_inputs(catalogue(), Extent(), AS_OF).tables}
    assert tables[Subject.PERSON]["identity"].to_pylist() == [None]


@pytest.mark.django_db
def test_block_with_a_changed_byte_is_refused():
    loaded(county())
    block = Block.objects.order_by("first")[0]
    sealed = bytearray(bytes(block.sealed))
    sealed[-1] ^= 1
    Block.objects.filter(pk=block.pk).update(sealed=bytes(sealed))
    with pytest.raises(UnableToUnseal):
        extract_inputs(catalogue(), Extent(), AS_OF)


@pytest.mark.django_db
def test_rows_are_read_where_the_catalogue_has_other_types():
    loaded(county())
    known = catalogue()
    fields = known.fields(Subject.HOUSEHOLD)
    other = Catalogue({**known.by_subject, Subject.HOUSEHOLD: {**fields, "status": fields["dangerous_house"]}})
    tables = {t.subject: t.table for t in extract_inputs(other, Extent(), AS_OF).tables}
    assert tables[Subject.HOUSEHOLD]["status"].type == pa.bool_()
