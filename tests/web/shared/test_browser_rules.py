import re

import pytest
from django.test import Client

from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import holder

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(r'(?:src|href|action)="(?:https?:)?//')


@pytest.mark.parametrize("address", ["/sign-in/", "/nothing/", "/"])
def test_every_answer_carries_the_rules(address):
    headers = Client().get(address).headers
    assert "'unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
    assert {name: headers[name] for name in wanted} == wanted
    assert (headers["Cache-Control"], headers["Cross-Origin-Opener-Policy"]) == ("no-store", "same-origin")


def test_pages_hold_no_script_or_style_of_their_own_and_nothing_from_elsewhere(signed_in):
    administrator = holder(Role.ADMINISTRATOR)
    client, auditor = signed_in(administrator), signed_in(holder(Role.AUDITOR))
    addresses = ("/", "/accounts/", "/accounts/new/", f"/accounts/{administrator.pk}/", "/sessions/", "/password/")
    pages = [client.get(a).content.decode() for a in addresses] + [auditor.get("/audit/").content.decode()]
    assert [found.group() for page in pages for found in INLINE.finditer(page)] == []
    assert [found.group() for page in pages for found in ELSEWHERE.finditer(page)] == []
