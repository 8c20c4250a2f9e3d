"""The server as a process of its own, in a data folder of its own, on the embedded database."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

DIGUAN = (sys.executable, "-m", "diguan")


@pytest.fixture
def surroundings(tmp_path):
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("DIGUAN_") and k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    return {**kept, "DIGUAN_DATA": str(tmp_path / "data"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def served(surroundings):
    """A running server and its address."""
    process = subprocess.Popen(
        [*DIGUAN, "serve", "--port", "0"], env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"Pages: (http://127\.0\.0\.1:\d+/)", line):
            break
    yield process, found.group(1), "".join(said)
    process.kill()
    process.wait()
    process.stdout.close()
    process.stderr.close()


def test_server_makes_its_database_says_what_to_do_and_answers(served):
    process, address, said = served
    assert "The database was upgraded by" in said
    assert "No administrator yet: diguan accounts create-administrator" in said
    assert "Jobs in the background (rounds, imports) are done by this program too." in said
    with urllib.request.urlopen(f"{address}sign-in/") as answer:  # noqa: S310  our own server
        page = answer.read().decode()
        assert answer.headers["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'; style-src 'self'"
        )
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "Server" not in answer.headers
    assert "<h1>登录</h1>" in page
    process.send_signal(signal.SIGINT)
    assert process.wait(300) == 0  # its worker is given half a minute to end


def test_other_names_of_the_machine_are_refused_in_words(served):
    _, address, _ = served
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(urllib.request.Request(address, headers={"Host": "evil.example"}))  # noqa: S310  the same
    with refusal.value:
        assert (refusal.value.code, "evil" in refusal.value.read().decode()) == (400, False)


def test_port_that_is_taken_is_refused(surroundings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(surroundings, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "choose another --port" in done.stderr


def test_database_that_cannot_be_reached_is_refused_without_its_password(surroundings):
    away = {**surroundings, "DATABASE_URL": "postgresql://u:hidden-word@127.0.0.1:9/none"}
    done = run(away, "accounts", "list")
    assert done.returncode == 2
    assert "cannot be reached" in done.stderr
    assert "hidden-word" not in done.stderr + done.stdout


def test_setting_that_cannot_be_read_is_refused(surroundings):
    done = run({**surroundings, "DIGUAN_HTTPS": "ja"}, "serve")
    assert done.returncode == 2
    assert "DIGUAN_HTTPS" in done.stderr


def test_missing_extra_is_said_with_the_command_that_installs_it(surroundings, tmp_path):
    hide = (
        "import importlib.util as u; import sys; real = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name.split('.')[0] in ('django', 'axes') else real(name, *rest)\n"
        "from diguan.cli.main import app; app(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", hide, "serve"], env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert 'pip install "diguan[web]"' in done.stderr


def run(surroundings, *words):
    return subprocess.run([*DIGUAN, *words], env=surroundings, capture_output=True, text=True, check=False, timeout=600)
