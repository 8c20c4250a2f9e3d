import json
import subprocess
import sys

import pytest

from diguan.exchange.grids.processes import FORKS, NURSERY

pytestmark = pytest.mark.skipif(not FORKS, reason="no process is forked on this system")
READER = """
import sys
def main(request):
    print("to nowhere", sys.stdin.read())
    sys.stderr.write(request.read_text())
"""


def test_nursery_answers_line_by_line_and_ends_with_its_input(tmp_path, monkeypatch):
    (tmp_path / "reader_that_talks.py").write_text(READER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    lines = []
    for name in ("一 户", "two"):
        request, said = tmp_path / name, tmp_path / f"{name}.said"
        request.write_text(name, encoding="utf-8")
        said.touch()
        lines.append(json.dumps([str(request), str(said)]))
    lines.append(json.dumps([str(tmp_path / "absent"), str(tmp_path / "two.said")]))
    command = [sys.executable, "-P", "-m", NURSERY, "reader_that_talks"]
    ended = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("0\n0\n1\n", "")
    assert (tmp_path / "一 户.said").read_text(encoding="utf-8") == "一 户"
    assert "FileNotFoundError" in (tmp_path / "two.said").read_text(encoding="utf-8")
