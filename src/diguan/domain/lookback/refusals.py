"""How looking back refuses; the words stand in locale/lookback.yaml."""

from diguan.domain.refusals import UnableToAct
from diguan.locale import texts


class UnableToLookBack(UnableToAct):
    """A sample that cannot be drawn, a case that cannot be given or decided; `key` names the text below `refusal`."""

    def __init__(self, key: str, field: str = "", **values: object) -> None:
        said = texts("lookback")
        self.key = key
        super().__init__(said.both(f"refusal.{key}.what", **values), said.both(f"refusal.{key}.hint", **values), field)


class UnableToFindLookback(UnableToLookBack):
    """There is no such plan or case, or it lies elsewhere: the two are told in the same words."""

    def __init__(self) -> None:
        super().__init__("absent")
