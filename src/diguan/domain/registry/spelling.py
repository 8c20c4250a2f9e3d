"""Names as people search for them: by pinyin and by initials."""

import unicodedata
from functools import cache

from pypinyin import lazy_pinyin

# Characters that are read in another way where they are a surname.
SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "朴": "piao",
    "盖": "ge",
    "区": "ou",
    "乐": "yue",
    "种": "chong",
    "秘": "bi",
    "冼": "xian",
    "覃": "qin",
    "翟": "zhai",
    "缪": "miao",
    "华": "hua",
    "任": "ren",
    "尉": "yu",
}
LONGEST = 200
MOST_INITIALS = 40


@cache
def _read(character: str) -> str:
    return lazy_pinyin(character)[0].lower()


def pinyin_of(name: str) -> tuple[str, str]:
    """The whole name in pinyin without spaces, and its initials: 王小明 is wangxiaoming, wxm.

    Character by character, so that the pinyin of how a name begins is how its pinyin begins.
    """
    syllables = [_read(character) for character in name if character.isprintable() and not character.isspace()]
    if syllables and name.strip()[:1] in SURNAMES:
        syllables[0] = SURNAMES[name.strip()[0]]
    return "".join(syllables)[:LONGEST], "".join(s[:1] for s in syllables)[:MOST_INITIALS]


def typed(text: str) -> str:
    """What somebody typed into a search, in half width and without spaces around it: an input method may write １００１ and mean 1001."""
    return unicodedata.normalize("NFKC", text).strip()


def closed_up(text: str) -> str:
    """The same without any space: identity numbers are copied in groups, and names of two characters are set apart in tables."""
    return "".join(text.split())
