import pytest

from diguan.web.messages.leading import address_of


@pytest.mark.parametrize(
    ("about", "address"),
    [
        ("round:7", "/rounds/7/"),
        ("household:5", "/households/5/"),
        ("", ""),
        ("round", ""),
        ("round:x", ""),
        ("moon:1", ""),
        ("round:7:8", ""),
        ("//evil.example", ""),
        ("round:" + "9" * 30, ""),
    ],
)
def test_message_leads_to_a_page_of_ours_or_nowhere(about, address):
    assert address_of(about) == address
