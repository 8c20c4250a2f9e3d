"""What happened to a household's page, newest first: what was said or seen, events of life, rounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from diguan.domain.accounts.permissions import Sensitivity
from diguan.domain.accounts.queries import usernames
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import Sheet
from diguan.domain.registry.queries.events import EventOfHousehold, events_of
from diguan.domain.registry.queries.household import HouseholdFile
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.queries import HouseholdStanding
from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label
from diguan.engine.snapshot.online import Row
from diguan.engine.verdicts import Subject
from diguan.web.shared.texts import spoken, text

PAGE = 40  # entries, and whatever else happened on the day of the last one
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of the timeline. `event`: its number where it can be taken back; `undone`: it was; `notes`: what else is to be said."""

    day: date
    what: str
    by: str = ""
    event: int | None = None
    undone: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of entries, newest first, in whole days, so that it stays what it is while entries are added.

    `before`: the day before which it ends, None for the newest; `earlier`: the one for the page after it, None where there is none.
    """

    entries: list[Happening]
    before: date | None
    earlier: date | None


def day_of(said: str) -> date | None:
    """A day as an address carries it; None where nothing or something else stands there."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def timeline(
    file: HouseholdFile,
    catalogue: Catalogue,
    standings: list[HouseholdStanding],
    viewed: Shown,
    before: date | None = None,
    *,
    events: bool = True,
) -> Timeline:
    """The newest entries before a day. `events`: False where the caller knows that none was ever recorded."""
    told = _events(file, viewed) if events else ()
    all_ = [*_said(file, catalogue, viewed), *told, *(_judged(standing) for standing in standings)]
    found = sorted((h for h in all_ if before is None or h.day < before), key=lambda h: h.day, reverse=True)
    if len(found) <= PAGE:
        return Timeline(found, before, None)
    last = found[PAGE - 1].day
    shown = [h for h in found if h.day >= last]
    return Timeline(shown, before, last if len(shown) < len(found) else None)


def _said(file: HouseholdFile, catalogue: Catalogue, shown: Shown) -> Iterator[Happening]:
    gathered = file.gathered
    rows = [(Subject.HOUSEHOLD, row) for row in gathered.household]
    rows += [(Subject.PERSON, row) for own in gathered.persons.values() for row in own]
    by_sheet: dict[tuple[int, date], list[tuple[Subject, Row]]] = {}
    for subject, row in rows:
        by_sheet.setdefault((file.sheet_of(row).pk, row.day), []).append((subject, row))
    recorders = [s.recorded_by for s in gathered.sheets.values() if s.recorded_by is not None]
    names = usernames(recorders) if recorders else {}
    for (_, day), own in by_sheet.items():
        sheet = file.sheet_of(own[0][1])
        fields = dict.fromkeys(catalogue.fields(subject)[name].label for subject, row in own for name in row.values)
        visitors = dict.fromkeys(
            shown.name(gathered.visitors[r.reference]) for _, r in own if r.reference in gathered.visitors
        )
        said, by = (
            _from(sheet, list(fields)),
            names.get(sheet.recorded_by or 0, "") or text("households:comma").join(visitors),
        )
        if own[0][1].dated:
            yield Happening(day, said, by)
        else:
            loaded_on = timezone.localtime(sheet.source.load.at).date()
            yield Happening(loaded_on, text("households:timeline.undated", said=said), by)


def _from(sheet: Sheet, labels: list[Label]) -> str:
    named = text("households:comma").join(spoken(label) for label in labels[:MOST_NAMED])
    key = "said_more" if len(labels) > MOST_NAMED else "said"
    source = sheet.source.label if not sheet.source.by_hand else text("households:timeline.by_hand")
    return text(f"households:timeline.{key}", source=source, fields=named, count=len(labels))


def _events(file: HouseholdFile, shown: Shown) -> Iterator[Happening]:
    found = events_of(file.household)
    if not found:
        return
    names = usernames([event.actor for event in found])
    people = {person.number: shown.name(person.name) for person in file.household.persons.all()}
    newest = file.gathered.newest_list
    for event in found:
        who = [people.get(number) or number for number in event.detail.get("persons", ())]
        what = text(f"households:event.{event.kind}")
        if who:
            what = f"{what}{text('frame:colon')}{text('households:comma').join(who)}"
        notes = []
        if Sensitivity.PERSONAL in shown.kinds:
            notes.append(text("events:timeline.reason", reason=event.reason))
        if newest is not None and newest > event.happened_on and not event.taken_back and _differs(event, file):
            notes.append(text("events:timeline.outweighed", day=newest.isoformat()))
        undoable = None if event.kind == LifeEventKind.UNDONE else event.pk
        yield Happening(
            event.happened_on, what, names.get(event.actor, ""), undoable, undone=event.taken_back, notes=tuple(notes)
        )


def _differs(event: EventOfHousehold, file: HouseholdFile) -> bool:
    """Whether the members of the day, or the place, are not those that the event made."""
    there = {member.person.number for member in file.members if member.person.member}
    own = file.household.number
    members = any((person in there) != joins for home, person, joins in event.changes if home == own)
    return members or any(home == own and code != file.household.region_code for home, code in event.settled)


def _judged(standing: HouseholdStanding) -> Happening:
    label = Label(standing.round.label["zh"], standing.round.label["en"])
    said = text("households:timeline.judged", standard=spoken(label), unmet=standing.unmet, unknown=standing.unknown)
    return Happening(standing.round.as_of, said)
