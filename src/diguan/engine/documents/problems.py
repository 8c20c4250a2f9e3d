"""A place in a file, a text in both languages, and a problem that names both."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


def is_refusal(error: BaseException) -> bool:
    """Whether an error is one of the project's own `UnableToX`: it says what, where and what to do."""
    return any(each.__name__.startswith("UnableTo") for each in type(error).__mro__)


@dataclass(frozen=True, slots=True)
class Where:
    """File (relative to its pack or folder) and line (1-based) of a piece of text."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Label:
    """A text in both languages; a missing translation is refused when the file is loaded."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file: where, what was found, what was expected, what to do."""

    file: str
    line: int
    message: Label
    expected: Label | None = None
    hint: Label | None = None

    @classmethod
    def at(cls, where: Where, message: Label, expected: Label | None = None, hint: Label | None = None) -> "Problem":
        """A problem at a place."""
        return cls(where.file, where.line, message, expected, hint)

    @property
    def message_zh(self) -> str:
        """What was found, in Chinese."""
        return self.message.zh

    @property
    def message_en(self) -> str:
        """What was found, in English."""
        return self.message.en

    def text(self, language: str) -> str:
        """The whole problem in one line of one language."""
        parts = [f"{self.file}:{self.line}: {self.message[language]}"]
        if self.expected:
            parts.append(("应为：" if language == "zh" else "expected: ") + self.expected[language])
        if self.hint:
            parts.append(self.hint[language])
        return ("；" if language == "zh" else "; ").join(parts)

    def as_json(self) -> dict[str, object]:
        """The problem as a JSON object: file, line, and message, expected, hint in both languages."""
        both = {"message": self.message, "expected": self.expected, "hint": self.hint}
        texts = {key: {"zh": t.zh, "en": t.en} if t else None for key, t in both.items()}
        return {"file": self.file, "line": self.line, **texts}

    def __str__(self) -> str:
        return f"{self.text('zh')}\n  {self.text('en')}"


class UnableToReadDocument(Exception):
    """Files could not be read; `problems` holds every problem found, in file and line order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.message.en)))
        super().__init__("\n".join(str(p) for p in self.problems))


def nearest(word: str, known: Iterable[str]) -> Label | None:
    """A hint that names the known word most like `word`, or None when none is like it."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    if not matches:
        return None
    return Label(f"是否想写“{matches[0]}”？", f"did you mean '{matches[0]}'?")
