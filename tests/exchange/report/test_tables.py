from diguan.exchange.report.bars import single
from diguan.exchange.report.tables import Number, Prose, Short, number, share, table


def test_table_heads_rows_and_columns_and_names_its_scroll_area():
    found = table("kinds", ["a", "b"], [["x", number(1_000)], ["y", number(None)]], total=True)
    assert found.startswith(
        '<div class="scroll" tabindex="0" role="region" aria-labelledby="kinds-caption"><table><caption id="kinds-caption">'
    )
    assert '<th scope="col">a</th><th scope="col" class="number">b</th>' in found
    assert '<tr><th scope="row">x</th><td class="number">1,000</td></tr>' in found
    assert '<tr class="total"><th scope="row">y</th><td class="number">—</td></tr>' in found


def test_cells_say_what_they_are():
    found = table("kinds", ["a"] * 4, [["x", single(1, 2), Short("s"), Prose("p")]])
    assert '<td class="bar" aria-hidden="true"><svg' in found
    assert '<td class="short">s</td><td class="prose">p</td>' in found


def test_share_of_nothing_is_a_dash():
    assert (share(1, 8), share(0, 0)) == (Number("12.5%"), Number("—"))
