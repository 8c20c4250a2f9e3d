from datetime import UTC, date, datetime

import pytest
from django.template import Context, engines
from django.test import RequestFactory
from django.utils import translation

from diguan.domain.accounts.permissions import Right, Role, Viewer
from diguan.engine.documents import Label
from diguan.web.shared.navigation import places
from diguan.web.shared.tags import day, iso_day, moment, moment_to_second, spoken


def shown(text, **values):
    request = RequestFactory().get(values.pop("address", "/"))
    return engines["django"].from_string(text).template.render(Context({"request": request, **values}))


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "2019年6月30日"), ("en", "30 June 2019")])
def test_day_is_said_as_people_say_it(language, said):
    with translation.override(language):
        assert day(date(2019, 6, 30)) == said


def test_days_and_instants_of_tables_are_alike_in_both_languages():
    at = datetime(2019, 6, 30, 17, 5, 9, tzinfo=UTC)
    assert (iso_day(date(2019, 6, 30)), moment(at), moment_to_second(at)) == (
        "2019-06-30",
        "2019-07-01 01:05",
        "2019-07-01 01:05:09",
    )
    assert (day(None), iso_day(None), moment(None), moment_to_second(None)) == ("", "", "", "")


def test_label_speaks_the_language_of_the_reader():
    with translation.override("en"):
        assert spoken(Label("甲", "one")) == "one"
    with translation.override("zh-hans"):
        assert spoken(Label("甲", "one")) == "甲"


def test_text_escapes_what_it_is_filled_with():
    assert shown('{% text "home:greeting" name=name %}', name="<b>") == "&lt;b&gt;，您好"


def test_address_keeps_the_other_questions():
    assert shown("{% address_with at='x' %}", address="/?words=a&at=y") == "?words=a&amp;at=x"
    assert shown("{% address_with at='' %}", address="/?words=a&at=y") == "?words=a"


@pytest.mark.parametrize(
    ("sorted_by", "address", "aria"),
    [
        ("", "?sort=username", ""),
        ("username", "?sort=-username", "ascending"),
        ("-username", "?sort=username", "descending"),
    ],
)
def test_heading_turns_the_order_around(sorted_by, address, aria):
    page = shown('{% sort_header "username" "accounts:column.username" %}', sorted_by=sorted_by, address="/?at=z")
    assert f'href="{address}"' in page
    assert (f'aria-sort="{aria}"' in page) is bool(aria)


def test_places_of_every_noun_have_their_texts():
    from diguan.web.shared.texts import text

    assert {place.view for place in places()} >= {"home:home", "accounts:list", "audit:list"}
    assert all(text(place.text) for place in places())


def test_address_of_a_household_by_its_county_and_number_takes_any_number():
    said = shown("{% household_at code number %}", code="152222100000", number="base:1 &2")
    assert said == "/households/at/?county=152222&amp;number=base%3A1+%262"


def test_place_in_a_list_is_said_below_what_the_viewer_sees():
    viewer = Viewer(1, (Right(Role.COUNTY, "152222000000"),))
    assert shown("{% place_of code %}", viewer=viewer, code="152222100000") == "巴彦呼舒镇"
    assert shown("{% place_of code %}", viewer=Viewer(1), code="152222100000") == "兴安盟 科尔沁右翼中旗 巴彦呼舒镇"
