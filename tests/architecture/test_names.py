"""Rooms are named after what they hold, and every package says what belongs in it."""

import ast

import pytest

from tests.architecture.sources import DATA, SOURCE, TESTS, modules, relative, tracked, tree

EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "service",
    "services",
    "misc",
    "tools",
}
PACKAGES = [p for p in modules() if p.name == "__init__.py"]


def test_no_module_has_a_name_that_says_nothing():
    parts = [(relative(p), {*p.relative_to(SOURCE).parts[:-1], p.stem}) for p in modules()]
    assert [place for place, names in parts if names & EMPTY_NAMES] == []


def test_data_hold_no_code():
    assert [relative(p) for p in tracked() if p.is_relative_to(DATA) and p.suffix in {".py", ".pyc", ".so"}] == []


def test_data_are_loaded_by_path_and_never_imported():
    imported = {
        f"{relative(path)}:{node.lineno}"
        for path in (*modules(), *modules(TESTS))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        if name == "diguan.data" or name.startswith("diguan.data.")
    }
    assert imported == set()


@pytest.mark.parametrize("package", PACKAGES, ids=relative)
def test_package_docstring_says_what_belongs_here(package):
    text = ast.get_docstring(tree(package)) or ""
    assert text, f"{relative(package)} has no docstring"
    if package.parent == SOURCE:
        return
    assert "elongs here:" in text, f"{relative(package)} does not say what belongs here"
    assert "oes not belong here:" in text, f"{relative(package)} does not say what does not belong here"
