"""Labels of findings: a pack's own, those of an earlier entry of the kind, or those of the well-known kinds."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from diguan.engine.documents import Label, read_document
from diguan.engine.documents.access import entries_of, label_of
from diguan.engine.standards.locate import PROJECT_STANDARDS
from diguan.engine.standards.model import FindingRule


@cache
def known_kinds() -> dict[str, Label]:
    """Labels of the kinds of findings that every reader of a ledger knows (data/standards/finding-kinds.yaml)."""
    entries = entries_of(read_document(PROJECT_STANDARDS / "finding-kinds.yaml"))
    return {key.raw: label for key, value in entries if (label := label_of(value))}


def with_labels(findings: Iterable[FindingRule]) -> list[FindingRule]:
    """The findings with every label that is known; one that nobody knows stays empty and is refused by the checks."""
    labels = dict(known_kinds())
    own: dict[str, Label] = {}
    found = []
    for finding in findings:
        label = finding.label if finding.label.zh else own.get(finding.kind) or labels.get(finding.kind, finding.label)
        own.setdefault(finding.kind, label)
        found.append(replace(finding, label=label))
    return found
