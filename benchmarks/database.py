"""The registry that a benchmark is measured over: on PostgreSQL, as that of a region is, and belonging to the benchmark alone."""

# ruff: noqa: PLC0415  the settings must stand before Django is loaded
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

ADDRESS = "DATABASE_URL"


def registry_at_hand() -> bool:
    """Bring the registry at DATABASE_URL up to date and load Django over it; False, said in words, where there is none."""
    if _address() is None:
        print("left out: needs PostgreSQL (.ci/postgres python -m benchmarks ...)", flush=True)
        return False
    os.environ.setdefault("DIGUAN_DATA", tempfile.mkdtemp(prefix="diguan-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diguan.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return True


def _address() -> str | None:
    """The address of a PostgreSQL; None where none is named."""
    said = os.environ.get(ADDRESS, "")
    return said if said.startswith("postgres") else None


def asked(option: str, otherwise: int) -> int:
    """The number behind an option of the command line, such as `--households 1000000`."""
    return int(sys.argv[sys.argv.index(option) + 1]) if option in sys.argv else otherwise


@contextmanager
def empty_registry(name: str) -> Iterator[dict[str, str]]:
    """Environment of a process that has an empty database to itself, beside the one of DATABASE_URL; as it is where there is none."""
    address = _address()
    if address is None:
        yield dict(os.environ)
        return
    import psycopg

    own = f"bench_{name}_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {own}")
        try:
            yield os.environ | {ADDRESS: urlsplit(address)._replace(path=f"/{own}").geturl()}
        finally:
            connection.execute(f"DROP DATABASE {own} WITH (FORCE)")
