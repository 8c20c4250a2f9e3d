"""What is read once a process is read before the first request comes, so that nobody waits for it."""

import gc

from django.urls import get_resolver

from diguan.domain.accounts.queries import departments
from diguan.domain.regions.queries import region_tree
from diguan.domain.screening.packs import fields, pack_of, standards
from diguan.locale import texts
from diguan.locale.texts import FOLDER
from diguan.web.shared.assets import bundled
from diguan.web.shared.navigation import places


def warm_up() -> None:
    """Reads addresses, texts, regions, fields and every shipped standard; the collector need not walk over them ever after."""
    _ = get_resolver().url_patterns
    for catalogue in sorted(FOLDER.glob("*.yaml")):
        texts(catalogue.stem)
    fields()
    for unit in region_tree().levels[:1]:
        list(region_tree().find(unit.label.zh))  # the index of names is made at the first search
    for header in standards():
        pack_of(header.id)
    departments()
    places()
    bundled()
    gc.collect()
    gc.freeze()
