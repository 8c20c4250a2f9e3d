"""Texts of messages by their kind, and what may fill them."""

import re
import string
from collections.abc import Mapping
from datetime import date, datetime

from diguan.domain.messages.refusals import UnableToNotify
from diguan.domain.regions.queries import region_path
from diguan.engine.documents import Label
from diguan.locale import texts

CATALOGUE = "messages"
REGION = "region"
LONGEST_WORD = 80
# Numbers of identity cards and phones, wherever they hide in a text.
PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)")
Word = int | str | date


def kept_words(kind: str, words: Mapping[str, Word]) -> dict[str, int | str]:
    """Words as a row keeps them. UnableToNotify where the kind has no text, its text has other words, or a word may be of a person."""
    catalogue = texts(CATALOGUE)
    if f"kind.{kind}" not in catalogue:
        raise UnableToNotify(kind, Label("没有这种消息的文字", "there is no text for it"))
    asked = {name for _, name, _, _ in string.Formatter().parse(catalogue[f"kind.{kind}"].zh) if name}
    if asked != set(words):
        wanted, given = ", ".join(sorted(asked)), ", ".join(sorted(words))
        raise UnableToNotify(
            kind, Label(f"应填 {wanted}，给了 {given}", f"it has the words {wanted}, and was given {given}")
        )
    return {name: _kept(kind, name, word) for name, word in words.items()}


def said(kind: str, words: Mapping[str, int | str], language: str) -> str:
    """A message in one language; the code of a region is said as its name."""
    spoken = {name: region_path(str(word)) if name == REGION else word for name, word in words.items()}
    return texts(CATALOGUE).say(f"kind.{kind}", language, **spoken)


def _kept(kind: str, name: str, word: Word) -> int | str:
    if isinstance(word, bool | datetime) or not isinstance(word, int | str | date):
        found = Label(f"{name} 不是数字、日期或短文字", f"{name} is no number, no day and no short text")
        raise UnableToNotify(kind, found)
    if isinstance(word, date):
        return word.isoformat()
    if isinstance(word, str) and (len(word) > LONGEST_WORD or (name != REGION and PERSONAL.search(word))):
        raise UnableToNotify(kind, Label(f"{name} 太长或可能是个人信息", f"{name} is too long or may be of a person"))
    return word
