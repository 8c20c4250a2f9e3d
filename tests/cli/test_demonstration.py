import stat
import sys

import pytest
from rich.console import Console

from diguan.cli.demonstration import keep_accounts, kept_accounts, show_accounts
from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.demonstration import DemonstrationAccount

MADE = [
    DemonstrationAccount("demo.village", Role.VILLAGE, "152221106201", "", "aaaa-bbbb-cccc-dddd"),
    DemonstrationAccount("demo.department", Role.DEPARTMENT, "152221000000", "education", "eeee-ffff-gggg-hhhh"),
]


def test_accounts_are_kept_as_they_were_made(tmp_path):
    keep_accounts(MADE, tmp_path)
    village, department = kept_accounts(tmp_path)
    assert village == {
        "username": "demo.village",
        "password": "aaaa-bbbb-cccc-dddd",
        "role": "village",
        "over": "152221106201",
    }
    assert department["department"] == "education"


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of POSIX")
def test_file_of_passwords_is_for_its_owner_alone_and_nothing_stays_beside_it(tmp_path):
    path = keep_accounts(MADE, tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_shown_accounts_say_role_and_unit_in_words(tmp_path):
    keep_accounts(MADE, tmp_path)
    out = Console(record=True, width=132)
    show_accounts(out, tmp_path)
    said = out.export_text()
    assert "aaaa-bbbb-cccc-dddd" in said
    assert "前进嘎查" in said
    assert "Department" in said


def test_folder_without_a_demonstration_shows_nothing(tmp_path):
    out = Console(record=True, width=132)
    show_accounts(out, tmp_path)
    assert (kept_accounts(tmp_path), out.export_text()) == ([], "")
