"""Commands over files load no NumPy; whoever asks for it afterwards has it."""

import subprocess
import sys

import pytest

from diguan.cli.arrow import load_arrow

REFUSED = """
import atexit, sys
from diguan.__main__ import main
atexit.register(lambda: print("numpy" in sys.modules, "pyarrow.parquet" in sys.modules))
main()
"""


@pytest.mark.parametrize(
    "words",
    [
        ("screen", "none.xlsx", "--standard", "cn-two-assurances", "--as-of", "2019-06-30"),
        ("rescreen", "none", "--since", "none"),
        ("check", "none.xlsx"),
    ],
    ids=lambda words: words[0],
)
def test_commands_over_files_load_arrow_without_numpy(words, tmp_path):
    command = [sys.executable, "-c", REFUSED, *words, "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=300)
    assert (done.returncode, done.stdout.split()) == (2, ["False", "True"])


def test_numpy_can_be_loaded_afterwards():
    code = "from diguan.cli.arrow import load_arrow; load_arrow(); import numpy; print(numpy.zeros(1).size)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout == "1\n"


def test_arrow_that_is_loaded_is_left_as_it_is():
    import pyarrow as pa

    load_arrow()
    assert sys.modules["pyarrow"] is pa
    assert sys.modules.get("numpy", pa) is not None
