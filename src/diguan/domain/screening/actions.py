"""Taking a finished round into the record: its totals, and where every household stands now."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from django.db import connection, transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.models import Job
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_of, subtree
from diguan.domain.registry.bulk import pour
from diguan.domain.screening.choices import NOT_COVERED, ROUND_JOB, Wanted
from diguan.domain.screening.covering import READ, uncovered
from diguan.domain.screening.kept import pack_in
from diguan.domain.screening.models import Round, Standing
from diguan.domain.screening.packs import judges_households
from diguan.engine.backends.sql import GRADE_SUFFIX
from diguan.engine.documents import Label
from diguan.engine.screening.folder import file_hash
from diguan.engine.screening.record import RoundRecord
from diguan.engine.snapshot.database import quoted, run, text
from diguan.engine.standards import FindingRule, Pack, load_standard
from diguan.engine.standards.confirmations import parse_confirmation
from diguan.engine.standards.parameters import require_in_force, resolve_parameters
from diguan.engine.verdicts import Grade, Verdict

TABLE = "screening_standing"
STANDINGS_LOCK = 0x7374_616E_6469
COLUMNS = (
    "round_id",
    "standard",
    "county",
    "household_number",
    "region_code",
    "codes",
    "grades",
    "unmet",
    "unknown",
    "declared",
    "findings",
)


class UnableToStartRound(UnableToAct):
    """Somebody asks for a round that he may not, or that nothing can be judged by."""


def request_round(*, wanted: Wanted, viewer: Viewer | None, at: datetime) -> Job:
    """Queue a round over a region; `viewer` None is the command line. What is known to be wrong is refused now, not by the job.

    UnableToStartRound outside the viewer's region; whatever is wrong with the standard, its parameters or a confirmation, by its own name.
    """
    if viewer is not None and not viewer.may(Act.SCREEN, wanted.region_code):
        raise UnableToStartRound(
            Label("您不能在这个区划开始筛查", "you may not start a round in this region"),
            Label("请选您负责的区划", "choose a region of yours"),
            "region_code",
        )
    region_of(wanted.region_code)
    pack = load_standard(wanted.standard)
    if not judges_households(pack):
        raise UnableToStartRound(
            Label(
                f"标准“{pack.id}”只判村和机构，登记册的筛查判的是户",
                f"the standard '{pack.id}' judges villages and facilities alone; a round over the registry judges households",
            ),
            Label(
                "用 diguan screen 筛查村和机构的表（见《判定村和机构》）",
                "screen tables of villages and facilities with diguan screen (how-to: villages and facilities)",
            ),
            "standard",
        )
    require_in_force(pack, wanted.as_of)
    confirmations = [parse_confirmation(said) for said in wanted.confirm]
    resolve_parameters(pack, wanted.as_of, confirmations).or_refuse()
    return enqueue_job(
        kind=ROUND_JOB,
        arguments=wanted.arguments(),
        region_code=region_of(wanted.region_code).code,
        lane=ROUND_JOB,
        actor=None if viewer is None else viewer.account_id,
        at=at,
    )


class UnableToRecordRound(UnableToAct):
    """The folder holds no whole round."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Label(f"“{folder.name}”不是一轮完整的结果", f"'{folder.name}' is no whole round"),
            Label("请重新开始这一轮", "run the round again"),
        )


@transaction.atomic
def record_round(*, folder: Path, region_code: str, actor: int | None, at: datetime) -> Round:
    """Record a round that lies whole in its folder, and replace the standings of its standard in its region.

    A folder that was recorded before is that round again: a job that begins anew after a kill does nothing twice.
    """
    digest = file_hash(folder / "round.json") if (folder / "round.json").is_file() else None
    if digest is None:
        raise UnableToRecordRound(folder)
    known = Round.objects.filter(folder=folder.name).first()
    if known is not None:
        return known
    _one_at_a_time()
    record = RoundRecord.model_validate_json((folder / "round.json").read_bytes())
    pack = pack_in(folder, record)
    if pack is None:
        raise UnableToRecordRound(folder)
    round_ = _create(folder, digest, (record, pack), region_code, (actor, at))
    low, high = subtree(region_code)
    Standing.objects.filter(standard=round_.standard, region_code__gte=low, region_code__lt=high).delete()
    round_.counts["uncovered"] = _pour_standings(folder, round_, record, pack)
    round_.save(update_fields=["counts"])
    detail = {"standard": round_.standard, "as_of": round_.as_of.isoformat(), "sha256": digest}
    append_audit(
        actor=actor,
        action="record_round",
        subject="round",
        subject_id=str(round_.pk),
        region_code=region_code,
        detail=detail,
        at=at,
    )
    return round_


