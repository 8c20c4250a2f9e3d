"""Answers as sources of a snapshot: one for each workbook, day and grade; where that is too many, one for each day and grade."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from diguan.engine.catalogue import Label
from diguan.engine.snapshot.intake import LAST_SOURCE
from diguan.engine.snapshot.model import DECLARED_VISIT, VISIT, Source
from diguan.engine.verdicts import Grade
from diguan.engine.visiting.answers import Answer
from diguan.engine.visiting.unfit import UnableToFoldAnswers

Told = tuple[str, date, Grade]


def number_sources(known: Sequence[Source], answers: Sequence[Answer], *, synthetic: bool) -> dict[Told, Source]:
    """The source of every (file, day, grade) of the answers, numbered after those that are known."""
    hashes = {a.place.file: a.sha256 for a in answers}
    told: list[Told] = list(dict.fromkeys((a.place.file, a.visited_on, a.grade) for a in answers))
    told.sort(key=lambda t: (list(hashes).index(t[0]), t[1], -t[2]))
    first = max((s.source_id for s in known), default=0) + 1
    room = LAST_SOURCE - first + 1
    if len(told) <= room:
        return {
            t: _source(first + n, t[2], t[1], (t[0], hashes[t[0]]), synthetic=synthetic) for n, t in enumerate(told)
        }
    days = sorted({(day, grade) for _, day, grade in told}, key=lambda d: (d[0], -d[1]))
    if len(days) > room:
        raise UnableToFoldAnswers(
            Label(f"答复来自太多不同的日子（{len(days)} 种）", f"the answers are of too many days ({len(days)})"),
            Label(
                f"本轮还能再记 {room} 种来源；请分批读入", f"the round can take {room} more sources; read them in parts"
            ),
        )
    together = as_one(hashes.items())
    made = {d: _source(first + n, d[1], d[0], together, synthetic=synthetic) for n, d in enumerate(days)}
    return {t: made[t[1], t[2]] for t in told}


def as_one(files: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Label and hash of several workbooks as one source."""
    every = sorted(files)
    digest = sha256("".join(f"{name}\t{digest}\n" for name, digest in every).encode()).hexdigest()
    return f"{len(every)} 份走访表 visit workbooks", digest


def _source(number: int, grade: Grade, day: date, file: tuple[str, str], *, synthetic: bool) -> Source:
    kind = VISIT if grade is Grade.SEEN else DECLARED_VISIT
    return Source(number, kind, file[0], file[1], day, synthetic)
