"""What a check of workbooks found (`diguan check`), taken into the ledger: its folder is a round like any other."""

import shutil
from datetime import datetime
from pathlib import Path

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.ledger.actions.opening.rounds import Opened, open_items
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_of
from diguan.domain.screening.actions import record_round
from diguan.domain.screening.queries import rounds_folder
from diguan.engine.documents import Label
from diguan.engine.screening.folder import file_hash, round_directory
from diguan.engine.screening.round import RECORD
from diguan.engine.screening.since import require_whole
from diguan.engine.screening.verify import verify_round

NAMED = 16  # digits of the seal in the name of the folder


class UnableToTakeCheck(UnableToAct):
    """The folder is no whole check, or is about a place that is none of the actor's."""


def open_from_check(
    *, folder: Path, region_code: str, preview: bool = False, actor: Viewer | None, at: datetime
) -> Opened:
    """Recompute the check, keep its folder among the rounds, open its items. The same folder again does nothing.

    `preview`: only say what would be opened, and leave nothing behind. `actor`: None is the command line. UnableToTakeCheck where the
    actor may not start rounds over the region, or anything in the folder differs from what was sealed. UnableToReadRound where it is none.
    """
    code = region_of(region_code).code
    if actor is not None and not actor.may(Act.SCREEN, code):
        raise UnableToTakeCheck(
            Label("您不能在这个区划收入校验结果", "you may not take in checks of this region"),
            Label("请选您负责的区划", "choose a region of yours"),
            "region_code",
        )
    require_whole(folder)
    verified = verify_round(folder)
    if not verified.ok:
        raise UnableToTakeCheck(
            Label(f"“{folder.name}”与封存的内容不符", f"'{folder.name}' is not what was sealed"),
            Label(
                "用 diguan round verify 查明，或重新校验", "see what differs with diguan round verify, or check again"
            ),
            "folder",
        )
    kept = rounds_folder() / f"check-{file_hash(folder / RECORD)[:NAMED]}"
    is_new = not kept.exists()
    if is_new:
        with round_directory(kept) as partial:
            shutil.copytree(folder, partial, dirs_exist_ok=True)
    account = None if actor is None else actor.account_id
    try:
        with transaction.atomic():
            round_ = record_round(folder=kept, region_code=code, actor=account, at=at)
            opened = open_items(round_id=round_.pk, actor=account, at=at)
            transaction.set_rollback(preview)
    finally:
        if preview and is_new:
            shutil.rmtree(kept)
    return opened
