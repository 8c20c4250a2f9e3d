"""What a workbook asks for goes through the step of submitting, in the household of the worlds; a second person still closes."""

from datetime import timedelta

import openpyxl
import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.ledger.actions.books import (
    UnableToUseBook,
    Wanted,
    read_book,
    save_book,
    save_result,
    take_book,
    weigh_book,
)
from diguan.domain.ledger.choices import Closing, Refusal, State, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.messages.models import Message
from diguan.locale import texts
from tests.domain.ledger.worlds import AT, HOUSE, SCHOOL, VILLAGE

ON = AT.date()
LATER = AT + timedelta(days=3)


@pytest.fixture
def mended(lived):
    """The house was seen to be safe; the child is still out of school."""
    lived.determine()
    lived.determine(SCHOOL)
    lived.record(lived.who(Role.VILLAGE), dangerous_house=False)
    return lived


def out(path, who, language="zh"):
    save_book(path=path, wanted=Wanted(VILLAGE, "", "合成村", language), actor=who, on=ON, at=AT)
    return openpyxl.load_workbook(path)


def fill(book, said, language="zh"):
    """Write the entry cells of items by number; texts of choices by their id."""
    sheet, known = book.worksheets[0], texts("ledger")
    head = 5
    places = {sheet.cell(head, n).value: n for n in range(1, sheet.max_column + 1)}
    rows = {sheet.cell(n, 1).value: n for n in range(head + 1, sheet.max_row + 1)}
    for number, cells in said.items():
        for name, value in cells.items():
            place = places[known[f"column.{name}.heading"][language]]
            choice = name in ("progress", "evidence") and value in known.below(name)
            sheet.cell(rows[number], place).value = known[f"{name}.{value}"][language] if choice else value


def back(path, book, who):
    book.save(path)
    return read_book(path=path, viewer=who, on=ON)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_mended_house_is_submitted_by_workbook_and_closed_by_a_second_person(mended, tmp_path, language):
    who, house, school = mended.who(Role.VILLAGE), mended.item(HOUSE), mended.item(SCHOOL)
    book = out(tmp_path / "ledger.xlsx", who, language)
    done = {"progress": "mended", "evidence": "photo", "evidence_on": "2019-07-20", "remark": "新房已住"}
    fill(book, {house.number: done, school.number: done}, language)
    returned = back(tmp_path / "ledger.xlsx", book, who)
    asked = {(proposal.item_id, proposal.closing) for proposal in returned.proposals}
    assert asked == {(house.pk, Closing.MENDED), (school.pk, Closing.MENDED)}
    assert [line for line in returned.lines if line.kind != "note"] == []
    before = Event.objects.count(), Message.objects.count(), Entry.objects.count()
    tried = {line.number: line.kind for line in weigh_book(proposals=returned.proposals, actor=who, at=AT)}
    assert tried == {house.number: "ready", school.number: "refused"}
    assert (Event.objects.count(), Message.objects.count(), Entry.objects.count()) == before
    assert mended.item(HOUSE).state == State.OPEN
    taken = {line.number: line for line in take_book(proposals=returned.proposals, actor=who, at=AT)}
    assert {number: line.kind for number, line in taken.items()} == {
        house.number: "submitted",
        school.number: "refused",
    }
    assert (mended.item(HOUSE).state, mended.item(SCHOOL).state) == (State.SUBMITTED, State.OPEN)
    event = mended.item(HOUSE).events.get(act=Step.SUBMIT, accepted=True)
    assert "2019-07-20" in event.reason
    assert "新房已住" in event.reason
    assert mended.item(SCHOOL).events.get(act=Step.SUBMIT, accepted=False).refusal in set(Refusal)
    assert not mended.confirm(who, at=LATER).accepted
    assert mended.confirm(mended.who(Role.TOWNSHIP), at=LATER).accepted
    assert mended.item(HOUSE).state == State.CLOSED


def test_submitting_the_same_workbook_again_is_refused_as_stale(mended, tmp_path):
    who, house = mended.who(Role.VILLAGE), mended.item(HOUSE)
    book = out(tmp_path / "ledger.xlsx", who)
    fill(book, {house.number: {"progress": "mended", "evidence": "photo"}})
    for kind in ("submitted", "refused"):
        returned = back(tmp_path / "ledger.xlsx", book, who)
        (line,) = take_book(proposals=returned.proposals, actor=who, at=AT)
        assert line.kind == kind
    assert house.events.filter(act=Step.SUBMIT, accepted=True).count() == 1
    assert house.events.get(act=Step.SUBMIT, accepted=False).refusal == Refusal.STALE


