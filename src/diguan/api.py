"""The package for programs: `diguan.screen(...)`, `diguan.check(...)`, `diguan.verify(...)`; the command line calls the same functions.

Belongs here: the order of the steps of a round, from files to files. Everything heavy is imported when a function runs.
Does not belong here: tables, progress bars, exit codes (the command line).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    import pyarrow as pa

    from diguan.engine.catalogue import Catalogue
    from diguan.engine.regions import RegionTree
    from diguan.engine.screening import Round, RoundRecord, Verification
    from diguan.engine.snapshot.model import ReadInputs
    from diguan.engine.standards import Pack
    from diguan.engine.standards.confirmations import Confirmation
    from diguan.exchange.checks import CheckPapers
    from diguan.exchange.figures.model import Cover, Figures
    from diguan.exchange.papers import Audience, Papers
    from diguan.locale import Language

    Confirmations = Mapping[str, tuple[str | float | int | date, str]] | Sequence[Confirmation]
    Written = TypeVar("Written", Papers, CheckPapers)
    Facts = Callable[[Catalogue, str | None], ReadInputs]
    Write = Callable[[Path, Round, ReadInputs, tuple[Pack, RegionTree | None], Audience, "Progress"], Written]

Progress = Callable[[str, int, int], None]
PathLike = str | Path
EngineName = Literal["duckdb", "spark", "closures"]
Files = tuple[Sequence[PathLike], PathLike | None, Mapping[str, PathLike] | None]  # inputs, resident base, rosters
STAGES = (
    "standard",
    "reading",
    "snapshot",
    "verdicts",
    "as_of",
    "findings",
    "explanations",
    "write",
    "ledger",
    "report",
    "checks",
    "seal",
)
CONSISTENCY = "cn-consistency"
WORKSPACE = "workspace"  # of a back end, in the folder of the round while it is made


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A finished round: where it is, what was counted, what of the inputs was rejected."""

    path: Path
    record: "RoundRecord"
    figures: "Figures"
    cover: "Cover"

    @property
    def counts(self) -> dict[str, Any]:
        """Counts of the round as plain values: households, persons, verdicts, findings, focus groups, statuses."""
        dumped = self.record.model_dump(mode="json")["counts"]
        return {**dumped, "rejected_rows": self.figures.rejected_rows, "bad_cells": self.figures.bad_cells}

    @property
    def places(self) -> int:
        """Findings about villages and facilities, which stand apart (places.xlsx)."""
        import pyarrow.parquet as pq

        path = self.path / "place_findings.parquet"
        return int(pq.read_metadata(path).num_rows) if path.is_file() else 0

    def findings(self) -> "pa.Table":
        """Every finding in the order of the ledger, with its explanation in both languages (columns zh, en). No names."""
        import pyarrow.parquet as pq

        found = pq.read_table(self.path / "findings.parquet")
        explained = pq.read_table(self.path / "explanations.parquet", columns=["explanation_id", "zh", "en"])
        return found.join(explained, "explanation_id").sort_by("finding_id")


@dataclass(frozen=True, slots=True)
class CheckResult(RoundResult):
    """A finished check: a round by a pack of consistency checks, with what its papers said."""

    papers: "CheckPapers"


@dataclass(frozen=True, slots=True)
class Order:
    """What a round is asked to do; the fields are the arguments of `screen`."""

    inputs: tuple[Path, ...]
    standard: PathLike
    as_of: date
    out: Path
    residents: Path | None
    rosters: Mapping[str, Path]
    region: str | None
    confirm: "Confirmations"
    retrospective: bool
    reveal: str | None
    recipient: str | None
    language: "Language"
    engine: EngineName = "duckdb"
    master: str | None = None

    @classmethod
    def of(
        cls,
        files: Files,
        standard: PathLike,
        as_of: date,
        out: PathLike,
        shown: "tuple[Language, str | None, str | None]",
        *,
        region: str | None,
        confirm: "Confirmations | None",
        retrospective: bool = False,
        judged_by: tuple[EngineName, str | None] = ("duckdb", None),
    ) -> "Order":
        """The arguments of `screen` as they were given. `shown`: language, recipient, and why names are shown, if they are.

        `judged_by`: engine and master.
        """
        inputs, residents, rosters = files
        language, recipient, reveal = shown
        engine, master = judged_by
        return cls(
            inputs=tuple(Path(each) for each in inputs),
            standard=standard,
            as_of=as_of,
            out=Path(out),
            residents=None if residents is None else Path(residents),
            rosters={name: Path(path) for name, path in (rosters or {}).items()},
            region=region,
            confirm=confirm or {},
            retrospective=retrospective,
            reveal=reveal,
            recipient=recipient,
            language=language,
            engine=engine,
            master=master,
        )


def screen(
    inputs: Sequence[PathLike],
    *,
    standard: PathLike,
    as_of: date,
    out: PathLike,
    residents: PathLike | None = None,
    rosters: Mapping[str, PathLike] | None = None,
    region: str | None = None,
    confirm: "Confirmations | None" = None,
    retrospective: bool = False,
    reveal: str | None = None,
    recipient: str | None = None,
    language: "Language" = "zh",
    engine: EngineName = "duckdb",
    master: str | None = None,
    regions: "RegionTree | None" = None,
    progress: Progress | None = None,
) -> RoundResult:
    """Judge every household of `inputs` (workbooks, CSV files, folders of plain tables) against a dated standard.

    `standard`: id of a shipped pack or a folder. `as_of`: facts dated later are not used. `out`: folder of the round, new or empty;
    it appears only when it is whole. `confirm`: parameter -> (value, source), or confirmations as `parse_confirmation` reads them.
    `region`: code or name that everything is cut to. `reveal`: why names are shown; without it they are masked.
    `engine`: the back end that gives the verdicts, `master`: of Spark, None is this machine; the round is the same whichever it is.
    `progress(stage, done, total)` is called now and then; stages are STAGES, "reading" followed by the file.
    Raises an UnableToX that says what, where, the value, what was expected and what to do.
    """
    files = (inputs, residents, rosters)
    shown = (language, recipient, reveal)
    order = Order.of(
        files,
        standard,
        as_of,
        out,
        shown,
        region=region,
        confirm=confirm,
        retrospective=retrospective,
        judged_by=(engine, master),
    )
    return _screen(order, regions, progress or _silent)