def _create(
    folder: Path, digest: str, what: tuple[RoundRecord, Pack], region_code: str, who: tuple[int | None, datetime]
) -> Round:
    (record, pack), (actor, at) = what, who
    return Round.objects.create(
        folder=folder.name,
        sha256=digest,
        standard=record.pack.id,
        version=record.pack.version,
        label={"zh": record.pack.label.zh, "en": record.pack.label.en},
        as_of=record.as_of,
        region_code=region_code,
        indicators=_indicators(folder, pack),
        kinds=[{"id": rule.kind, "zh": rule.label.zh, "en": rule.label.en} for rule in _kinds(pack)],
        counts=record.counts.model_dump(mode="json"),
        actor=actor,
        at=at,
    )


def _kinds(pack: Pack) -> list[FindingRule]:
    """The first finding of each kind, in the order of the pack."""
    first: dict[str, FindingRule] = {}
    for rule in pack.findings:
        first.setdefault(rule.kind, rule)
    return list(first.values())


def _indicators(folder: Path, pack: Pack) -> list[dict[str, str]]:
    """Id and labels of the indicators that households have a verdict for, in the order of their columns."""
    with duckdb.connect() as duck:
        names = [row[0] for row in duck.execute(f"DESCRIBE SELECT * FROM {_verdicts(folder)}").fetchall()]
    judged = [name for name in names if name + GRADE_SUFFIX in names]
    labels = {id: indicator.label for id, indicator in pack.indicators.items()}
    return [{"id": id, "zh": labels[id].zh, "en": labels[id].en} for id in judged]


def _verdicts(folder: Path) -> str:
    return f"read_parquet({text(str(folder / 'verdicts' / 'household' / '*.parquet'))})"


def _pour_standings(folder: Path, round_: Round, record: RoundRecord, pack: Pack) -> dict[str, int]:
    """Pack the verdicts of every household into digits and pour them into the table of standings.

    By indicator, of how many households it is unknown because no input has what it needs.
    """
    with duckdb.connect() as duck:
        bare = uncovered(duck, folder, record, pack, _verdicts(folder))
        judged = [_Packed(said["id"], bare.get(said["id"], "false")) for said in round_.indicators]
        found = f"(SELECT household_id, count(*) AS findings FROM {_findings(folder)} GROUP BY household_id)"
        joined = f"{_verdicts(folder)} LEFT JOIN {READ} USING (household_id)"
        packed = f"""SELECT county, household_id, region_code, {" + ".join(one.declared for one in judged)} AS declared,
                concat({", ".join(one.code for one in judged)}) AS codes, concat({", ".join(one.grade for one in judged)}) AS grades
            FROM {joined}"""
        query = f"""SELECT {round_.pk}::BIGINT, {text(round_.standard)}, county, household_id, region_code, codes, grades,
                {_digits("codes", Verdict.UNMET)}, {_digits("codes", Verdict.UNKNOWN)} - {_digits("grades", NOT_COVERED)},
                declared, coalesce(f.findings, 0)
            FROM ({packed}) LEFT JOIN {found} f USING (household_id)
            ORDER BY county, region_code, household_id"""
        pour(duck, query, TABLE, COLUMNS)
        counted = run(duck, f"SELECT {', '.join(f'count_if({one.bare})' for one in judged)} FROM {joined}")[0]
        return {one.id: count for one, count in zip(judged, counted, strict=True)}


def _digits(packed: str, digit: int) -> str:
    """How often a digit stands in a text of digits; whoever is *not covered* has an unknown verdict."""
    return f"(length({packed}) - length(replace({packed}, '{digit:d}', '')))"


@dataclass(frozen=True, slots=True)
class _Packed:
    """The columns of one indicator as SQL. `bare`: when nothing that was read could decide it."""

    id: str
    bare: str

    @property
    def code(self) -> str:
        return quoted(self.id)

    @property
    def grade(self) -> str:
        return f"CASE WHEN {self.bare} THEN {NOT_COVERED} ELSE {self._evidence} END"

    @property
    def declared(self) -> str:
        return f"({self.code} = {int(Verdict.MET)} AND {self._evidence} = {int(Grade.DECLARED)})::INTEGER"

    @property
    def _evidence(self) -> str:
        return quoted(self.id + GRADE_SUFFIX)


def _findings(folder: Path) -> str:
    return f"read_parquet({text(str(folder / 'findings.parquet'))})"


def _one_at_a_time() -> None:
    """Standings are replaced by one transaction at a time. A writing transaction of SQLite is alone already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STANDINGS_LOCK])
