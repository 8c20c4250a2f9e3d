"""Goes through the workbooks that came back: whose row each is, what was filled in, what was changed that should not have been."""

from collections.abc import Sequence

from diguan.engine.documents import Label
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.roundtrip.answers import Collected, FileReport
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.forms import FormFile
from diguan.exchange.roundtrip.mended import read_mended
from diguan.exchange.roundtrip.rows import SheetReader
from diguan.locale import texts

MOST_NUMBERS = 12


def collect(base: Base, forms: Sequence[FormFile | UnableToReadInput]) -> Collected:
    """Everything in the workbooks, each of them used or refused as a whole."""
    found = Collected()
    for form in forms:
        if isinstance(form, UnableToReadInput):
            refusal = form.refusal
            why = Label(*(f"{refusal.found[x]}；{refusal.hint[x]}" for x in ("zh", "en")))
            found.files.append(FileReport(refusal.file, "", refused=why))
        else:
            _take(base, form, found)
    return found


def _take(base: Base, form: FormFile, found: Collected) -> None:
    report = FileReport(form.label, form.sha256, by=form.by)
    found.files.append(report)
    before = found.counts()
    if form.stamp is not None and form.stamp.cover.round_mark != base.mark:
        cover = form.stamp.cover
        report.refused = _say(
            "other_round", pack=cover.pack, version=cover.pack_version, as_of=cover.as_of.isoformat(), of=_round(base)
        )
        return
    if form.stamp is not None and form.stamp.shape == "rejected":
        read_mended(base, form, report, found)
    elif form.shape is not base.shape:
        kind = form.stamp.shape if form.stamp else ""
        report.refused = _say("decisions" if kind == "differences" else "no_table", sheet=base.shape.sheet)
        return
    else:
        _take_sheets(base, form, report, found)
    counts = zip(found.counts(), before, strict=True)
    report.answers, report.locked, report.rejected = (now - then for now, then in counts)


def _take_sheets(base: Base, form: FormFile, report: FileReport, found: Collected) -> None:
    readers = [SheetReader(base, form, sheet) for sheet in form.sheets]
    if form.stamp is None and _all_foreign(base, readers):
        report.refused = _say("other_round_keys", of=_round(base))
        return
    for reader in readers:
        reader.take(found, report)
    twice = sum(reader.rows_seen for reader in readers) - len(report.seen)
    if twice:
        report.notes.append(_say("twice", count=twice))
    report.rows = len(report.seen)
    _tell_missing(base, form, report)


def _all_foreign(base: Base, readers: Sequence[SheetReader]) -> bool:
    marks = {key.round for reader in readers for key in reader.keys if key}
    return bool(marks) and base.mark not in marks


def _tell_missing(base: Base, form: FormFile, report: FileReport) -> None:
    """Rows that were sent out in this workbook and did not come back."""
    stamp = form.stamp
    if stamp is None or not stamp.group_by:
        return
    sent = base.groups(stamp.group_by).get(stamp.group, [])
    missing = [base.text("number", row) for row in sent if row not in report.seen]
    if missing:
        numbers = ", ".join(missing[:MOST_NUMBERS]) + (" …" if len(missing) > MOST_NUMBERS else "")
        report.notes.append(_say("missing", count=len(missing), sent=len(sent), numbers=numbers))


def _round(base: Base) -> Label:
    cover = base.stamp.cover
    return Label(*(f"{cover.pack[x]} {cover.pack_version} {cover.as_of.isoformat()}" for x in ("zh", "en")))


def _say(key: str, **values: object) -> Label:
    return texts("roundtrip").both(f"file.{key}", **values)