def screen_facts(
    facts: "Facts",
    *,
    standard: PathLike,
    as_of: date,
    out: PathLike,
    region: str | None = None,
    confirm: "Confirmations | None" = None,
    retrospective: bool = False,
    reveal: str | None = None,
    recipient: str | None = None,
    language: "Language" = "zh",
    regions: "RegionTree | None" = None,
    progress: Progress | None = None,
) -> RoundResult:
    """The same over facts that lie elsewhere than in files: `facts(catalogue, region)` gives them, the code of the region or None.

    The other arguments, the result and the errors are those of `screen`.
    """
    files: Files = ((), None, None)
    shown = (language, recipient, reveal)
    order = Order.of(files, standard, as_of, out, shown, region=region, confirm=confirm, retrospective=retrospective)
    return _screen(order, regions, progress or _silent, facts)


def check(
    inputs: Sequence[PathLike],
    *,
    as_of: date,
    out: PathLike,
    standard: PathLike = CONSISTENCY,
    residents: PathLike | None = None,
    rosters: Mapping[str, PathLike] | None = None,
    region: str | None = None,
    confirm: "Confirmations | None" = None,
    reveal: str | None = None,
    recipient: str | None = None,
    language: "Language" = "zh",
    regions: "RegionTree | None" = None,
    progress: Progress | None = None,
) -> CheckResult:
    """Compare the columns of `inputs` with each other, with rosters, with the year before and over the whole region.

    The result is a round like that of `screen`, with checks.xlsx (by check, by person, by township) and corrections.xlsx (the cells to
    verify, with workbook, sheet and row) in place of ledger and report. The roster "helpers" are the cadres who help, "jobs" spells of
    work. Arguments and errors are those of `screen`; `standard` may be an overlay of the pack.
    """
    files = (inputs, residents, rosters)
    order = Order.of(files, standard, as_of, out, (language, recipient, reveal), region=region, confirm=confirm)
    from diguan.exchange.checks import write_check_papers

    record, papers = _round(order, regions, progress or _silent, write_check_papers)
    return CheckResult(order.out, record, papers.figures, papers.cover, papers)


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def verify(folder: PathLike) -> "Verification":
    """Recompute a round from what is inside its folder and compare it."""
    from diguan.engine.screening import verify_round

    return verify_round(Path(folder))


def _screen(
    order: Order, regions: "RegionTree | None", progress: Progress, facts: "Facts | None" = None
) -> RoundResult:
    from diguan.exchange.papers import write_papers

    record, papers = _round(order, regions, progress, write_papers, facts)
    return RoundResult(order.out, record, papers.figures, papers.cover)


def _round(
    order: Order,
    regions: "RegionTree | None",
    progress: Progress,
    write: "Write[Written]",
    facts: "Facts | None" = None,
) -> "tuple[RoundRecord, Written]":
    """A whole round into its folder; `write` makes its papers. Without `facts` the files of the order are read."""
    from diguan.engine.regions import load_regions
    from diguan.engine.rehearsal import admit_standard
    from diguan.engine.screening import Engine, Masking, evaluating, round_directory
    from diguan.engine.screening import screen as judge
    from diguan.engine.standards.confirmations import confirmations_of
    from diguan.engine.standards.parameters import require_in_force, resolve_parameters
    from diguan.exchange.masking import hidden_fields
    from diguan.exchange.papers import Audience

    progress("standard", 0, 1)
    pack = admit_standard(order.standard)
    confirmations = confirmations_of(order.confirm) if isinstance(order.confirm, Mapping) else list(order.confirm)
    # what the command line alone can tell is refused before the files are read, not after
    require_in_force(pack, order.as_of)
    resolve_parameters(pack, order.as_of, confirmations).or_refuse()
    tree = load_regions() if regions is None else regions
    region = None if order.region is None else tree.code_of(order.region)
    audience = Audience(order.language, order.recipient, order.reveal)
    with round_directory(order.out) as partial:
        with evaluating(Engine(order.engine), partial / WORKSPACE, order.master) as evaluator:
            progress("standard", 1, 1)
            read = facts(pack.catalogue, region) if facts else _read(order, pack, tree, region, progress)
            judged = judge(
                read,
                pack,
                order.as_of,
                confirmations=confirmations,
                region=region,
                retrospective=order.retrospective,
                hide=hidden_fields(pack.catalogue),
                progress=progress,
                evaluator=evaluator,
            )
        with judged as round_:
            round_.write(partial)
            papers = write(partial, round_, read, (pack, tree), audience, progress)
            progress("seal", 0, 1)
            masking = Masking(
                masked=order.reveal is None, reason=order.reveal, recipient=order.recipient, language=order.language
            )
            record = round_.seal(partial, masking)
    progress("seal", 1, 1)
    return record, papers


def _read(order: Order, pack: "Pack", tree: "RegionTree", region: str | None, progress: Progress) -> "ReadInputs":
    from diguan.exchange.reading import read_inputs

    return read_inputs(
        order.inputs,
        order.residents,
        order.rosters,
        pack.catalogue,
        tree,
        region,
        order.as_of,
        progress=lambda what, done, total: progress(f"reading {what}", done, total),
    )
