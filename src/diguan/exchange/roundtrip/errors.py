"""The refusals of the round trip; texts in locale/roundtrip.yaml under `refused`."""

from diguan.engine.documents import Label
from diguan.locale import texts


class UnableToUseLedger(Exception):
    """A workbook that cannot be split, merged or carried over: where, what was found, what was expected, what to do."""

    def __init__(self, file: str, key: str, **values: object) -> None:
        said = texts("roundtrip")
        self.file = file
        self.message: Label = said.both(f"refused.{key}.message", **values)
        self.expected: Label = said.both(f"refused.{key}.expected", **values)
        self.hint: Label = said.both(f"refused.{key}.hint", **values)
        super().__init__(
            f"{file}：{self.message.zh}；应为：{self.expected.zh}；{self.hint.zh}\n"
            f"{file}: {self.message.en}; expected: {self.expected.en}; {self.hint.en}"
        )
