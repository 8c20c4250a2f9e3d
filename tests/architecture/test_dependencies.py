"""Every dependency has its reason beside it, and the locks hold what pyproject.toml asks for, with hashes and without hosts."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.sources import ROOT

PYPROJECT = ROOT / "pyproject.toml"
PROJECT = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ASKED = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-dev.txt": [*PROJECT["dependencies"], *(r for extra in EXTRAS.values() for r in extra)],
}
MOST_RUNTIME_DEPENDENCIES = 25


def pinned(lock: str) -> dict[str, set[Version]]:
    """Versions by name; a name has several where Python versions or systems differ."""
    versions: dict[str, set[Version]] = {}
    for name, version in re.findall(
        r"^([\w.-]+)==([^\s;\\]+)", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE
    ):
        versions.setdefault(canonicalize_name(name), set()).add(Version(version))
    return versions


def test_runtime_dependencies_stay_few():
    assert len(PROJECT["dependencies"]) <= MOST_RUNTIME_DEPENDENCIES


def test_every_dependency_has_its_reason_beside_it():
    lines = PYPROJECT.read_text(encoding="utf-8").splitlines()
    asked = [*PROJECT["dependencies"], *(r for extra in EXTRAS.values() for r in extra)]
    assert [r for r in asked if not any(f'"{r}"' in line and re.search(r"# \w", line) for line in lines)] == []


@pytest.mark.parametrize("lock", ASKED)
def test_lock_holds_what_is_asked_for(lock):
    versions = pinned(lock)
    asked = [Requirement(text) for text in ASKED[lock]]
    missing = [
        str(r)
        for r in asked
        if not all(v in r.specifier for v in versions.get(canonicalize_name(r.name), {Version("0")}))
    ]
    assert missing == []


def test_locks_agree_with_each_other():
    base, dev = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert {name: dev.get(name) for name in base} == base


@pytest.mark.parametrize("lock", [*ASKED, "requirements-build.txt"])
def test_lock_has_hashes_and_no_host(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.search(r"https?:|--index-url|--find-links|--extra-index", text) is None
