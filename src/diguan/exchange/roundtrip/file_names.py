"""File names that people can read and every system takes."""

import re
from collections.abc import Iterable, Mapping

# Not allowed in file names somewhere: separators, wildcards, quotes, control characters.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
MOST_BYTES = 150  # of 255 that systems allow; chat programs add their own


def safe_name(text: str) -> str:
    """A text as a file name without ending: readable, no longer than MOST_BYTES in UTF-8, reserved on no system."""
    name = _SPACES.sub("-", _UNSAFE.sub("-", text).strip()).strip(". -")
    name = name.encode("utf-8")[:MOST_BYTES].decode("utf-8", "ignore").rstrip(". -")
    return f"_{name}" if not name or _RESERVED.match(name) else name


def distinct_names(texts: Iterable[str]) -> Mapping[str, str]:
    """A file name for each text, in order; those that would be one on a system without case get a number."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for text in texts:
        name = first = safe_name(text)
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{first}-{number}"
        taken.add(name.casefold())
        found[text] = name
    return found
