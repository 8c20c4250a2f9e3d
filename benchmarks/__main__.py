"""Every bar with its ratio: `python -m benchmarks [--quick] [NAME ...]`, those over a registry with `.ci/postgres` before it.

A benchmark is a file of this folder with `main(quick: bool) -> list[Result]`; NAMEs pick some of them. Each runs in a process and over a
database of its own, so that none finds what another has left; what cannot run here says so. The exit code is 0 whether the bars are held
or not, because a busy machine is no defect: read the lines. It is 1 when a benchmark failed.
"""

import platform
import subprocess
import sys
from pathlib import Path

from benchmarks.database import empty_registry
from benchmarks.measure import HELD, MISSED


def benchmarks(names: list[str]) -> list[str]:
    """Names of the files that measure a bar, in order; all of them unless some are named. ValueError for one that is none."""
    files = sorted(Path(__file__).parent.glob("[a-z]*.py"))
    known = [path.stem for path in files if "\ndef main(quick: bool)" in path.read_text(encoding="utf-8")]
    if strange := [name for name in names if name not in known]:
        raise ValueError(f"no benchmark {', '.join(strange)}; there are {', '.join(known)}")
    return [name for name in known if not names or name in names]


def measured(name: str, options: list[str]) -> tuple[list[str], int]:
    """Run one and pass on what it prints; the lines of its bars, and its exit code."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *options]
    lines = []
    with (
        empty_registry(name) as environment,
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as running,
    ):
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)
            lines += [line] if line.startswith((HELD, MISSED)) else []
    return lines, running.returncode


def main() -> int:
    """Run them, and count what they found."""
    names = [word for word in sys.argv[1:] if word != "--quick"]
    options = [word for word in sys.argv[1:] if word == "--quick"]
    machine = platform.processor() or platform.machine()
    print(f"{machine}, Python {platform.python_version()}", flush=True)
    if options:
        print(
            "quick sizes: what a command costs however little it judges weighs more; the bars are set for the full ones"
        )
    lines: list[str] = []
    failed = []
    for name in benchmarks(names):
        print(f"-- {name}", flush=True)
        own, code = measured(name, options)
        lines += own
        failed += [name] if code else []
    print(f"{sum(line.startswith(HELD) for line in lines)} of {len(lines)} bars held")
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
