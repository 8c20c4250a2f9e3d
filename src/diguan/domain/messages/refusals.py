"""How telling is refused."""

from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label


class UnableToNotify(UnableToAct):
    """A message of a kind that has no text, or whose words are not those of its text: a fault of the program."""

    def __init__(self, kind: str, found: Label) -> None:
        hint = Label("请检查 locale/messages.yaml", "look at locale/messages.yaml")
        super().__init__(Label(f"消息“{kind}”：{found.zh}", f"the message '{kind}': {found.en}"), hint)


class UnableToFindMessage(UnableToAct):
    """There is no such message of this account."""

    def __init__(self, number: int) -> None:
        super().__init__(Label(f"没有编号为 {number} 的消息", f"no message has the number {number}"))
