"""Recomputes every seal from what is stored, and says what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from django.db import DatabaseError

from diguan.domain.audit.chain import SEAL_COLUMNS, code_of, digest_of, entry_rows, same
from diguan.domain.audit.checkpoints import Checkpoint
from diguan.domain.audit.guards import guards_that_fail, pages_that_fail
from diguan.domain.audit.keys import Keys, audit_keys
from diguan.domain.audit.models import Entry, Pending, Seal
from diguan.domain.audit.ranges import UnableToReadRanges, unpacked
from diguan.domain.audit.stored import Row, stored_rows
from diguan.engine.documents import Label

MOST_NAMED = 20
AT_ONCE, MOST_AT_ONCE = 200, 50_000  # links, and numbers of entries they may span, that are read together
Entries = dict[int, Row] | None


@dataclass(slots=True)
class Verification:
    """What was looked at and what does not fit; `pending` entries have no seal yet and could not be verified."""

    seals: int = 0
    entries: int = 0
    pending: int = 0
    problems: list[Label] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything fits."""
        return not self.problems


def verify_audit(checkpoint: Checkpoint | None = None) -> Verification:
    """Goes through the whole record. With a checkpoint, also finds that the end of the record was cut off or rewritten."""
    found = Verification()
    try:
        ranges = _verify_chain(found, audit_keys(), checkpoint)
        _verify_coverage(found, ranges)
        found.problems += (*guards_that_fail(), *pages_that_fail())
    except DatabaseError as error:
        found.problems.append(Label(f"数据库无法读取：{error}", f"the database cannot be read: {error}"))
    return found


def _verify_chain(found: Verification, keys: Keys, checkpoint: Checkpoint | None) -> list[tuple[int, int]]:
    """Every link; returns the ranges of the numbers that links hold."""
    expected, previous, ranges = 1, "", []
    codes: dict[int, str] = {}
    for row, mac, near in _links():
        link = dict(zip(SEAL_COLUMNS, row, strict=True))
        number = link["number"]
        if number != expected:
            _say(found, f"缺少第 {expected} 至 {number - 1} 号封条", f"seals {expected} to {number - 1} are missing")
        if not same(str(link["previous"]), previous):
            _say(found, f"第 {number} 号封条与前一号不相接", f"seal {number} does not follow from the one before")
        key = keys.get(str(link["key_id"]))
        if key is None:
            _say(
                found,
                f"第 {number} 号封条的密钥 {link['key_id']} 不在密钥文件中",
                f"the key {link['key_id']} of seal {number} is not in the key file",
            )
        elif not same(code_of(row, key), str(mac)):
            _say(found, f"第 {number} 号封条被改动", f"seal {number} was changed")
        ranges += _verify_members(found, link, near)
        expected, previous = number + 1, str(mac)
        found.seals += 1
        if checkpoint and number == checkpoint.number:
            codes[number] = str(mac)
    if checkpoint:
        _verify_checkpoint(found, checkpoint, codes.get(checkpoint.number))
    return ranges


def _links() -> Iterator[tuple[Row, str, Entries]]:
    """Every link with its code, and the entries of it and its neighbours, which are read together."""
    stored = stored_rows(Seal.objects.all(), (*SEAL_COLUMNS, "mac"))
    while links := list(islice(stored, AT_ONCE)):
        spans = [span for link in links for span in _spans(link)]
        low, high = min((s[0] for s in spans), default=0), max((s[1] for s in spans), default=-1)
        near = {row[0]: row for row in entry_rows(low, high)} if high - low < MOST_AT_ONCE else None
        for *row, mac in links:
            yield tuple(row), str(mac), near


def _spans(link: Row) -> list[tuple[int, int]]:
    try:
        return list(unpacked(str(link[SEAL_COLUMNS.index("members")])))
    except UnableToReadRanges:
        return []


def _read(ranges: list[tuple[int, int]], near: Entries) -> list[Row]:
    """Entries of some ranges, from those that were read together where they were."""
    if near is None:
        return [row for low, high in ranges for row in entry_rows(low, high)]
    return [near[number] for low, high in ranges for number in range(low, high + 1) if number in near]


def _verify_members(found: Verification, link: dict[str, object], near: Entries) -> list[tuple[int, int]]:
    number, members = link["number"], str(link["members"])
    try:
        ranges = list(unpacked(members))
    except UnableToReadRanges:
        _say(found, f"第 {number} 号封条的记录编号无法读取", f"the numbers of entries of seal {number} cannot be read")
        return []
    rows = _read(ranges, near)
    there = {row[0] for row in rows}
    missing = [each for low, high in ranges for each in range(low, high + 1) if each not in there][:MOST_NAMED]
    if missing:
        named = "、".join(map(str, missing)), ", ".join(map(str, missing))
        _say(found, f"记录 {named[0]} 被删除（第 {number} 号封条）", f"entries {named[1]} were deleted (seal {number})")
    elif not _fits(rows, link):
        _say(
            found,
            f"记录 {members} 中有改动（第 {number} 号封条）",
            f"something among the entries {members} was changed (seal {number})",
        )
    found.entries += len(rows)
    return ranges


def _fits(rows: list[Row], link: dict[str, object]) -> bool:
    return len(rows) == link["count"] and same(digest_of(rows), str(link["digest"]))


def _verify_checkpoint(found: Verification, checkpoint: Checkpoint, code: str | None) -> None:
    number = checkpoint.number
    if code is None:
        _say(
            found,
            f"检查点之前的第 {number} 号封条不在了：记录的末尾被截去",
            f"seal {number} of the checkpoint is gone: the end of the record was cut off",
        )
    elif not same(code, checkpoint.mac):
        _say(
            found,
            f"第 {number} 号封条与检查点不符：记录被重写",
            f"seal {number} differs from the checkpoint: the record was rewritten",
        )


def _verify_coverage(found: Verification, ranges: list[tuple[int, int]]) -> None:
    """Every entry is in one seal, or waits for one."""
    pending = set(Pending.objects.values_list("entry_id", flat=True))
    found.pending = len(pending)
    ordered = sorted(ranges)
    for (_, high), (low, _) in pairwise(ordered):
        if low <= high:
            _say(found, f"记录 {low} 在两个封条中", f"entry {low} is in two seals")
    stray = list(_outside(ordered, pending))
    if stray:
        named = "、".join(map(str, stray)), ", ".join(map(str, stray))
        _say(found, f"记录 {named[0]} 不在任何封条中", f"entries {named[1]} are in no seal")


def _outside(ordered: list[tuple[int, int]], pending: set[int]) -> Iterator[int]:
    """The first entries that are neither in a range nor waiting."""
    at, named = 0, 0
    for number in Entry.objects.order_by("id").values_list("id", flat=True).iterator(chunk_size=10_000):
        while at < len(ordered) and ordered[at][1] < number:
            at += 1
        inside = at < len(ordered) and ordered[at][0] <= number
        if not inside and number not in pending:
            yield number
            named += 1
            if named == MOST_NAMED:
                return


def _say(found: Verification, zh: str, en: str) -> None:
    found.problems.append(Label(zh, en))
