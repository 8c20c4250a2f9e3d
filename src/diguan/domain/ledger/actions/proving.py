"""The proof of a closing: files of this place and household, and what the standard says on facts that are new or corrected."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.evidence.models import Evidence
from diguan.domain.evidence.queries import evidence
from diguan.domain.ledger.choices import Closing, Refusal
from diguan.domain.ledger.judging import Answer, Rest, ask
from diguan.domain.ledger.models import Item, Proof
from diguan.domain.ledger.refusals import StepRefused
from diguan.domain.ledger.terms import deadlines_of
from diguan.domain.regions.queries import subtree, within
from diguan.engine.verdicts import Grade

PHOTO = "image/"


def read_files(item: Item, numbers: Sequence[int], actor: Viewer) -> list[Evidence]:
    """The files of these numbers: of the item's place or one above it, and no photo that proves something of another household."""
    found = list(evidence(actor).filter(pk__in=list(numbers)))
    if len(found) != len(set(numbers)):
        raise StepRefused(Refusal.EVIDENCE_ELSEWHERE, "evidence")
    for row in found:
        if not within(item.region_code, (subtree(row.region_code),)) or _used_elsewhere(item, row):
            raise StepRefused(Refusal.EVIDENCE_ELSEWHERE, "evidence")
    return found


def _used_elsewhere(item: Item, row: Evidence) -> bool:
    """Whether a photo, by its content, is the proof of another household's item. A list may prove many things."""
    if not row.media_type.startswith(PHOTO):
        return False
    same = Proof.objects.filter(Q(evidence__sha256=row.sha256) | Q(evidence__given_sha256=row.given_sha256))
    return same.exclude(item__county=item.county, item__household_number=item.household_number).exists()


def keep_files(item: Item, files: Sequence[Evidence], at: datetime) -> None:
    """The files are proofs of the item from now on."""
    for row in files:
        Proof.objects.get_or_create(item=item, evidence=row, defaults={"at": at})


def proven(item: Item, closing: Closing, files: Sequence[Evidence], on: date) -> list[Rest]:
    """The rows on which a closing rests; StepRefused where its proof does not carry it."""
    if closing is Closing.MENDED:
        return _mended(item, _asked(item, on), files)
    if closing is Closing.CORRECTED:
        return _corrected(item, _asked(item, on), files)
    if closing is Closing.VERIFIED:
        if item.verified_until is None or not on < item.verified_until <= on + deadlines_of(item.standard, on).verified:
            raise StepRefused(Refusal.EXPIRY, "verified_until")
    elif not item.criteria:
        raise StepRefused(Refusal.NO_CRITERIA, "closing")
    if not files:
        raise StepRefused(Refusal.EVIDENCE_MISSING, "evidence")
    return []


def _asked(item: Item, on: date) -> Answer:
    answer = ask(item, on)
    if answer.refusal is not None:
        raise StepRefused(answer.refusal, "closing")
    return answer


def _mended(item: Item, answer: Answer, files: Sequence[Evidence]) -> list[Rest]:
    """Something that decides was seen or is on a department's list since; nothing rests on what was only declared since."""
    if answer.listed:
        if not files:
            raise StepRefused(Refusal.EVIDENCE_MISSING, "evidence")
        return list(answer.rests)
    if answer.grade < Grade.ROSTER and answer.declared(item.found_on, item.found_at):
        raise StepRefused(Refusal.DECLARED, "closing")
    fresh = answer.fresh(item.found_on)
    if not fresh:
        raise StepRefused(Refusal.NO_NEW_FACT, "closing")
    return fresh


def _corrected(item: Item, answer: Answer, files: Sequence[Evidence]) -> list[Rest]:
    """A value that decides was brought in since, beside another one that stays; a declared one needs a file.

    What is declared of a later day than the finding is something new, and a declaration of something new closes nothing.
    """
    corrected = answer.corrected(item.found_at)
    if not corrected:
        raise StepRefused(Refusal.NOTHING_CORRECTED, "closing")
    if any(rest.grade < Grade.ROSTER and rest.day > item.found_on for rest in corrected):
        raise StepRefused(Refusal.DECLARED, "closing")
    if not files and any(rest.grade < Grade.ROSTER for rest in corrected):
        raise StepRefused(Refusal.EVIDENCE_MISSING, "evidence")
    return corrected