def test_what_needs_a_file_is_refused_and_says_so(mended, tmp_path):
    who, house = mended.who(Role.VILLAGE), mended.item(HOUSE)
    book = out(tmp_path / "ledger.xlsx", who)
    fill(book, {house.number: {"progress": "no_problem", "evidence": "record", "evidence_on": "2019-07-20"}})
    returned = back(tmp_path / "ledger.xlsx", book, who)
    assert returned.proposals == ()
    (line,) = [each for each in returned.lines if each.number == house.number]
    assert (line.kind, "要有材料" in line.why.zh, "needs a file" in line.why.en) == ("refused", True, True)


def test_every_mistake_has_its_line_and_nothing_is_asked_for(mended, tmp_path):
    who, house, school = mended.who(Role.VILLAGE), mended.item(HOUSE), mended.item(SCHOOL)
    book = out(tmp_path / "ledger.xlsx", who)
    future = {"progress": "mended", "evidence": "photo", "evidence_on": "2019-12-31", "owner": "别人"}
    fill(book, {house.number: future, school.number: {"progress": "mending", "remark": "在办"}})
    returned = back(tmp_path / "ledger.xlsx", book, who)
    assert returned.proposals == ()
    told = {(line.number, line.kind, line.why.zh) for line in returned.lines if line.kind != "note"}
    why = texts("books")
    assert told == {
        (house.number, "refused", why.both("why.future", day="2019-12-31").zh),
        (house.number, "noted", why["why.owner"].zh),
        (school.number, "noted", why["why.progress"].zh),
    }
    fill(book, {house.number: {"evidence_on": "2019-07-20", "remark": "长" * 600}})
    assert any("太长" in line.why.zh for line in back(tmp_path / "ledger.xlsx", book, who).lines)


def test_item_that_moved_away_or_was_typed_is_not_told_of(mended, tmp_path):
    who, house = mended.who(Role.VILLAGE), mended.item(HOUSE)
    book = out(tmp_path / "ledger.xlsx", who)
    fill(book, {house.number: {"progress": "mended", "evidence": "photo"}})
    returned = back(tmp_path / "ledger.xlsx", book, who)
    Item.objects.filter(pk=house.pk).update(region_code="152223100201")
    (line,) = take_book(proposals=returned.proposals, actor=who, at=AT)
    assert line.kind == "refused"
    again = back(tmp_path / "ledger.xlsx", book, who)
    assert again.proposals == ()
    assert {line.kind for line in again.lines if line.kind != "note"} == {"unread"}


def test_a_removed_hidden_sheet_does_not_lose_the_rows(mended, tmp_path):
    who, house = mended.who(Role.VILLAGE), mended.item(HOUSE)
    book = out(tmp_path / "ledger.xlsx", who)
    fill(book, {house.number: {"progress": "mended", "evidence": "photo"}})
    del book["_diguan"]
    returned = back(tmp_path / "ledger.xlsx", book, who)
    assert [proposal.item_id for proposal in returned.proposals] == [house.pk]


def test_the_same_items_give_the_same_bytes(mended, tmp_path):
    who = mended.who(Role.VILLAGE)
    wanted = Wanted(VILLAGE, "", "合成村", "zh")
    for name in ("one.xlsx", "two.xlsx"):
        save_book(path=tmp_path / name, wanted=wanted, actor=who, on=ON, at=AT)
        save_result(path=tmp_path / f"result-{name}", lines=(), recipient="合成村", language="zh", on=ON)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert (tmp_path / "result-one.xlsx").read_bytes() == (tmp_path / "result-two.xlsx").read_bytes()


@pytest.mark.parametrize("role", list(Role))
def test_a_workbook_leaves_for_those_alone_who_handle_or_stand_above(mended, tmp_path, role):
    who = mended.who(role, **({"department": "housing"} if role is Role.DEPARTMENT else {}))
    if role in (Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(UnableToUseBook):
            out(tmp_path / "ledger.xlsx", who)
        return
    sheet = out(tmp_path / "ledger.xlsx", who).worksheets[0]
    assert sheet.max_row > 5
