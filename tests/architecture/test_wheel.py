"""The wheel carries code and data, and runs from any folder."""

import os
import subprocess
import sys
import zipfile

import pytest

from tests.architecture.sources import ROOT, SOURCE, tracked


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True)
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_holds_every_file_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("diguan/")}
    built = SOURCE / "web" / "built"
    bundled = [p for p in built.rglob("*") if p.is_file()] if built.is_dir() else []
    kept = [p for p in tracked() if p.is_relative_to(SOURCE)]
    assert held == {p.relative_to(SOURCE.parent).as_posix() for p in (*kept, *bundled)}


def test_wheel_runs_from_another_folder(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "NO_COLOR": "1"}
    command = "import diguan, diguan.cli.main; print(diguan.__file__); diguan.cli.main.app(['standards', 'list'])"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith(str(tmp_path))
    assert "cn-two-assurances" in done.stdout
