"""Folders of the same bytes are the same pack, read once; whatever makes it another pack makes it read again."""

import shutil

import pytest

from diguan.engine.catalogue import Catalogue, load_catalogue
from diguan.engine.standards import load_standard
from diguan.engine.standards.contents import contents_of
from diguan.engine.standards.saved import save_pack
from tests.factories.packs import PACKS, edit, pack_copy, put


def test_pack_is_read_once_wherever_it_lies(tmp_path):
    first, again = (load_standard(pack_copy(tmp_path / place)) for place in ("a", "b"))
    assert again.rules is first.rules
    assert (first.folder, again.folder) == (tmp_path / "a" / "packs" / "small", tmp_path / "b" / "packs" / "small")


def test_saved_pack_brings_what_it_extends_and_is_read_once_with_it(tmp_path):
    for place in ("a", "b"):
        save_pack(load_standard("cn-consistency-pastoral"), tmp_path / place)
    first, again = (load_standard(tmp_path / place) for place in ("a", "b"))
    assert again.rules is first.rules
    assert [header.folder.is_relative_to(tmp_path / "b") for header in again.chain] == [True, True]
    assert [header.reference for header in again.chain] == [header.reference for header in first.chain]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: edit(folder, "departments.yaml", "Council", "Counsel"),
        lambda folder: put(folder, "notes.yaml", "a: 1"),
        lambda folder: (folder / "indicators" / "empty").mkdir(),
        lambda folder: (folder / "measures.yaml").rename(folder / "measures.txt"),
    ],
    ids=["a byte", "a file", "a folder", "a name"],
)
def test_changed_folder_has_other_contents(tmp_path, change):
    folder = pack_copy(tmp_path)
    before = contents_of(folder)
    change(folder)
    assert None is not before != contents_of(folder)


def test_pack_that_rests_on_another_folder_is_read_with_it_each_time(tmp_path):
    folder = pack_copy(tmp_path, "small-region")
    assert contents_of(folder) is None
    before = load_standard(folder)
    edit(folder.parent / "small", "departments.yaml", "Council", "Counsel")
    assert load_standard(folder).departments != before.departments


def test_link_out_of_the_folder_is_followed_each_time(tmp_path):
    folder = pack_copy(tmp_path)
    outside = shutil.move(folder / "departments.yaml", tmp_path / "departments.yaml")
    (folder / "departments.yaml").symlink_to(outside)
    before = load_standard(folder)
    edit(tmp_path, "departments.yaml", "Council", "Counsel")
    assert load_standard(folder).departments != before.departments


def test_same_files_with_other_fields_are_another_pack():
    folder, fields = PACKS / "worked-example", load_catalogue()
    assert load_standard(folder).catalogue is fields
    other = Catalogue(fields.by_subject)
    assert load_standard(folder, other).catalogue is other
