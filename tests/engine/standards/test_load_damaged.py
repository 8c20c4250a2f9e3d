"""Damaged packs are refused or load; they never end in another error, and every problem has a place and both languages."""

import random
import re

import pytest

from tests.factories.packs import PACKS, pack_copy, refusals

FILES = [p.relative_to(PACKS) for name in ("small", "small-region") for p in sorted((PACKS / name).rglob("*.yaml"))]
WORDS = [
    "null",
    "no",
    "x",
    "12",
    "[]",
    "{}",
    "''",
    "true",
    "2019-01-01",
    ":line",
    "not",
    "-1e5",
    ".nan",
    "*a",
    "&a",
    "- ",
    "?",
    "%",
]


def cut_short(text, draw):
    return text[: draw.randrange(len(text) + 1)]


def without_a_character(text, draw):
    at = draw.randrange(len(text) or 1)
    return text[:at] + text[at + 1 :]


def with_a_word(text, draw):
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice(WORDS) + text[at:]


def with_another_word(text, draw):
    found = list(re.finditer(r"[\w.:]+", text))
    if not found:
        return text
    match = draw.choice(found)
    return text[: match.start()] + draw.choice(WORDS) + text[match.end() :]


def with_a_line_twice(text, draw):
    lines = text.split("\n")
    lines.insert(draw.randrange(len(lines) + 1), draw.choice(lines))
    return "\n".join(lines)


DAMAGE = [cut_short, without_a_character, with_a_word, with_another_word, with_a_line_twice]


@pytest.mark.parametrize("seed", range(30))
def test_damaged_pack_is_refused_or_loads(tmp_path, seed):
    draw = random.Random(seed)
    folder = pack_copy(tmp_path, "small-region")
    path = folder.parent / draw.choice(FILES)
    text = path.read_text(encoding="utf-8")
    for _ in range(draw.randint(1, 3)):
        text = draw.choice(DAMAGE)(text, draw)
    path.write_text(text, encoding="utf-8")
    for problem in refusals(folder):
        assert problem.line >= 1
        assert problem.message.zh
        assert problem.message.en
        assert problem.expected or problem.hint
