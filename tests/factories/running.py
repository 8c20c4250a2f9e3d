"""The environment of another process that works on the database of this test."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment_of(connection, **more):
    """Environment with the address of a connection's database; the sources of the tests can be imported."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite://{said['NAME']}"
    else:
        url = f"postgresql://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}/{said['NAME']}"
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    django = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "diguan.config.settings", "PYTHONPATH": paths}
    return {**os.environ, **django, **more}
