"""Every figure of the ledger beside the script's own: of the queries for viewers of every level, and as the pages show them."""

import re

from django.test import Client

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.queries import counts, load_by_owner, overdue_by_level, tried_on_paper
from tests.acceptance.worked.book import LIVING
from tests.acceptance.worked.county import COUNTY
from tests.acceptance.worked.days import at
from tests.acceptance.worked.people import PREFECTURE

WAYS = ("mended", "corrected", "verified", "accepted")


class Figures:
    """Compares on a day."""

    def __init__(self, book, people, monkeypatch):
        self.book, self.people, self.monkeypatch = book, people, monkeypatch

    def of(self, on):
        compare(self.book, self.people, on)
        set_day(self.monkeypatch, on, at(on))
        compare_pages(self.book, self.people, on)


def shown(found):
    """What the query says, in the shape of the book."""
    plain = {"overdue": found.overdue, "rebound": found.rebound, "postponed": found.postponed}
    return {"states": dict(found.by_state), "ways": dict(found.by_closing), **plain}


def places(book):
    """The county, every township with problems, and some villages."""
    villages = sorted({line.region for line in book.lines.values()})
    return [COUNTY, *sorted({code[:9] + "000" for code in villages}), *villages[:5]]


def compare(book, people, on):
    """The queries: the county by place and department, each township and a village by itself, a foreign county."""
    county = people.county()
    for place in ("", *places(book)):
        assert shown(counts(county, on, place)) == book.counts(on, place), (place, on)
        assert overdue_by_level(county, on, place) == book.levels(on, place), (place, on)
        assert loads(county, on, place) == book.loads(on, place), (place, on)
        assert dict(tried_on_paper(county, place)) == book.paper(place), place
    for department in ("housing", "water", "education", "rural"):
        assert shown(counts(county, on, "", department)) == book.counts(on, "", department)
    for place in places(book)[1:]:
        role = Role.TOWNSHIP if place.endswith("000") else Role.VILLAGE
        viewer = people.who(role, place)
        assert shown(counts(viewer, on)) == book.counts(on, place)
        assert loads(viewer, on) == book.loads(on, place)
        assert dict(tried_on_paper(viewer)) == book.paper(place)
    assert shown(counts(people.who(Role.PREFECTURE, PREFECTURE), on)) == book.counts(on)
    foreign = people.who(Role.COUNTY, "152222000000")
    assert (counts(foreign, on).living, list(load_by_owner(foreign, on)), dict(tried_on_paper(foreign))) == (0, [], {})
    assert (counts(county, on, "152222000000").living, overdue_by_level(foreign, on)) == (0, {})


def loads(viewer, on, place=""):
    """By post and level; an owner twice would be an error of its own."""
    listed = load_by_owner(viewer, on, place)
    found = {
        (row.post and row.post.pk, row.level): (row.living, row.overdue, row.oldest, row.newest_step_on)
        for row in listed
    }
    assert len(found) == len(listed)
    return found


def set_day(monkeypatch, day, moment):
    """The day and the moment of the pages."""
    for module in ("one", "bulk", "views", "forms"):
        for name, value in (("now", moment), ("today", day)):
            monkeypatch.setattr(f"diguan.web.ledger.{module}.{name}", lambda value=value: value, raising=False)


def client_of(account):
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def compare_pages(book, people, on):
    """The pages as the county reads them: words and numbers of the answer itself."""
    client = client_of(people.holder(Role.COUNTY, COUNTY))
    for place in ("", places(book)[1]):
        expected = book.counts(on, place)
        board = client.get("/ledger/board/", {"region_code": place}).content.decode()
        assert _board(board) == expected, (place, on)
        assert _overdue(client.get("/ledger/overdue/", {"region_code": place}).content.decode()) == (
            sorted(book.levels(on, place).values()),
            sorted((n, late, str(oldest or "–")) for n, late, oldest, _ in book.loads(on, place).values()),
        )
        for asked, number in _asked(book, on, place):
            page = client.get("/ledger/", {"region_code": place, **asked})
            assert page.context["count"] == number, (asked, place, on)


def _asked(book, on, place):
    """Filters of the table, and how many lines fit."""
    lines = book.of(place)
    living = [line for line in lines if line.state in LIVING]
    yield {}, len(living)
    for state in (*LIVING, "closed", "withdrawn"):
        yield {"state": state}, sum(line.state == state for line in lines)
    for way in WAYS:
        yield {"state": "closed", "closing": way}, sum(line.state == "closed" and line.closing == way for line in lines)
    yield {"special": "overdue"}, sum(line.late(on) for line in living)
    for post in sorted({line.post for line in living})[:3]:
        yield {"post": post}, sum(line.post == post for line in living)
        yield {"post": post, "special": "overdue"}, sum(line.post == post and line.late(on) for line in living)


def _numbers(text):
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def _board(page):
    said = re.search(r"未结.*?个。", page).group()
    _, overdue, rebound, postponed, withdrawn = _numbers(re.sub(r"<[^>]*>", "", said))
    columns = [_numbers(found)[0] for found in re.findall(r">(全部 [\d,]+ 个)<", page)]
    ways = [_numbers(found)[0] for found in re.findall(r'<dd class="number"><a [^>]*>([\d,]+)</a>', page)]
    states = dict(zip((*LIVING, "closed"), columns, strict=True)) | {"withdrawn": withdrawn}
    plain = {"overdue": overdue, "rebound": rebound, "postponed": postponed}
    return {"states": states, "ways": dict(zip(WAYS, ways, strict=True)), **plain}


def _overdue(page):
    """Numbers of both tables: of the levels, of the owners with the oldest day."""
    tables = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    if not tables:
        return [], []
    levels, owners = ([_cells(row) for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)] for table in tables)
    return (
        sorted((_numbers(row[0])[0], _numbers(row[1])[0]) for row in levels),
        sorted((_numbers(row[1])[0], _numbers(row[2])[0], row[3]) for row in owners),
    )


def _cells(row):
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
