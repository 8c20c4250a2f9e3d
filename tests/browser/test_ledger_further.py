"""Refused closings, workbooks and the hand-over of a post's items at a desk and on a phone, under axe and the policy."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, downloaded, sign_in
from tests.browser.test_households import look
from tests.factories.items import VILLAGE
from tests.web.ledger.conftest import items, on_the_day_of_the_ledger, people
from tests.web.ledger.test_book import columns
from tests.web.ledger.test_paper import attempts
from tests.web.posts.conftest import on_the_day_of_posts

__all__ = ["attempts", "items", "on_the_day_of_posts", "on_the_day_of_the_ledger", "people"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def filled(window):
    """The workbook of the village with one row filled in."""
    taken = downloaded(window, "form[action$='take/'] button")
    book = openpyxl.load_workbook(io.BytesIO(taken.path().read_bytes()))
    sheet, places, rows = columns(book)
    row = min(rows.values())
    for name, value in {"进展": "核实无误", "新证据": "部门证明", "备注": "常年住县城"}.items():
        sheet.cell(row, places[name]).value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_attempts_workbooks_and_hand_over(window, people, items, attempts):
    sign_in(window, people["township"])
    window.goto("/ledger/paper/")
    look(window, "ledger-paper")
    window.goto("/ledger/?special=overdue")
    look(window, "ledger-unfolded")
    window.goto("/ledger/book/")
    window.fill("#id_out_region_code", VILLAGE)
    window.fill("#id_out_recipient", "合成村")
    look(window, "ledger-book")
    book = {"name": "ledger.xlsx", "mimeType": "application/octet-stream", "buffer": filled(window)}
    window.set_input_files("input[type=file]", book)
    window.click("form[enctype] button")
    expect(window.locator("h1")).to_contain_text("差异")
    look(window, "ledger-book-report")
    window.goto(f"/posts/{people['owner'].pk}/hand-over/")
    look(window, "post-hand-over")
    window.select_option("#id_post", index=1)
    window.fill("#id_reason", "岗位撤销")
    window.click("form.sheet button.btn-primary")
    expect(window.locator(".said").first).to_contain_text("已移交")
    look(window, "post-handed-over")
    assert window.said == []
