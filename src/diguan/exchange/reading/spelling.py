"""Texts made comparable: width, spaces, brackets and case do not matter, in headers and in cells."""

import re
import unicodedata

# Control characters as workbooks write them.
_ESCAPED = re.compile(r"_x00[01][0-9A-Fa-f]_")
# Spaces of any kind, zero-width characters, the byte order mark, soft hyphens.
_NOTHING = dict.fromkeys(
    [
        *range(0x21),
        0x7F,
        0xA0,
        0xAD,
        0x1680,
        *range(0x2000, 0x2010),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x2060,
        0x3000,
        0xFEFF,
    ]
)
_BRACKETS = str.maketrans(
    {"[": "(", "]": ")", "{": "(", "}": ")", "【": "(", "】": ")", "〔": "(", "〕": ")", "〈": "(", "〉": ")"}
)


def plain(text: str) -> str:
    """The text in half width, without spaces and invisible characters at its ends, and without Excel's leading apostrophe."""
    if "_x" in text:
        text = _ESCAPED.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
    text = text.strip()
    return text.removeprefix("'")


def fold(text: str) -> str:
    """The text in half width and lower case, without any space, brackets of one kind."""
    if "_x" in text:
        text = _ESCAPED.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    folded = text.translate(_NOTHING).translate(_BRACKETS).casefold()
    # a mark that stood behind a space now stands behind a letter
    return folded if folded.isascii() else unicodedata.normalize("NFKC", folded)


def fold_header(text: str) -> str:
    """A header folded, without the star of a required column and the colon behind it."""
    return fold(text).strip("*:'\"")
