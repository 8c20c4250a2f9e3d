"""How codes nest: a unit's code begins with the significant part of its parent's."""

from bisect import bisect_left
from dataclasses import dataclass


class UnableToReadCode(ValueError):
    """A text is not a code of this tree."""

    def __init__(self, code: str, expected_zh: str, expected_en: str) -> None:
        self.code = code
        super().__init__(
            f"“{code}”不是本套区划的代码；应为{expected_zh}\n"
            f"'{code}' is not a code of these regions; expected {expected_en}"
        )


@dataclass(frozen=True, slots=True)
class CodeScheme:
    """Widths of the significant part per level, top first, and the character that fills up a code (None: codes are not filled up).

    Inner Mongolia: widths 2, 4, 6, 9, 12 and "0", so that 152222 stands in the code 152222000000.
    """

    widths: tuple[int, ...]
    fill: str | None

    def complete(self, text: str) -> str:
        """The full code for a code, or for the significant part of one ("152222")."""
        code = text.strip()
        if self.fill is not None and len(code) in self.widths:
            code = code.ljust(self.widths[-1], self.fill)
        self.level_number(code)
        return code

    def level_number(self, code: str) -> int:
        """The level of a full code, 1 for the top."""
        if self.fill is None:
            if len(code) in self.widths:
                return self.widths.index(len(code)) + 1
        elif len(code) == self.widths[-1] and code.isalnum():
            return 1 + bisect_left(self.widths, len(code.rstrip(self.fill)))
        raise UnableToReadCode(code, *self._expected())

    def significant(self, code: str) -> str:
        """The part of a full code that its descendants begin with."""
        return code[: self.widths[self.level_number(code) - 1]]

    def parent(self, code: str) -> str | None:
        """The full code one level up; None at the top."""
        return self.ancestor(code, self.level_number(code) - 1)

    def ancestor(self, code: str, level: int) -> str | None:
        """The full code of the unit above on a level; None above the top."""
        if level < 1:
            return None
        head = code[: self.widths[level - 1]]
        return head if self.fill is None else head.ljust(self.widths[-1], self.fill)

    def subtree_range(self, code: str) -> tuple[str, str]:
        """Half-open range `low <= code < high` of a unit and all below it, in the order of code points (SQL: binary collation)."""
        head = self.significant(code)
        return self._filled(head), self._filled(_successor(head))

    def _filled(self, head: str) -> str:
        return head if self.fill is None else head.ljust(self.widths[-1], self.fill)

    def _expected(self) -> tuple[str, str]:
        widths = "/".join(str(width) for width in self.widths)
        if self.fill is None:
            return f"{widths} 位之一", f"a length of {widths}"
        return (
            f"{self.widths[-1]} 位（不足的以“{self.fill}”补齐），或其 {widths} 位前段",
            f"{self.widths[-1]} characters filled up with '{self.fill}', or the first {widths} of them",
        )


def _successor(head: str) -> str:
    """The first text of the same length after everything that begins with `head`."""
    if head.isascii() and head.isdigit() and head.strip("9"):
        return str(int(head) + 1).zfill(len(head))
    return head[:-1] + chr(ord(head[-1]) + 1)
