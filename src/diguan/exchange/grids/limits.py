"""How much one input file may ask for."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

GIB = 1 << 30
LEAST_MEMORY = 2 * GIB
MOST_MEMORY = 8 * GIB


def physical_memory() -> int:
    """Bytes of memory of this machine; the least that a child gets where the system does not tell."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return LEAST_MEMORY


def usable_memory(own: Path = Path("/proc/self/cgroup"), groups: Path = Path("/sys/fs/cgroup")) -> int:
    """Bytes of memory of this machine, or of the container around this process where that may use less.

    `own`: which control groups the process is in; `groups`: where they are mounted (Linux, versions 1 and 2). A group is bound by those
    it lies in; where there are none, or they cannot be read, the machine counts.
    """
    return min([physical_memory(), *_group_limits(own, groups)])


def _group_limits(own: Path, groups: Path) -> Iterator[int]:
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = (*line.split(":", 2), "", "")[:3]
        if "memory" in controllers.split(","):
            yield from _limits_upwards(groups / "memory", path, "memory.limit_in_bytes")
        elif not controllers:
            yield from _limits_upwards(groups, path, "memory.max")


def _limits_upwards(top: Path, path: str, name: str) -> Iterator[int]:
    """Limits of a group and of all that it lies in; no file, one that cannot be read, and `max` are no limit."""
    group = top / path.lstrip("/")
    for folder in (group, *group.parents):
        if not folder.is_relative_to(top):
            continue
        try:
            told = (folder / name).read_text(encoding="ascii").strip()
        except OSError:  # there is none, or it is not for everybody to read
            continue
        if told.isdecimal():
            yield int(told)


def default_memory() -> int:
    """Half of what may be used, for two children at a time, between 2 and 8 GiB: 40 million cells need about 5."""
    return max(LEAST_MEMORY, min(MOST_MEMORY, usable_memory() // 2))


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one child process and of one file; everything beyond is refused with the figure.

    `memory` is enforced by the operating system (POSIX); elsewhere an allocation that fails ends the child, which is refused alike.
    `unpacked` bounds the bytes inside a .xlsx, `ratio` how many times larger they are than the file once that is over `ratio_from` bytes.
    """

    memory: int = 0
    seconds: int = 900
    rows: int = 20_000_000
    columns: int = 16_384
    entries: int = 10_000
    unpacked: int = 6 * GIB
    ratio: int = 250
    ratio_from: int = 64 << 20

    def __post_init__(self) -> None:
        if not self.memory:
            object.__setattr__(self, "memory", default_memory())

    def as_json(self) -> dict[str, int]:
        """Plain values, for the way into the child process."""
        return {f.name: getattr(self, f.name) for f in fields(self)}
