import pytest

from diguan.engine.standards import UnableToFindStandard, list_standards, locate_standard
from tests.factories.packs import PACKS, pack_copy, put


def test_project_packs_are_listed():
    assert ("cn-two-assurances", "2019.1") in [(h.id, h.version) for h in list_standards()]


def test_further_folders_are_searched_first():
    assert locate_standard("small", [PACKS]) == PACKS / "small"
    assert {"small@1", "small-region@1", "worked-example@2019.1"} <= {h.reference for h in list_standards([PACKS])}


def test_bare_word_is_a_folder_where_no_pack_has_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(pack_copy(tmp_path).parent)
    assert locate_standard("small") == (tmp_path / "packs" / "small").resolve()


def test_name_of_a_pack_goes_before_a_folder_of_that_name(tmp_path, monkeypatch):
    put(tmp_path, "cn-two-assurances/pack.yaml", "id: x\n")
    monkeypatch.chdir(tmp_path)
    assert locate_standard("cn-two-assurances").parent.name == "standards"
    assert locate_standard("./cn-two-assurances") == (tmp_path / "cn-two-assurances").resolve()


def test_several_versions_need_one_named(tmp_path):
    for version in ("1", "2"):
        put(tmp_path, f"p{version}/pack.yaml", f"id: p\nversion: '{version}'\nlabel: {{zh: 包, en: P}}\n")
    assert locate_standard("p@2", [tmp_path]).name == "p2"
    with pytest.raises(UnableToFindStandard, match="'p' is ambiguous: p@1, p@2"):
        locate_standard("p", [tmp_path])


def test_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UnableToFindStandard, match="there is no folder none"):
        locate_standard(tmp_path / "none")


def test_unreadable_pack_does_not_hide_the_others(tmp_path):
    put(tmp_path, "bad/pack.yaml", "id: [\n")
    put(tmp_path, "list/pack.yaml", "- a\n")
    put(tmp_path, "good/pack.yaml", "id: good\nversion: '1'\nlabel: {zh: 好, en: Good}\n")
    assert [h.id for h in list_standards([tmp_path]) if h.folder.is_relative_to(tmp_path)] == ["good"]
