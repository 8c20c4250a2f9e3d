"""campaign.xlsx and to-see.xlsx: coverage by area and visitor, what cannot be, and the households still to be seen."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from diguan.engine.snapshot.wording import listed
from diguan.exchange.campaign.counting import Area
from diguan.exchange.campaign.model import HomeState, Outcome, Reason, Tally
from diguan.exchange.checks.book import OPTIONS, Cell, CheckBook, Table
from diguan.exchange.figures.model import Cover
from diguan.locale import Language, texts

if TYPE_CHECKING:
    from diguan.exchange.campaign.covering import Campaign

SUMMARY = {"what": 60, "count": 14, "share": 12}
COUNTS = {"households": 10, "open": 12, "seen": 10, "share": 10, "open_seen": 12, "not_met": 10, "not_visited": 10}
COUNTS |= {"unclear": 10, "unrecorded": 10, **{f"reason_{reason}": 10 for reason in Reason}, "to_see": 10}
VILLAGES = {"county": 14, "township": 16, "village": 20, **COUNTS}
TOWNSHIPS = {"county": 14, "township": 16, **COUNTS}
VISITORS = {"visitor": 14, "seen": 10, "not_met": 10, "days": 10, "villages": 40, "first": 12, "last": 12, "most": 14}
VISITS = {"township": 16, "village": 20, "household": 20, "outcome": 14, "on": 12, "visitor": 16, "met": 14}
VISITS |= {"reason": 16, "place": 40}
ODD = {"oddity": 30, "household": 20, "on": 12, "visitor": 16, "detail": 60, "place": 60}
FILES = {"file": 40, "households": 10, "outcome": 80}
TO_SEE = {"number": 8, "county": 14, "township": 16, "village": 20, "household": 20, "state": 16, "reason": 16}
TO_SEE |= {"on": 12, "visitor": 16, "times": 10, "open": 12, "findings": 10, "note": 30}


class CampaignBook(CheckBook):
    """A workbook under way that speaks the texts of a campaign."""

    def __init__(self, workbook: Workbook, cover: Cover, language: Language) -> None:
        super().__init__(workbook, cover, language)
        self._ledger = texts("campaign")

    def table(self, name: str, columns: Mapping[str, int], entry: Sequence[str] = ()) -> Table:
        """A table on a sheet of its own; sheet and title by name."""
        return Table(self, self.say(f"sheet.{name}"), self.title(name), columns, entry)


@contextmanager
def _book(path: Path, cover: Cover, language: Language) -> Iterator[CampaignBook]:
    with Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
        workbook.set_properties({"subject": cover.region, "created": datetime.combine(cover.as_of, time())})
        yield CampaignBook(workbook, cover, language)


def write_campaign(path: Path, campaign: "Campaign", language: Language) -> None:
    """Write the coverage."""
    with _book(path, campaign.cover, language) as book:
        _summary(book, campaign)
        _areas(book, "townships", TOWNSHIPS, campaign.townships)
        _areas(book, "villages", VILLAGES, campaign.villages)
        _visitors(book, campaign)
        _odd(book, campaign)
        _visits(book, campaign)
        _files(book, campaign)


def share(part: int, whole: int) -> str:
    """A share in percent; "" of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else ""


def _summary(book: CampaignBook, campaign: "Campaign") -> None:
    table, whole, days = book.table("summary", SUMMARY), campaign.whole, campaign.days
    if campaign.unseen:
        table.add([book.say("round_unseen", text=book.of(campaign.unseen)), None, None])
    if campaign.uncovered:
        table.add([book.say("uncovered", indicators=book.of(listed(campaign.uncovered))), None, None])
    first, last = days.first or book.say("open_end"), days.last or book.say("open_end")
    table.add([book.say("days", first=first, last=last, today=days.today), None, None])
    for name in (
        "households",
        "open",
        "seen",
        "open_seen",
        "not_met",
        "not_visited",
        "unclear",
        "unrecorded",
        "to_see",
    ):
        number = getattr(whole, name)
        of = whole.open if name == "open_seen" else whole.households
        table.add([book.say(f"count.{name}"), number, share(number, of)])
    for reason in Reason:
        if number := whole.reasons.get(reason, 0):
            said = book.say("count.reason", reason=_reason(book, reason))
            table.add([said, number, share(number, whole.households)])
    table.add([book.say("count.odd"), len(campaign.odd), None])
    table.finish()


