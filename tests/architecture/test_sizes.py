"""Small rooms: caps on files and functions (ARCHITECTURE.md, "Sizes")."""

from tests.architecture.sizes import file_sizes, function_sizes
from tests.architecture.sources import ROOT, line_count, relative, tracked

FILE_CAP = 500
FILE_P95 = 350
FUNCTION_P95 = 40
TEXT_FILES = {".py", ".js", ".css", ".html", ".j2"}


def test_no_source_file_exceeds_the_cap():
    files = [p for p in tracked() if p.suffix in TEXT_FILES and p.is_relative_to(ROOT)]
    assert [f"{line_count(p)} {relative(p)}" for p in files if line_count(p) > FILE_CAP] == []


def test_nineteen_of_twenty_files_stay_small():
    sizes = file_sizes()
    assert sizes.p95 <= FILE_P95, sizes.above(FILE_P95)


def test_nineteen_of_twenty_functions_stay_short():
    sizes = function_sizes()
    assert sizes.p95 <= FUNCTION_P95, sizes.above(FUNCTION_P95)
