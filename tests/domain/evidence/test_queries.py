import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.evidence.actions import store_evidence
from diguan.domain.evidence.files import content_of, path_of
from diguan.domain.evidence.models import Evidence
from diguan.domain.evidence.queries import (
    EvidenceFile,
    UnableToFindEvidence,
    UnableToOpenEvidence,
    evidence,
    evidence_file,
    same_content,
)
from tests.factories.accounts import AT, COUNTY, OTHER_COUNTY, TOWNSHIP, viewer
from tests.factories.evidence import package, pdf, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def near():
    return viewer(Role.COUNTY)


def hand_in(actor, content=None, region=TOWNSHIP):
    return store_evidence(content=content or photo(), name="a.jpg", region_code=region, actor=actor, at=AT)


def test_file_comes_with_its_row(near):
    row = hand_in(near)
    assert evidence_file(near, row.pk) == EvidenceFile(row, content_of(row.sha256))
    assert list(evidence(near)) == [row]


def test_foreign_evidence_is_answered_like_what_is_not_there(near):
    far = viewer(Role.COUNTY, over=OTHER_COUNTY, username="far.tester")
    row = hand_in(near)
    said = []
    for number in (row.pk, 999_999):
        with pytest.raises(UnableToFindEvidence) as caught:
            evidence_file(far, number)
        said.append(str(caught.value).replace(str(number), "N"))
    assert said[0] == said[1]
    assert list(evidence(far)) == []


def test_file_that_is_gone_or_changed_is_told_apart(near):
    row = hand_in(near)
    path_of(row.sha256).write_bytes(b"another")
    with pytest.raises(UnableToOpenEvidence, match="has been changed"):
        evidence_file(near, row.pk)
    path_of(row.sha256).unlink()
    with pytest.raises(UnableToOpenEvidence, match="is gone"):
        evidence_file(near, row.pk)


def test_one_photo_as_proof_of_several_things_is_found_within_the_region(near):
    township, far = viewer(Role.TOWNSHIP), viewer(Role.COUNTY, over=OTHER_COUNTY, username="far.tester")
    one, other, foreign = hand_in(near), hand_in(township), hand_in(far, region=OTHER_COUNTY)
    hand_in(near, photo(shade=7))
    assert list(same_content(near, one)) == [other]
    assert list(same_content(far, foreign)) == []


@pytest.mark.parametrize(
    ("name", "content", "handed_out"),
    [
        ("房子.exe", photo(), "房子.jpg"),
        ("a.tar.docx", pdf(), "a.tar.pdf"),
        ('q":<x>|?*.docx', package(), "q___x____.docx"),
        ("...", pdf(), "N.pdf"),
        (".hidden", pdf(), "hidden.pdf"),
        ("长" * 120, pdf(), "长" * 116 + ".pdf"),
    ],
)
def test_name_of_a_download_ends_as_what_it_is(near, name, content, handed_out):
    row = store_evidence(content=content, name=name, region_code=COUNTY, actor=near, at=AT)
    assert evidence_file(near, row.pk).file_name == handed_out.replace("N", str(row.pk))


def test_rows_are_cut_to_the_region(near):
    hand_in(near, region=COUNTY)
    assert evidence(viewer(Role.TOWNSHIP)).count() == 0
    assert Evidence.objects.count() == 1
