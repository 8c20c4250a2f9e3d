"""What is read once a process is read before the first request."""

from diguan.domain.screening import packs
from diguan.engine.standards import list_standards
from diguan.web.shared import warming
from diguan.web.shared.navigation import places


def test_packs_fields_and_places_are_read_beforehand():
    for cached in (packs.pack_of, packs.fields, places):
        cached.cache_clear()
    warming.warm_up()
    kept = [cached.cache_info().currsize for cached in (packs.pack_of, packs.fields, places)]
    assert kept == [len({header.id for header in list_standards()}), 1, 1]
