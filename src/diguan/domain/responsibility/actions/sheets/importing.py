"""The import itself: read, taken in one transaction, undone again where it is a preview."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.choices import Act
from diguan.domain.accounts.queries import departments
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_name, region_of, region_tree
from diguan.domain.responsibility.actions.sheets.helping import Helpers
from diguan.domain.responsibility.actions.sheets.officers import Officers
from diguan.domain.responsibility.actions.sheets.outcome import Outcome
from diguan.domain.responsibility.actions.sheets.posts import Posts
from diguan.domain.responsibility.recording import Actor, Deed, record
from diguan.engine.documents import Label
from diguan.exchange.posts import PostSheets, read_posts, write_rejected_posts
from diguan.exchange.posts.read import Terms

Progress = Callable[[str, int, int], None]
STEPS = 4


class UnableToImportPosts(UnableToAct):
    """The region is not the actor's."""


@dataclass(frozen=True, slots=True)
class Files:
    """What is imported, for which unit, and where the rows that were not taken are written ("" or None: nowhere)."""

    paths: Sequence[Path]
    region_code: str
    rejected: Path | None = None


def import_posts(
    *, files: Files, preview: bool, actor: Actor, at: datetime, progress: Progress = lambda _stage, _done, _total: None
) -> Outcome:
    """Read sheets of helpers and posts and take them over; a preview does the same and takes it back.

    UnableToReadInput when a file cannot be opened or holds neither; UnableToImportPosts outside the actor's region.
    """
    region = region_of(files.region_code)
    if actor and not actor.may(Act.MANAGE_POSTS, region.code):
        message = Label("您不管理这个区划的岗位", "you do not manage the posts of this unit")
        raise UnableToImportPosts(message, Label("请选您管理的区划", "choose a unit of yours"), "region_code")
    on = timezone.localdate(at)
    progress("sheets", 0, STEPS)
    sheets = read_posts(files.paths, Terms(region_tree(), region.code, departments(), on))
    outcome = Outcome(preview, region.code, refused=list(sheets.refused), unknown_headers=sheets.unknown_headers)
    outcome.counts.update(helper_rows=len(sheets.helpers), post_rows=len(sheets.posts))
    with transaction.atomic():
        _take(sheets, outcome, Deed(actor, at, on), progress)
        if preview:
            transaction.set_rollback(True)
    outcome.refused.sort(key=lambda row: (row.where.file, row.where.sheet, row.where.row))
    if files.rejected is not None and outcome.refused:
        write_rejected_posts(files.rejected, outcome.refused, recipient=region_name(region.code), on=on)
    return outcome


def _take(sheets: PostSheets, outcome: Outcome, deed: Deed, progress: Progress) -> None:
    region = outcome.region_code
    people = [row.person for row in sheets.helpers] + [row.person for row in sheets.posts if row.person is not None]
    officers = Officers.known(region, people, outcome, deed)
    progress("posts", 1, STEPS)
    posts = Posts(region, officers, outcome, deed)
    posts.take(sheets.posts)
    progress("helpers", 2, STEPS)
    further = Helpers(region, officers, outcome, deed).take(sheets.helpers)
    progress("teams", 3, STEPS)
    posts.take(further, lenient=True)
    for name, digest in sheets.digests.items():
        record("import_posts", "file", 0, region, deed, file=name, sha256=digest, **outcome.told())
