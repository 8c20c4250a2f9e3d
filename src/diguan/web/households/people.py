"""Who is in a household, as the sections of its page show them: one a person, with what is known of him closed below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString

from diguan.engine.documents import Label
from diguan.engine.snapshot.listing import BASE
from diguan.web.shared.texts import spoken, text
from diguan.web.shared.writing import EMPTY, join, write

SECTION = '<section class="sheet"><h3>{} <span class="code">{}</span>{}</h3><dl class="in-line">{}</dl>{}{}</section>'
ENTRY = "<div><dt>{}</dt><dd{}>{}</dd></div>"
MARK = ' <span class="mark off">{}</span>'
CODE = SafeString(' class="code"')
EVENT = '<p><a href="{}?person={}">{}</a></p>'


@dataclass(frozen=True, slots=True)
class People:
    """Writes the sections of one page. `events`: the address at which life events are chosen, empty for whoever may record none.

    `called`: what sentences call the members, by number.
    """

    events: str
    called: Mapping[str, Label]

    def sections(self, members: Iterable[Mapping[str, Any]]) -> SafeString:
        """Members of `KnownRows`, each with `identifiers`: what they are called and the value, where they are shown.

        `facts` of each: the part of the page that tells what is known of him.
        """
        return join(self._section(member) for member in members)

    def _section(self, member: Mapping[str, Any]) -> SafeString:
        person = member["person"]
        event = EMPTY
        if self.events and person.pk and person.member:
            event = write(EVENT, self.events, quote(person.number), text("events:of_member"))
        return write(
            SECTION,
            member["name"] or text("households:nameless"),
            person.number.removeprefix(BASE),
            EMPTY if person.member else write(MARK, text("households:members.base_only")),
            join(self._entries(member)),
            event,
            member["facts"],
        )

    def _entries(self, member: Mapping[str, Any]) -> Iterable[SafeString]:
        yield self._entry("relation", self._relation(member))
        yield self._entry("birth", member["birth"])
        if member["state"]:
            yield self._entry("state", member["state"])
        for label, value in member["identifiers"]:
            yield write(ENTRY, spoken(label), CODE, value)

    def _relation(self, member: Mapping[str, Any]) -> Label | None:
        """What he is called in sentences, where the role may read it."""
        said = self.called.get(member["person"].number)
        return said if member["relation"] and said else member["relation"]

    @staticmethod
    def _entry(name: str, said: Label | None) -> SafeString:
        return write(
            ENTRY, text(f"households:members.{name}"), EMPTY, spoken(said) if said else text("households:not_known")
        )
