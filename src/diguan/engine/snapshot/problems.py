"""Why a snapshot cannot be taken, in both languages."""

from diguan.engine.documents import Label


class UnableToTakeSnapshot(Exception):
    """The facts do not make a snapshot: what was found, and what to do."""

    def __init__(self, problem: Label, hint: Label | None = None) -> None:
        self.problem = problem
        self.hint = hint
        super().__init__("\n".join(self.text(language) for language in ("zh", "en")))

    def text(self, language: str) -> str:
        """The whole problem in one language."""
        return " ".join(part[language] for part in (self.problem, self.hint) if part)
