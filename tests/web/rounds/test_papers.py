"""Papers of a round leave masked, and on record."""

import io

import openpyxl

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from tests.factories.accounts import COUNTY, holder


def test_ledger_is_downloaded_and_on_record(signed_in, recorded):
    round_ = recorded(COUNTY)
    account = holder(Role.COUNTY)
    answer = signed_in(account).get(f"/rounds/{round_.pk}/papers/ledger.xlsx/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="round-00000001-ledger.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(book.sheetnames) > 1
    entry = Entry.objects.get(action="take_paper")
    assert (entry.actor, entry.subject_id, entry.region_code) == (account.pk, str(round_.pk), COUNTY)


def test_nothing_but_papers_is_given_out(signed_in, recorded):
    round_ = recorded(COUNTY)
    client = signed_in(holder(Role.COUNTY))
    for name in ("findings.parquet", "..", "pack", "absent.xlsx"):
        assert client.get(f"/rounds/{round_.pk}/papers/{name}/").status_code == 404
