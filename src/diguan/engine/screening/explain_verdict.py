"""One verdict in words: which facts decide, where they come from, what is unknown, what threshold, where it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from diguan.engine.documents import Label
from diguan.engine.expressions.same import Same
from diguan.engine.screening.explain import ToldPart, deciding
from diguan.engine.screening.explain_leaves import Leaves, Phrase
from diguan.engine.screening.explain_sources import Origins, threshold_text
from diguan.engine.screening.explain_unknown import Unknowns
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.wording import listed, sentences
from diguan.engine.standards import Pack
from diguan.engine.standards.parameters import ResolvedValue
from diguan.engine.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class VerdictExplainer:
    """Explains verdicts by one standard. `hide`: facts whose values are not said."""

    pack: Pack
    origins: Origins
    thresholds: Mapping[str, ResolvedValue]
    hide: frozenset[Fact] = frozenset()

    def explain(self, part: ToldPart) -> Label:
        """The reasons of a verdict in sentences."""
        return sentences(self._lines(part))

    def cited(self, part: ToldPart) -> Label:
        """Where the rule is written; empty where the standard does not say."""
        cites = self.pack.indicators[part.indicator.id].cites
        texts = "；".join(f"{c.document}，{c.paragraph}" if c.paragraph else c.document for c in cites)
        return Label(texts, texts)

    def _lines(self, part: ToldPart) -> Iterator[Label]:
        if part.code is Verdict.UNKNOWN:
            yield from Unknowns(self.origins, self.hide).said(part.gaps, own_member=part.member)
            return
        phrases = self._phrases(part)
        yield from self.origins.told(phrases, part.case, part.member)
        named = dict.fromkeys(name for phrase in phrases for name in phrase.parameters)
        details = [self.thresholds[name] for name in named if name in self.thresholds]
        if details:
            told = listed(threshold_text(self.pack, d) for d in details)
            yield Label(f"标准值：{told.zh}", f"threshold: {told.en}")

    def _phrases(self, part: ToldPart) -> list[Phrase]:
        leaves = Leaves(self.pack.catalogue, self.hide, _thresholds(Same(self.pack)))
        found = (leaves.phrase(reason, part.case) for reason in deciding(part) if reason.truth != 0)
        return list(dict.fromkeys(found))


@lru_cache(maxsize=64)
def _thresholds(pack: Same[Pack]) -> Mapping[str, Label]:
    """What the parameters of a standard are called."""
    return {name: parameter.label for name, parameter in pack.one.parameters.items()}
