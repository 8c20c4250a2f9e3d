import re

import pytest

from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import COUNTY, account, holder

pytestmark = pytest.mark.django_db


def offered(client, said):
    return re.findall(r'value="(\d+)"', client.get("/regions/", {"region_code": said}).content.decode())


def test_suggestions_are_cut_to_where_one_has_any_right(signed_in):
    client = signed_in(holder(Role.COUNTY))
    assert offered(client, "科尔沁右翼") == [COUNTY]
    assert {code[:6] for code in offered(client, "镇")} == {"152222"}
    assert offered(client, "扎赉特旗") == []
    assert offered(signed_in(account("no.rights")), "科尔沁") == []
    assert client.get("/regions/").content.strip() == b""
