from pathlib import Path

import pytest

from diguan.engine.standards import UnableToLoadStandard, load_standard
from tests.factories.packs import edit, pack_copy, put, told

PACK = """{{id: {id}, version: '{version}', label: {{zh: 包, en: Pack}}, in_force: {{from: 2019-01-01}},
  uses: own_fields, extends: [{extends}]}}
"""


def make(folder: Path, id: str, *extends: str, version: str = "1") -> Path:
    put(folder, "pack.yaml", PACK.format(id=id, version=version, extends=", ".join(extends)))
    return folder


def test_pack_is_extended_by_relative_folder_id_or_version(tmp_path):
    folder = pack_copy(tmp_path, "small-region")
    for reference in ("small", "small@1", "../small", "'./../small'"):
        edit(folder, "pack.yaml", "extends: [", f"extends: [{reference}] #")
        assert load_standard(folder).extends == ("small@1",)
        text = (folder / "pack.yaml").read_text(encoding="utf-8")
        put(folder, "pack.yaml", text.replace(f"[{reference}] #", "["))


def test_chain_is_laid_deepest_first_and_each_pack_once(tmp_path):
    small = pack_copy(tmp_path)
    left = make(small.parent / "left", "left", "small")
    right = make(small.parent / "right", "right", "small")
    top = make(small.parent / "top", "top", "left", "right")
    assert [h.id for h in load_standard(top).chain] == ["small", "left", "right", "top"]
    assert {left.name, right.name} == {"left", "right"}


def test_circle_is_refused(tmp_path):
    a = make(tmp_path / "a", "a", "../b")
    make(tmp_path / "b", "b", "../a")
    assert "packs that extend each other: a → b → a" in [m for _, _, m in told(a)]


def test_pack_that_extends_itself_is_refused(tmp_path):
    folder = make(tmp_path / "a", "a", "a")
    assert "packs that extend each other: a → a" in [m for _, _, m in told(folder)]


def test_unknown_pack_is_refused_with_the_nearest_name(tmp_path):
    folder = pack_copy(tmp_path, "small-region")
    edit(folder, "pack.yaml", "../small", "smal")
    with pytest.raises(UnableToLoadStandard) as caught:
        load_standard(folder)
    problem = next(p for p in caught.value.problems if p.file == "pack.yaml")
    assert (problem.line, problem.hint.en) == (7, "did you mean 'small'?")


def test_wrong_version_is_refused(tmp_path):
    folder = pack_copy(tmp_path, "small-region")
    edit(folder, "pack.yaml", "../small", "small@2")
    assert next(m for f, _, m in told(folder) if f == "pack.yaml").startswith("no standard 'small@2'; known: ")


def test_problem_of_an_extended_pack_names_it(tmp_path):
    folder = pack_copy(tmp_path, "small-region")
    edit(folder.parent / "small", "departments.yaml", "en: Council", "en: ''")
    assert told(folder) == [("../small/departments.yaml", 1, "found text")]
