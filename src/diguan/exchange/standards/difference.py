"""Two packs side by side as text to read, and as plain values."""

from collections.abc import Iterator, Sequence
from datetime import date

from diguan.engine.documents import Label
from diguan.engine.standards import Pack
from diguan.engine.standards.difference import Aspect, Difference, RuleText, Value, ValueText
from diguan.exchange.standards.words import sentence
from diguan.locale import Language, texts


def text_of_differences(before: Pack, after: Pack, found: Sequence[Difference], language: Language) -> str:
    """The whole as Markdown in one language."""
    return "\n".join(_Writer(before, after, language).lines(found)) + "\n"


class _Writer:
    def __init__(self, before: Pack, after: Pack, language: Language) -> None:
        self.before, self.after, self.language = before, after, language

    def say(self, key: str, **values: object) -> str:
        return texts("cli").say(f"difference.{key}", self.language, **values)

    def lines(self, found: Sequence[Difference]) -> Iterator[str]:
        yield f"# {self.before.reference} → {self.after.reference}"
        if not found:
            yield from ("", self.say("equal"))
        for part in dict.fromkeys(each.part for each in found):
            own = [each for each in found if each.part == part]
            counts = {kind: sum(d.kind == kind for d in own) for kind in ("added", "removed", "changed")}
            yield from ("", f"## {self.say(f'part.{part}')} · {self.say('counts', **counts)}", "")
            for each in own:
                yield f"- {self.say(f'kind.{each.kind}')} {each.label[self.language]} ({each.id})"
                yield from (f"  - {line}" for aspect in each.aspects for line in self.aspect(each, aspect))

    def aspect(self, difference: Difference, aspect: Aspect) -> Iterator[str]:
        name = self.name(aspect.name)
        if difference.kind == "added":
            yield self.say("one", name=name, value=self.value(self.after, aspect.after))
        elif difference.kind == "removed":
            yield self.say("one", name=name, value=self.value(self.before, aspect.before))
        elif _same_text(aspect):
            yield self.say("derived", name=name, value=self.value(self.after, aspect.after))
        else:
            old, new = self.value(self.before, aspect.before), self.value(self.after, aspect.after)
            yield self.say("both", name=name, before=old, after=new)

    def name(self, aspect: str) -> str:
        """`value 2019-01-01 national`, `case six`, `unless any` keep what follows the word."""
        word, _, rest = aspect.partition(" ")
        said = self.say(f"aspect.{word}")
        return f"{said} {rest}" if rest else said

    def value(self, pack: Pack, value: Value) -> str:
        if value is None:
            return self.say("nothing")
        if isinstance(value, Label):
            return value[self.language]
        if isinstance(value, ValueText):
            return self.say(f"value_{value.status}", value=value.value, source=value.source)
        if isinstance(value, RuleText):
            return f"{sentence(pack, self.language, value.text, value.subject)} `{value.text}`"
        if isinstance(value, tuple):
            return "；".join(value) if self.language == "zh" else "; ".join(value)
        return f"{value:g}" if isinstance(value, float) else str(value)


def _same_text(aspect: Aspect) -> bool:
    old, new = aspect.before, aspect.after
    return isinstance(old, RuleText) and isinstance(new, RuleText) and old.text == new.text


def as_plain_values(before: Pack, after: Pack, found: Sequence[Difference]) -> dict[str, object]:
    """The same for a program."""
    return {
        "before": {"reference": before.reference, "sha256": before.sha256},
        "after": {"reference": after.reference, "sha256": after.sha256},
        "differences": [
            {
                "part": each.part,
                "id": each.id,
                "label": {"zh": each.label.zh, "en": each.label.en},
                "kind": each.kind,
                "aspects": [
                    {"name": a.name, "before": _plain(a.before), "after": _plain(a.after)} for a in each.aspects
                ],
            }
            for each in found
        ],
    }


def _plain(value: Value) -> object:
    if isinstance(value, Label):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, RuleText):
        return value.text
    if isinstance(value, ValueText):
        return {"value": value.value, "status": value.status, "source": value.source}
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
