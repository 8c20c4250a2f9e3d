"""Commands over the registry: ready at once on the embedded database, a clear word elsewhere. Each in a process of its own."""

import os
import subprocess
import sys

import pytest

from diguan.cli import server


def run(*words, **environment):
    """One command with the real settings."""
    return subprocess.run(
        [sys.executable, "-m", "diguan", *words],
        env={**{k: v for k, v in os.environ.items() if k != "DATABASE_URL"}, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_upgrade_makes_the_embedded_database_and_then_has_nothing_to_do(tmp_path):
    data = {"DIGUAN_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "diguan.config.settings"}
    first, second = run("upgrade", **data), run("upgrade", **data)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "the database was carried through" in first.stdout
    assert "the database is up to date" in second.stdout
    assert (tmp_path / "data" / "registry.sqlite3").is_file()


def test_database_that_cannot_be_reached_is_refused_without_its_password(tmp_path):
    address = "postgresql://somebody:hidden@127.0.0.1:1/nothing"
    done = run(
        "upgrade",
        DIGUAN_DATA=str(tmp_path),
        DATABASE_URL=address,
        DJANGO_SETTINGS_MODULE="diguan.config.settings",
    )
    assert done.returncode == 2
    assert "the database cannot be reached" in done.stderr
    assert "hidden" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_server_that_is_not_installed_is_refused_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(server, "NEEDED", ("django", "no_such_module_anywhere"))
    with pytest.raises(server.UnableToOpenRegistry) as refusal:
        server.load_server()
    assert "no_such_module_anywhere" in str(refusal.value)
    assert 'pip install "diguan[web]"' in str(refusal.value)
