"""How much one input file may ask for."""

import os
from dataclasses import dataclass, fields

GIB = 1 << 30
LEAST_MEMORY = 2 * GIB
MOST_MEMORY = 8 * GIB


def physical_memory() -> int:
    """Bytes of memory of this machine; the least that a child gets where the system does not tell."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return LEAST_MEMORY


def default_memory() -> int:
    """Half of the machine, for two children at a time, between 2 and 8 GiB: 40 million cells need about 5."""
    return max(LEAST_MEMORY, min(MOST_MEMORY, physical_memory() // 2))


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
