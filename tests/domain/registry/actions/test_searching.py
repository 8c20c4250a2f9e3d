"""A search by identity number leaves its line; other searches leave none."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.searching import note_search
from tests.factories.accounts import AT, COUNTY, viewer

NUMBER = "99010119500101123x"
WIDE = "９９０１０１１９５００１０１１２３ｘ"


@pytest.mark.django_db
def test_search_by_identity_number_is_told_by_its_digest():
    who = viewer(Role.COUNTY, over=COUNTY)
    assert [
        note_search(text=said, actor=who, at=AT)
        for said in (NUMBER, NUMBER.upper(), f"{NUMBER[:6]} {NUMBER[6:]}", WIDE, "王大海", "1002")
    ] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    digests = set(Entry.objects.filter(action="search_identity").values_list("detail", flat=True))
    assert len(digests) == 1
    assert NUMBER.upper() not in str(digests)


@pytest.mark.django_db
def test_who_finds_nobody_by_a_number_leaves_no_line():
    assert note_search(text=NUMBER, actor=viewer(Role.REGION), at=AT) is False
    assert not Entry.objects.filter(action="search_identity").exists()
