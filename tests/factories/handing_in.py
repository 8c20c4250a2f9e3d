"""A process of its own that hands in photo after photo, as fast as it can, until it is killed."""

import sys
from itertools import count

import django

if __name__ == "__main__":
    django.setup()
    from diguan.domain.accounts.permissions import Right, Role, Viewer
    from diguan.domain.evidence.actions import store_evidence
    from tests.factories.accounts import AT, COUNTY
    from tests.factories.evidence import photo

    for shade in count():
        actor = Viewer(7, (Right(Role.COUNTY, COUNTY),))
        store_evidence(
            content=photo(shade=shade % 251, size=(65 + shade, 48)), name="a", region_code=COUNTY, actor=actor, at=AT
        )
        sys.stdout.write("kept\n")
        sys.stdout.flush()
