"""Runs the real command in a process of its own, as a person would."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONFIRM = ["--confirm", "poverty_line=3218@county notice"]
STANDARD = ["--standard", "cn-two-assurances", "--as-of", "2019-06-30"]


@dataclass(frozen=True)
class Outcome:
    """What the command left: exit code, both streams, and the answer of `--json`."""

    code: int
    stdout: str
    stderr: str

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        found: dict[str, Any] = json.loads(self.stdout)
        return found

    @property
    def text(self) -> str:
        """Everything a person would read."""
        return self.stdout + self.stderr


def diguan(*words: str | Path, timeout: int = 900) -> Outcome:
    """One call of `diguan`."""
    done = subprocess.run(
        [sys.executable, "-m", "diguan", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def screen(*inputs: Path, out: Path, more: tuple[str | Path, ...] = (), timeout: int = 900) -> Outcome:
    """`diguan screen` with the first pack, as of 30 June 2019."""
    return diguan("screen", *inputs, *STANDARD, *CONFIRM, "--out", out, *more, timeout=timeout)
