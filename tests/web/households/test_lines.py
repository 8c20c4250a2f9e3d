"""Lines of the list of households say what the rows do, and nothing of them is taken for markup."""

from diguan.web.households.lines import lines_of
from diguan.web.shared.texts import reading

ROW = {
    "address": "/households/1/",
    "judged_at": "/households/1/?standard=a&as_of=2019-10-01",
    "name": "单某",
    "number": "0001",
    "status": "已退出",
    "unmet": 2,
    "unknown": 0,
    "size": 3,
    "place": "镇 村",
    "ended": False,
}


def lines(language="zh", **said):
    with reading(language):
        return lines_of([{**ROW, **said}])


def test_figures_lead_to_what_was_judged_and_nought_leads_nowhere():
    said = lines()
    assert '<a href="/households/1/?standard=a&amp;as_of=2019-10-01">2</a>' in said
    assert '<td class="number">0</td>' in said


def test_what_is_not_known_is_said_in_the_language_of_whoever_reads():
    assert "未知" in lines(status="")
    assert "not known" in lines("en", status="")
    assert "未判定" in lines(unmet=None, unknown=None)
    assert 'colspan="2">not judged' in lines("en", unmet=None, unknown=None)


def test_household_that_has_ended_is_marked():
    assert "mark off" not in lines()
    assert "mark off" in lines(ended=True)


def test_names_are_never_markup():
    said = lines(name="<b>", number="'>", place="&", status="<i>")
    assert "<b>" not in said
    assert "<i>" not in said
    assert "&lt;b&gt;" in said
    assert "&#x27;&gt;" in said
    assert '<td class="place">&amp;</td>' in said


def test_no_rows_are_no_lines():
    assert lines_of([]) == ""
