"""How much memory may be used: of the machine, or of the container around the process."""

import pytest

from diguan.exchange.grids.limits import GIB, physical_memory, usable_memory

LESS = GIB // 4  # less than any machine that runs the tests


def usable(folder, own, limits):
    """What a process in these control groups may use; limits by file."""
    (folder / "own").write_text(own, encoding="utf-8")
    for name, limit in limits.items():
        file = folder / "groups" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{limit}\n", encoding="ascii")
    return usable_memory(folder / "own", folder / "groups")


@pytest.mark.parametrize(
    ("own", "limits"),
    [
        ("0::/box\n", {"box/memory.max": LESS}),
        ("0::/\n", {"memory.max": LESS}),
        ("0::/pod/box\n", {"pod/memory.max": LESS, "pod/box/memory.max": "max"}),
        ("0::/seen/from/outside\n", {"memory.max": LESS}),
        ("4:cpu:/\n3:memory,hugetlb:/box\n0::/\n", {"memory/box/memory.limit_in_bytes": LESS}),
        (
            "3:memory:/pod/box\n",
            {"memory/memory.limit_in_bytes": LESS, "memory/pod/box/memory.limit_in_bytes": LESS * 2},
        ),
    ],
    ids=["own-group", "root-of-a-container", "group-above", "path-of-another-mount", "version-1", "version-1-above"],
)
def test_container_that_may_use_less_is_what_counts(tmp_path, own, limits):
    assert usable(tmp_path, own, limits) == LESS


@pytest.mark.parametrize(
    ("own", "limits"),
    [
        ("0::/box\n", {"box/memory.max": "max"}),
        ("3:memory:/\n", {"memory/memory.limit_in_bytes": 9223372036854771712}),
        ("3:cpu:/box\n", {"memory.max": LESS, "memory/box/memory.limit_in_bytes": LESS}),
        ("0::/box\n", {"other/memory.max": LESS}),
        ("", {}),
    ],
    ids=["none", "none-in-version-1", "not-of-memory", "another-group", "no-groups"],
)
def test_machine_counts_where_no_container_may_use_less(tmp_path, own, limits):
    assert usable(tmp_path, own, limits) == physical_memory()


def test_machine_counts_where_nothing_is_told_of_groups(tmp_path):
    assert usable_memory(tmp_path / "none", tmp_path) == physical_memory()


def test_group_whose_limit_cannot_be_read_is_passed_over(tmp_path):
    unreadable = "n" * 300  # no file system has such a name; it stands for whatever else reading may be refused for
    assert usable(tmp_path, f"0::/{unreadable}\n", {}) == physical_memory()
    assert usable(tmp_path, f"0::/{unreadable}\n", {"memory.max": LESS}) == LESS
