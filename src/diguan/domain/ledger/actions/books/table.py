"""Items as the table of a workbook: masked texts in one language, keys, what is filled in already."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from diguan.domain.accounts.queries import departments
from diguan.domain.ledger.actions.books.keys import MARK
from diguan.domain.ledger.models import Item
from diguan.domain.regions.queries import region_name, region_tree
from diguan.domain.registry.models import Source
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import GRADES
from diguan.engine.verdicts import Grade
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.identity import RowKey
from diguan.exchange.figures.model import Cover
from diguan.exchange.ledger.stamp import Stamp
from diguan.exchange.roundtrip.base import Base, Content
from diguan.exchange.roundtrip.shapes import KEY, SENT, items_shape
from diguan.exchange.roundtrip.values import Value
from diguan.locale import Language, texts


def stamp_of(region_code: str, recipient: str, language: Language, on: date) -> Stamp:
    """The stamp of a workbook of items."""
    loaded = Source.objects.filter(by_hand=False)
    cover = Cover(
        pack=texts("books")["title"],
        pack_id="ledger",
        pack_version="",
        as_of=on,
        region=region_name(region_code) if region_code else "",
        recipient=recipient,
        reveal_reason=None,
        synthetic=loaded.exists() and not loaded.filter(synthetic=False).exists(),
        retrospective=False,
        engine_version="",
        round_mark=MARK,
    )
    return Stamp("items", language, cover)


def table_of(items: Sequence[Item], keys: Sequence[RowKey], stamp: Stamp) -> Base:
    """A row an item, each with its key. `owner_post` of the items is read for each: select it with them."""
    shape, language, places = items_shape(), stamp.language, Places(region_tree())
    rows = [_cells(item, language, places) for item in items]
    computed = [c.name for c in shape.columns if not c.entry and c.name not in (KEY, SENT)]
    entries: dict[str, list[Value | None]] = {c.name: [None] * len(items) for c in shape.entries}
    entries["owner"] = [_owner(item, language) for item in items]
    return Base(
        file="",
        path=Path(),
        stamp=stamp,
        shape=shape,
        keys=list(keys),
        cells={name: [row[name] for row in rows] for name in computed},
        entries=entries,
        others=[],
    )


def _cells(item: Item, language: Language, places: Places) -> dict[str, Content]:
    prefecture, county, township, village = places.names(item.region_code)
    department = departments().get(item.department)
    return {
        "number": item.number,
        "prefecture": prefecture,
        "county": county,
        "township": township,
        "village": village,
        "household": item.household_number,
        "person": item.person_number,
        "kind": item.title[language],
        "state": texts("items").say(f"state.{item.state}", language),
        "explanation": item.explanation.get(language, ""),
        "grade": GRADES[Grade(item.grade)][language] if item.grade else "",
        "measure": Label(item.measure["zh"], item.measure["en"])[language] if item.measure else "",
        "department": department[language] if department else item.department,
        "deadline": item.deadline_on,
    }


def _owner(item: Item, language: Language) -> str | None:
    """The post that owns an item, without whoever holds it."""
    post = item.owner_post
    if post is None:
        return None
    return f"{region_name(post.region_code)} {texts('posts').say(f'kind.{post.kind}', language)}"
