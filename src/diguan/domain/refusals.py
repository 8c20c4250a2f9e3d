"""How the domain refuses: what is wrong and what to do, in both languages, and which entry of a form it concerns."""

from diguan.engine.documents import Label


class UnableToAct(Exception):
    """An act that cannot be done; `field` names the argument that is at fault, where it is one."""

    def __init__(self, message: Label, hint: Label | None = None, field: str = "") -> None:
        self.message = message
        self.hint = hint
        self.field = field
        super().__init__("\n".join(self.said(language) for language in ("zh", "en")))

    def said(self, language: str) -> str:
        """The whole refusal in one language."""
        return f"{self.message[language]} {self.hint[language]}".strip() if self.hint else self.message[language]
