"""One check of the planted workbooks, for every test that only looks at it, and the same by region and revealed where a test asks."""

from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

import diguan
from diguan.api import CheckResult
from tests.factories.checked import AS_OF, NUMBER, write

HEADING = 3
SITUATION = {number: name for name, number in NUMBER.items()}


class Checked(NamedTuple):
    """What was given and what came out."""

    files: dict[str, Path]
    result: CheckResult

    def sheet(self, name: str, book: str = "checks.xlsx", heading: int = HEADING) -> list[dict[str, Any]]:
        """Rows of a sheet by heading."""
        rows = [list(row) for row in openpyxl.load_workbook(self.result.path / book)[name].iter_rows(values_only=True)]
        return [dict(zip(rows[heading - 1], row, strict=True)) for row in rows[heading:]]

    def corrections(self) -> list[dict[str, Any]]:
        """Lines of the list of corrections."""
        return self.sheet("更正清单", "corrections.xlsx", HEADING + 1)


def run(files: dict[str, Path], out: Path, **more: Any) -> Checked:
    given = [files[name] for name in ("near", "far", "watched")]
    result = diguan.check(given, as_of=AS_OF, out=out, rosters={"helpers": files["helpers"]}, **more)
    return Checked(files, result)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="session")
def checked(planted: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return run(planted, tmp_path_factory.mktemp("checked") / "out", recipient="旗乡村振兴局")
