"""The commands that judge files must never need the server."""

import subprocess
import sys

import pytest

COMMANDS = ("screen", "check", "round", "standards", "regions", "synth")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_over_files_does_not_load_the_web_framework(command):
    code = (
        "import sys; from diguan.cli.main import app\n"
        f"try:\n    app(['{command}', '--help'], standalone_mode=False)\nexcept SystemExit:\n    pass\n"
        "import diguan.api, diguan.engine.screening, diguan.exchange.papers\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'django', 'cryptography', 'axes'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
