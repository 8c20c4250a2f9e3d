"""Every bar with its ratio: `python -m benchmarks [--quick] [NAME ...]`.

A benchmark is a file of this folder with `main(quick: bool) -> list[Result]`; NAMEs pick some of them. Everything runs here, side by
side; the exit code is 0 whether the bars are held or not, because a busy machine is no defect: read the lines.
"""

import platform
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.measure import Result


def benchmarks(names: list[str]) -> list[str]:
    """Names of the files that measure a bar, in order; all of them unless some are named."""
    files = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return [
        name for name in files if (not names or name in names) and hasattr(import_module(f"benchmarks.{name}"), "main")
    ]


def main() -> None:
    """Run them and print what they found."""
    quick = "--quick" in sys.argv
    results: list[Result] = []
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}{', quick sizes' if quick else ''}"
    )
    for name in benchmarks([argument for argument in sys.argv[1:] if not argument.startswith("-")]):
        for result in import_module(f"benchmarks.{name}").main(quick):
            results.append(result)
            print(result, flush=True)
    print(f"{sum(r.held for r in results)} of {len(results)} bars held")


if __name__ == "__main__":
    main()
