"""What stands above the sections: title, whom the report is for, the key figures, the table of contents."""

from collections.abc import Sequence

from diguan.engine.verdicts import Subject
from diguan.exchange.figures.model import Cover, Figures, Tally
from diguan.exchange.report.markup import Content, Html, both, join, say, tag, word
from diguan.exchange.report.tables import number, share
from diguan.locale import texts


def head(cover: Cover, sections: Sequence[str]) -> Html:
    """The head of the page with the language switch."""
    choose = [tag("label", said, for_=f"show-{code}") for code, said in (("zh", "中文"), ("en", "English"))]
    contents = tag("nav", tag("ul", *(tag("li", tag("a", say(f"{id_}.title"), href=f"#{id_}")) for id_ in sections)))
    return tag(
        "header",
        tag("div", *choose, class_="languages"),
        tag("h1", join(f"{cover.region} " if cover.region else None, say("title"))),
        tag(
            "p",
            say("under", pack=cover.pack, version=cover.pack_version, as_of=cover.as_of.isoformat()),
            class_="under",
        ),
        tag("p", _recipient(cover), " · ", say("no_persons"), class_="under"),
        tag("p", word("synthetic"), class_="notice") if cover.synthetic else None,
        tag("p", say("retrospective"), class_="notice") if cover.retrospective else None,
        contents,
    )


def _recipient(cover: Cover) -> Html:
    words = texts("words")
    return word("recipient", recipient=cover.recipient or words["recipient_none"])


def unseen(figures: Figures) -> Html | None:
    """How many households nobody has seen; says nothing where the standard asks about places alone."""
    if figures.unseen is None or figures.places_alone:
        return None
    return tag("p", both(figures.unseen), class_="notice")


def tiles(figures: Figures) -> Html:
    """The key figures."""
    households = figures.subjects.get(Subject.HOUSEHOLD, 0)
    whole = sum((i.own for i in figures.indicators), Tally())
    about_homes = [
        ("households", households, None, False),
        ("persons", figures.subjects.get(Subject.PERSON, 0), None, False),
        ("concerned", figures.households_with_findings, share(figures.households_with_findings, households), True),
        ("findings", figures.findings, None, True),
    ]
    about_places = [
        ("villages", figures.subjects.get(Subject.VILLAGE, 0), None, False),
        ("facilities", figures.subjects.get(Subject.FACILITY, 0), None, False),
        ("place_findings", sum(each.findings for each in figures.places), None, True),
    ]
    shown = [
        *(about_places if figures.places_alone else about_homes),
        ("declared", whole.met_declared, share(whole.met_declared, whole.met), False),
        ("unknown", whole.unknown, share(whole.unknown, whole.total), False),
        *([] if figures.rejected_rows is None else [("rejected", figures.rejected_rows, None, False)]),
    ]
    return tag("dl", *(_tile(*each) for each in shown), class_="tiles")


def _tile(name: str, value: int, percent: str | None, strong: bool) -> Html:  # noqa: FBT001  a row of the list above
    small: Content = tag("small", say(f"tile.{name}.note", share=percent or ""))
    return tag(
        "div", tag("dt", say(f"tile.{name}.name")), tag("dd", number(value), small), class_="strong" if strong else None
    )
