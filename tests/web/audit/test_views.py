import re

import pytest
from django.db import connection

from diguan.domain.accounts.permissions import Role
from diguan.domain.accounts.signing import record_refused_sign_in
from diguan.domain.audit.actions import append_audit, seal_pending
from diguan.domain.audit.models import Entry
from tests.factories.accounts import AT, COUNTY, OTHER_COUNTY, holder
from tests.factories.append_only import lifted

pytestmark = pytest.mark.django_db


def append(region, **detail):
    append_audit(
        actor=None, action="strange_act", subject="x", subject_id="1", region_code=region, detail=detail, at=AT
    )


def shown(client, questions=""):
    return client.get(f"/audit/{questions}").content.decode()


def rows(page):
    return page.count("<tr>") - 1


def test_auditor_of_a_county_reads_its_acts_alone(signed_in):
    append(COUNTY, note="here"), append(OTHER_COUNTY, note="canary"), append("", note="canary")
    record_refused_sign_in(username="nobody", locked=False, at=AT)
    client = signed_in(holder(Role.AUDITOR, over=COUNTY))
    page = shown(client)
    assert "note</span> here" in page
    assert "strange_act" in page
    assert "canary" not in page
    assert 'href="#id_region_code"' in shown(client, f"?region_code={OTHER_COUNTY}")


def test_auditor_of_the_whole_reads_what_belongs_to_no_place_too(signed_in):
    append("", note="nowhere")
    client = signed_in(holder(Role.AUDITOR))
    assert "note</span> nowhere" in shown(client)


def test_record_is_filtered_by_day_act_actor_and_region(signed_in):
    auditor = holder(Role.AUDITOR)
    append(OTHER_COUNTY)
    client = signed_in(auditor)
    assert rows(shown(client)) == 3
    assert rows(shown(client, "?action=grant_role")) == 1
    assert "没有符合条件的记录" in shown(client, "?actor=nobody.here")
    assert rows(shown(client, "?region_code=扎赉特旗")) == 1
    assert rows(shown(client, "?since=2019-03-02&until=2019-03-02")) == 3
    assert "没有符合条件的记录" in shown(client, "?until=2019-03-01")
    assert "没有符合条件的记录" in shown(client, "?since=2019-03-03")


def test_auditor_of_a_county_learns_whether_the_whole_fits_and_not_how_much_there_is(signed_in):
    append(OTHER_COUNTY)
    client = signed_in(holder(Role.AUDITOR, over=COUNTY))
    seal_pending(at=AT)
    page = client.post("/audit/verify/").content.decode()
    assert "全部记录与封条相符。" in page
    assert "条记录，" not in page


def test_details_are_escaped(signed_in):
    append(COUNTY, note="<script>alert(1)</script>")
    assert "<script>alert" not in shown(signed_in(holder(Role.AUDITOR)))


def test_verification_is_told_and_recorded(signed_in):
    client = signed_in(holder(Role.AUDITOR))
    seal_pending(at=AT)
    page = client.post("/audit/verify/").content.decode()
    assert "全部相符：2 条记录，1 个封条。" in page
    assert Entry.objects.latest("id").action == "verify_audit"
    with lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET subject_id = '9' WHERE id = (SELECT min(id) FROM audit_entry)")
    page = client.post("/audit/verify/").content.decode()
    assert re.search(r"有 1 处不符.*中有改动（第 1 号封条）", page, re.DOTALL)
