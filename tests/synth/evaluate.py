"""Precision and recall of a round against a truth: `python -m tests.synth.evaluate ROUND TRUTH.csv [CONFIRMED...]`.

Reads findings.parquet and truth.csv, nothing of the engine. A row of the truth names finding, household, person and
indicator; where the truth leaves person and indicator empty (findings of a whole household), only the household counts.
"""

import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was expected and what was found; each a (finding, household, person, indicator)."""

    expected: frozenset[Key]
    found: frozenset[Key]

    @property
    def missed(self) -> list[Key]:
        """Expected and not found."""
        return sorted(self.expected - self.found)

    @property
    def false_alarms(self) -> list[Key]:
        """Found and not expected."""
        return sorted(self.found - self.expected)

    def table(self) -> str:
        """Precision and recall by finding kind."""
        lines = [f"{'finding':34}{'expected':>9}{'found':>9}{'right':>9}{'precision':>11}{'recall':>9}"]
        expected, found = Counter(k[0] for k in self.expected), Counter(k[0] for k in self.found)
        right = Counter(k[0] for k in self.expected & self.found)
        for kind in sorted(expected | found):
            precision = right[kind] / found[kind] if found[kind] else 1.0
            recall = right[kind] / expected[kind] if expected[kind] else 1.0
            lines.append(f"{kind:34}{expected[kind]:9}{found[kind]:9}{right[kind]:9}{precision:11.4f}{recall:9.4f}")
        return "\n".join(lines)


def read_truth(path: Path, confirmed: frozenset[str]) -> list[Key]:
    """Rows of a truth file; those that require a parameter which was not confirmed are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            (row["finding_id"], row["household_id"], row["person_id"], row["indicator"])
            for row in csv.DictReader(file)
            if not row["requires"] or row["requires"] in confirmed
        ]


def read_findings(path: Path) -> list[Key]:
    """Rows of findings.parquet, nothing as empty text."""
    table = pq.read_table(path, columns=["kind", "household_id", "person_id", "indicator"]).to_pylist()
    return [(r["kind"], r["household_id"] or "", r["person_id"] or "", r["indicator"] or "") for r in table]


def evaluate(findings: Path, truth: Path, confirmed: frozenset[str] = frozenset()) -> Evaluation:
    """Compare findings with a truth, each at the detail that the truth gives for that kind."""
    expected, found = read_truth(truth, confirmed), read_findings(findings)
    detailed: dict[str, set[tuple[bool, bool]]] = defaultdict(set)
    for kind, _, person, indicator in expected:
        detailed[kind].add((bool(person), bool(indicator)))
    whole = {kind for kind, details in detailed.items() if details == {(False, False)}}
    nameless = {kind for kind, details in detailed.items() if details == {(True, False)}}

    def reduced(key: Key) -> Key:
        kind, household, person, indicator = key
        if kind in whole:
            return (kind, household, "", "")
        return (kind, household, person, "") if kind in nameless else (kind, household, person, indicator)

    return Evaluation(frozenset(map(reduced, expected)), frozenset(map(reduced, found)))


if __name__ == "__main__":
    round_folder, truth_file, *names = sys.argv[1:]
    result = evaluate(Path(round_folder) / "findings.parquet", Path(truth_file), frozenset(names))
    print(result.table())  # noqa: T201  the report is the purpose
    for title, keys in (("missed", result.missed), ("false alarm", result.false_alarms)):
        for key in keys:
            print(title, *key, sep="\t")  # noqa: T201
    sys.exit(bool(result.missed or result.false_alarms))
