"""What a check of workbooks found (`diguan check`), taken into the ledger: its folder is a round like any other."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
from django.db import transaction

from diguan.api import CONSISTENCY
from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.ledger.actions.opening.rounds import Opened, open_items
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_of, subtree
from diguan.domain.screening.actions import record_round
from diguan.domain.screening.models import Round
from diguan.domain.screening.queries import rounds_folder
from diguan.engine.documents import Label
from diguan.engine.screening.folder import file_hash, round_directory
from diguan.engine.screening.record import RoundRecord
from diguan.engine.screening.round import RECORD
from diguan.engine.screening.since import require_whole
from diguan.engine.screening.verify import Deviation, read_round, verify_round
from diguan.engine.snapshot.database import text
from diguan.engine.standards import load_standard

NAMED = 16  # digits of the seal in the name of the folder
MOST_NAMED = 3  # files that a refusal names
COUNTY_DIGITS = 6
Progress = Callable[[str, int, int], None]


class UnableToTakeCheck(UnableToAct):
    """The folder is no whole check, or is about a place that is none of the actor's."""


def open_from_check(
    *,
    folder: Path,
    region_code: str,
    preview: bool = False,
    actor: Viewer | None,
    at: datetime,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Opened:
    """Recompute the check, keep its folder among the rounds, open its items. The same folder again does nothing.

    `preview`: only say what would be opened, and leave nothing behind. `actor`: None is the command line, which may bring checks of its
    own; everybody else's are judged by the checks of this server. UnableToTakeCheck where the actor may not start rounds over the region,
    anything in the folder differs from what was sealed, or a household lies elsewhere. UnableToReadRound where it is none.
    """
    code = region_of(region_code).code
    require_right(code, actor)
    if actor is not None:
        _require_own_checks(read_round(folder))
    require_whole(folder)
    progress("verifying", 0, 1)
    _require_sealed(folder)
    _require_within(folder, code)
    progress("opening", 0, 1)
    kept = rounds_folder() / f"check-{file_hash(folder / RECORD)[:NAMED]}"
    if not kept.exists():
        with round_directory(kept) as partial:
            shutil.copytree(folder, partial, dirs_exist_ok=True)
    account = None if actor is None else actor.account_id
    try:
        with transaction.atomic():
            round_ = record_round(folder=kept, region_code=code, actor=account, at=at)
            opened = open_items(round_id=round_.pk, actor=account, at=at)
            transaction.set_rollback(preview)
    finally:
        if preview and not Round.objects.filter(folder=kept.name).exists():
            shutil.rmtree(kept)
    return opened


def require_right(region_code: str, actor: Viewer | None) -> None:
    """UnableToTakeCheck where the actor may not take in checks of a region."""
    if actor is not None and not actor.may(Act.SCREEN, region_code):
        raise UnableToTakeCheck(
            Label("您不能在这个区划收入校验结果", "you may not take in checks of this region"),
            Label("请选您负责的区划", "choose a region of yours"),
            "region_code",
        )


def _require_own_checks(record: RoundRecord) -> None:
    """What says by which rules it judged could bring rules of its own: only those that stand here are believed."""
    own = load_standard(CONSISTENCY)
    said = record.pack
    if (said.id, said.sha256) != (own.id, own.sha256):
        raise UnableToTakeCheck(
            Label(
                f"用的是“{said.label.zh}”（{said.id} {said.version}），不是这台服务器的“{own.label.zh}”（{own.id} {own.version}）",
                f"it was judged by '{said.label.en}' ({said.id} {said.version}), not by '{own.label.en}' ({own.id} {own.version})"
                " of this server",
            ),
            Label(
                "用与服务器同一版本的 diguan check 重新校验；自定的校验由管理员用命令收入",
                "check again with diguan check of the server's version; checks of your own are taken in by a command on the server",
            ),
            "inputs",
        )


def _require_sealed(folder: Path) -> None:
    verified = verify_round(folder)
    if not verified.ok:
        found = verified.problems
        raise UnableToTakeCheck(
            Label(
                f"“{folder.name}”与封存的内容不符（{len(found)} 处）：{_named(found, 'zh')}",
                f"'{folder.name}' is not what was sealed ({len(found)} differences): {_named(found, 'en')}",
            ),
            Label(
                "用 diguan round verify 查明，或重新校验", "see what differs with diguan round verify, or check again"
            ),
            "folder",
        )


def _named(found: tuple[Deviation, ...], language: str) -> str:
    told = [
        f"{each.file}：{each.message.zh}" if language == "zh" else f"{each.file}: {each.message.en}" for each in found
    ]
    return "；".join(told[:MOST_NAMED]) if language == "zh" else "; ".join(told[:MOST_NAMED])


def _require_within(folder: Path, code: str) -> None:
    """Every household of the check, and every finding, lies in the region that it is taken in for."""
    low, high = subtree(code)
    placed = (
        f"region_code >= {text(low)} AND region_code < {text(high)} AND left(region_code, {COUNTY_DIGITS}) = county"
    )
    county = f"county = {text(code[:COUNTY_DIGITS])} OR (rpad(county, 12, '0') >= {text(low)} AND rpad(county, 12, '0') < {text(high)})"
    judged = sorted((folder / "verdicts" / "household").glob("*.parquet"))
    if not judged:
        raise UnableToTakeCheck(
            Label("这份校验结果里没有一户", "there is no household in this check"),
            Label("请交有数据的校验结果", "hand in a check of data"),
            "inputs",
        )
    files = ", ".join(text(str(path)) for path in (folder / "findings.parquet", *judged))
    with duckdb.connect() as duck:
        rows = duck.execute(
            f"""SELECT count(DISTINCT household_id), min(coalesce(region_code, county))
            FROM read_parquet([{files}], union_by_name = true)
            WHERE coalesce(NOT CASE WHEN region_code IS NULL THEN {county} ELSE {placed} END, true)"""
        ).fetchone()
    count, first = rows or (0, None)
    if count:
        raise UnableToTakeCheck(
            Label(
                f"有 {count} 户不在这个区划之内，如区划代码 {first}",
                f"{count} households do not lie in this region, such as one with the code {first}",
            ),
            Label(
                "请选校验时的区划，或按区划分开校验", "choose the region that was checked, or check region by region"
            ),
            "region_code",
        )
