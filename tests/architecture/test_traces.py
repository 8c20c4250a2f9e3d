"""Nothing that is kept names a machine or the host a package came from, and no work is left marked for later."""

import re

from tests.architecture.sources import relative, tracked

BINARY = {".xlsx", ".xls", ".parquet", ".gz", ".png", ".ico", ".woff2", ".zip"}
# Put together from pieces, so that this file does not hold what it looks for.
UNWANTED = {
    "a path of one machine": re.compile(
        "|".join(("(?<![\\w.-])/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "bash_" + "jobs"))
    ),
    "a package registry": re.compile(
        "|".join(("python" + "hosted", "py" + "pi\\.org", "registry\\.npm" + "js", "npm" + "mirror"))
    ),
    "work left for later": re.compile("|".join(("\\bTO" + "DO\\b", "\\bFIX" + "ME\\b", "\\bXX" + "X\\b"))),
}


def test_no_kept_file_holds_a_trace():
    found = [
        f"{relative(path)}:{number} {what}: {line.strip()[:80]}"
        for path in tracked()
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        for what, pattern in UNWANTED.items()
        if pattern.search(line)
    ]
    assert found == []
