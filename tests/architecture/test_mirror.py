"""Tests mirror the sources: tests/engine/regions/test_tree.py tests src/diguan/engine/regions/tree.py."""

from pathlib import Path

from tests.architecture.sources import SOURCE, TESTS, modules, relative

# Tests of the whole, which mirror no single module.
OWN_FOLDERS = {"acceptance", "architecture", "browser", "factories", "packs_shipped", "real"}


def has_source(test: Path) -> bool:
    """Whether `test_<module>.py` or `test_<module>_<aspect>.py` has its module (or package) at the mirrored path."""
    folder = SOURCE / test.relative_to(TESTS).parent
    words = test.stem.removeprefix("test_").split("_")
    names = ["_".join(words[:end]) for end in range(len(words), 0, -1)]
    return any((folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file() for name in names)


def test_every_test_file_has_a_source_module():
    tests = [p for p in modules(TESTS) if p.name.startswith("test_")]
    mirrored = [p for p in tests if p.relative_to(TESTS).parts[0] not in OWN_FOLDERS]
    assert [relative(p) for p in mirrored if not has_source(p)] == []
