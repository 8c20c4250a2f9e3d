"""Parts of a household's page that are not looked at first: closed there, fetched when opened, each with an address of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from diguan.domain.registry.queries.household import Member
from diguan.domain.registry.queries.household.known import told
from diguan.domain.screening.verdicts import Opinions
from diguan.engine.verdicts import Verdict
from diguan.web.households.looking import Look
from diguan.web.households.timeline import timeline
from diguan.web.shared.texts import text
from diguan.web.shared.writing import EMPTY, write

OPENED = "<details open><summary>{}</summary>{}</details>"
CLOSED = (
    '<details hx-get="{}" hx-trigger="toggle once" hx-target="find [data-part]"><summary>{}</summary>'
    '<div data-part><p><a href="{}">{} <span class="visually-hidden">{}</span></a></p></div></details>'
)
LIST = '<ul class="sheet opinions">{}</ul>'
NOTHING = '<p class="empty-state">{}</p>'
FINE = (Verdict.MET, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Writes the parts into the page. `whole`: opened and with all that is in them, to print; else closed, with where to fetch them."""

    request: HttpRequest
    look: Look
    whole: bool

    def facts(self) -> SafeString:
        """What is known of the household itself."""
        return self._part(count_of(told(self.look.file.facts)), "facts", lambda: facts_of_household(self.look))

    def member(self, row: Mapping[str, Any], member: Member) -> SafeString:
        """What is known of a member; `row`: as `KnownRows.people` has it."""
        number, said = member.person.number, count_of(row["told"])
        about = row["name"] or text("households:nameless")
        return self._part(said, "facts", lambda: facts_of_member(self.look, member), about, person=number)

    def fine(self, opinions: Opinions, count: int) -> SafeString:
        """Indicators that are met or do not apply; nothing where there is none."""
        said = text("households:stands.fine", count=count)
        return self._part(said, "met", lambda: fine_opinions(self.look, opinions)) if count else EMPTY

    def timeline(self) -> SafeString:
        """What happened."""
        return self._part(text("households:timeline.kinds"), "timeline", lambda: happenings(self.request, self.look))

    def _part(
        self, said: str, name: str, write_it: Callable[[], SafeString], about: str = "", **more: str
    ) -> SafeString:
        if self.whole:
            return write(OPENED, said, write_it())
        at = self.look.address(name, **more)
        return write(CLOSED, at, said, at, text("households:on_its_own"), f"{about} {said}".strip())


def count_of(known: tuple[int, int]) -> str:
    """How many facts, and in how many of them sources contradict each other."""
    count, contested = known
    key = "members.contested" if contested else "members.facts"
    return text(f"households:{key}", count=count, contested=contested)


def facts_of_household(look: Look) -> SafeString:
    """The table of what is known of the household, contradictions first."""
    return look.rows.table(look.known.household())


def facts_of_member(look: Look, member: Member) -> SafeString:
    """The table of what is known of a member, contradictions first."""
    return look.rows.table(look.known.of_member(member), member.person.pk or "")


def fine_opinions(look: Look, opinions: Opinions) -> SafeString:
    """Indicators that are met or do not apply, and why; `opinions` with the reasons of those."""
    found = [opinion for verdict in FINE for opinion in opinions.having(verdict)]
    if not found:
        return write(NOTHING, text("households:stands.none_fine"))
    return write(LIST, look.rows.opinions(found, look.chosen.pack.id))


def happenings(request: HttpRequest, look: Look, before: date | None = None) -> SafeString:
    """A page of the timeline, with where its other pages are."""
    catalogue, events = look.chosen.pack.catalogue, look.traces.events
    page = timeline(look.file, catalogue, look.standings, look.shown, before=before, events=events)
    context = {
        "timeline": page,
        "household": look.household,
        "may_record_event": look.may_record_event,
        "newest": look.address("timeline") if page.before else "",
        "earlier": look.address("timeline", before=page.earlier.isoformat()) if page.earlier else "",
    }
    return render_to_string("households/timeline.html", context, request)
