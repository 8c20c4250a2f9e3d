from dataclasses import fields

from diguan.exchange.ledger.columns import COLUMNS, PLACES
from diguan.exchange.ledger.rows import LedgerRow
from diguan.locale import texts


def test_every_column_has_a_heading_and_an_explanation_and_no_text_is_left_over():
    wanted = {f"{column.name}.{part}" for column in COLUMNS for part in ("heading", "help")}
    assert set(texts("ledger").below("column")) == wanted


def test_computed_columns_are_the_fields_of_a_row():
    computed = [column.name for column in COLUMNS if not column.entry and column.name != "number"]
    assert computed == [field.name for field in fields(LedgerRow)]


def test_entry_columns_stand_together_before_the_key():
    assert [column.name for column in COLUMNS if column.entry] == [
        "owner",
        "progress",
        "evidence",
        "evidence_on",
        "remark",
    ]
    assert PLACES["key"] == len(COLUMNS) - 1


def test_choices_fit_into_a_dropdown():
    for name in ("progress", "evidence"):
        for language in ("zh", "en"):
            offered = [label[language] for label in texts("ledger").below(name).values()]
            assert len(",".join(offered)) <= 255
            assert [choice for choice in offered if "," in choice and name == "evidence"] == []
