import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from diguan.domain.evidence.models import Evidence
from tests.factories.accounts import AT, COUNTY

pytestmark = pytest.mark.django_db
HASH = "a" * 64
SOUND = {"sha256": HASH, "given_sha256": HASH, "size": 1, "media_type": "image/png", "name": "a", "region_code": COUNTY}


def row(**values):
    return Evidence.objects.create(**{**SOUND, "uploaded_by": 1, "at": AT, **values})


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"media_type": "text/html"}, "evidence_media_type_is_known"),
        ({"size": 0}, "evidence_size_is_bounded"),
        ({"size": 1 << 30}, "evidence_size_is_bounded"),
        ({"sha256": "../a"}, "evidence_address_is_a_hash"),
    ],
)
def test_row_that_cannot_be_is_refused(values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row(**values)


def test_same_hand_and_content_and_region_is_one_row():
    row()
    with pytest.raises(IntegrityError), transaction.atomic():
        row()
    assert row(uploaded_by=2).pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence_evidence SET name = 'b'",
        "DELETE FROM evidence_evidence",
        "UPDATE evidence_evidence SET at = at",
    ],
)
def test_database_refuses_to_change_evidence(statement):
    row()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Evidence.objects.get().name == "a"