def _counts(tally: Tally) -> list[Cell]:
    reasons: list[Cell] = [tally.reasons.get(reason, 0) for reason in Reason]
    seen: list[Cell] = [tally.households, tally.open, tally.seen, share(tally.seen, tally.households), tally.open_seen]
    return [*seen, tally.not_met, tally.not_visited, tally.unclear, tally.unrecorded, *reasons, tally.to_see]


def _areas(book: CampaignBook, name: str, columns: Mapping[str, int], areas: Mapping[Area, Tally]) -> None:
    table = book.table(name, columns)
    for area, tally in areas.items():
        table.add([*area, *_counts(tally)])
    table.finish()


def _visitors(book: CampaignBook, campaign: "Campaign") -> None:
    table = book.table("visitors", VISITORS)
    for each in campaign.visitors:
        first, last = (str(day) for day in (min(each.days), max(each.days))) if each.days else ("", "")
        counts = [len(each.seen), len(each.not_met - each.seen), len(each.days)]
        table.add([each.name, *counts, "、".join(sorted(each.villages)), first, last, each.most_in_a_day])
    table.finish(book.say("none.visitors"))


def _odd(book: CampaignBook, campaign: "Campaign") -> None:
    table = book.table("odd", ODD)
    for each in campaign.odd:
        what = book.say(f"odd.{each.oddity}.name")
        who = "、".join(each.visitors)
        detail = book.of(each.detail)
        table.add([what, each.household_id, str(each.on or ""), who, detail, "\n".join(each.places)])
    table.finish(book.say("none.odd"))


def _visits(book: CampaignBook, campaign: "Campaign") -> None:
    table = book.table("visits", VISITS)
    homes = {state.home.household_id: state.home for state in campaign.states}
    for visit in campaign.visits:
        home = homes.get(visit.household_id)
        if home is None or not visit.counts:
            continue
        place = f"{visit.file} {visit.sheet}" + (f" {visit.row}" if visit.row else "")
        said = [book.say(f"outcome.{visit.outcome}"), str(visit.on or ""), "、".join(visit.visitors), visit.met]
        why = "" if visit.outcome is Outcome.MET else _reason(book, visit.reason)
        table.add([home.township, home.village, home.household_id, *said, why, place])
    table.finish(book.say("none.visits"))


def _reason(book: CampaignBook, reason: Reason) -> str:
    if reason is Reason.NONE:
        return book.say("reason_none")
    return book.of(texts("visits")[f"not_met.{reason}"])


def _files(book: CampaignBook, campaign: "Campaign") -> None:
    table = book.table("files", FILES)
    for file in campaign.files:
        table.add([file.label, file.households, book.of(file.refused) if file.refused else book.say("file_used")])
    for name, cell, why in campaign.refused_cells:
        table.add([name, None, book.say("refused_cell", cell=cell, why=book.of(why))])
    table.finish()


def write_to_see(path: Path, campaign: "Campaign", language: Language) -> None:
    """The households that are still to be seen: those with something to ask first within each village."""
    with _book(path, campaign.cover, language) as book:
        table = book.table("to_see", TO_SEE, ("note",))
        left = [(n, state) for n, state in enumerate(campaign.states) if not state.seen]
        villages: dict[Area, int] = {}
        for _, state in left:
            villages.setdefault(_village(state), len(villages))
        left.sort(key=lambda each: (villages[_village(each[1])], not each[1].home.open, each[0]))
        for number, (_, state) in enumerate(left, start=1):
            table.add([number, *_to_see(book, state), None])
        table.finish(book.say("none.to_see"))


def _village(state: HomeState) -> Area:
    return (state.home.county, state.home.township, state.home.village)


def _to_see(book: CampaignBook, state: HomeState) -> list[Cell]:
    home, visit = state.home, state.visit
    said = book.say(f"outcome.{visit.outcome}") if visit else book.say("outcome.none")
    why = _reason(book, visit.reason) if visit else ""
    on, who = (str(visit.on or ""), "、".join(visit.visitors)) if visit else ("", "")
    is_open = book.say("yes") if home.open else ""
    return [*_village(state), home.household_id, said, why, on, who, state.visits, is_open, home.findings]
