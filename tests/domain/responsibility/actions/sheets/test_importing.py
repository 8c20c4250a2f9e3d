from datetime import date

import pytest
from openpyxl import load_workbook

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Grant
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.audit.models import Entry
from diguan.domain.registry.models import Household, Person
from diguan.domain.responsibility.actions.helping import end_helping
from diguan.domain.responsibility.actions.sheets import Files, import_posts
from diguan.domain.responsibility.actions.sheets.importing import UnableToImportPosts
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Helping, Officer, Post, Tenure
from diguan.domain.responsibility.queries import chain_of, helper_of
from diguan.domain.responsibility.sealed import kept_of
from diguan.domain.sealing import seals
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, account, viewer
from tests.factories.post_sheets import book, helper, post
from tests.factories.posts import officer
from tests.factories.workbooks import identity

pytestmark = pytest.mark.django_db
VILLAGE, BESIDE = "152222100001", "152222100002"


def home(serial=1, region=VILLAGE, number=None, name=None):
    """A household whose head has the number of a helper row."""
    made = Household.objects.create(
        county=region[:6], number=number or f"H{serial}", region_code=region, listed=True, size=1
    )
    Person.objects.create(
        household=made,
        number=f"{made.number}-1",
        region_code=region,
        member=True,
        name=name or f"合成户主{serial}",
        blind=seals().blind(identity(500 + serial)),
    )
    return made


def imported(path, *sheets, region=COUNTY, actor=None, preview=False, rejected=None):
    files = Files([book(path / "sheet.xlsx", *sheets)], region, rejected)
    return import_posts(files=files, preview=preview, actor=actor, at=AT)


def told(outcome):
    return {name: count for name, count in outcome.told().items() if count}


def reasons(outcome):
    return [row.reason.zh for row in outcome.refused]


def everything():
    rows = (Officer, Post, Tenure, Helping)
    return [list(model.objects.order_by("id").values_list()) for model in rows]


def test_helpers_are_tied_to_the_household_of_the_heads_number(tmp_path):
    home(1)
    home(2)
    outcome = imported(tmp_path, [helper(1), helper(2, 证件号码=identity(1), 姓名="合成干部1", 联系电话=None)])
    assert told(outcome) == {"helper_rows": 2, "officers_added": 1, "helping_begun": 2}
    (one,) = helper_of("152222", "H1", ON)
    assert (one.officer.name, one.since_on, one.officer.unit) == ("合成干部1", date(2018, 3, 1), "合成水利局")
    assert kept_of(one.officer).phone == "13900000001"
    assert helper_of("152222", "H2", ON)[0].officer == one.officer
    assert one.reason == "sheet.xlsx 表1 3"


def test_a_second_import_changes_nothing(tmp_path):
    home(1)
    sheets = [helper(1, 是否第一书记="是")], [post("书记", 3), post("部门", 4, 区划代码="152222", 部门="水利部门")]
    imported(tmp_path, *sheets)
    before = everything()
    outcome = imported(tmp_path, *sheets)
    assert (told(outcome), everything()) == ({"helper_rows": 1, "post_rows": 2, "unchanged": 4}, before)


def test_a_preview_counts_the_same_and_leaves_nothing(tmp_path):
    home(1)
    sheets = [helper(1), helper(9)], [post("书记", 3)]
    preview = imported(tmp_path, *sheets, preview=True)
    assert everything() == [[], [], [], []]
    assert not Entry.objects.filter(action="import_posts").exists()
    outcome = imported(tmp_path, *sheets)
    assert (preview.preview, preview.told(), reasons(preview)) == (True, outcome.told(), reasons(outcome))


def test_several_helpers_of_a_household_and_one_whose_help_has_ended(tmp_path):
    home(1)
    head = {"户主姓名": "合成户主1", "户主证件号码": identity(501)}
    imported(tmp_path, [helper(1, **head), helper(2, **head), helper(3, 帮扶结束时间="2019-01-01", **head)])
    assert [each.officer.name for each in helper_of("152222", "H1", ON)] == ["合成干部1", "合成干部2"]
    assert len(helper_of("152222", "H1", date(2018, 12, 31))) == 3


def test_rows_that_lead_to_no_household_are_listed_and_named_by_nobody(tmp_path):
    home(1, name="另有其人")
    home(2, "152223000000")
    home(3, number="A")
    home(3, number="B", region=BESIDE)
    rejected = tmp_path / "rejected.xlsx"
    outcome = imported(tmp_path, [helper(1), helper(2), helper(3), helper(4)], rejected=rejected)
    assert told(outcome) == {"helper_rows": 4, "refused": 4}
    assert reasons(outcome) == [
        "登记册中这个证件号码是另一个姓名",
        "登记册本区划内没有这个户主证件号码",
        "这个号码在登记册里属于几户",
        "登记册本区划内没有这个户主证件号码",
    ]
    text = str([cell.value for row in load_workbook(rejected).active.iter_rows() for cell in row])
    assert "合成户主" not in text
    assert identity(501) not in text
    assert Officer.objects.count() == 0


def test_a_household_number_leads_where_there_is_no_number_of_the_head(tmp_path):
    home(1, number="10086")
    row = helper(1, 户编号="10086", 户主证件号码=None)
    assert told(imported(tmp_path, [row])) == {"helper_rows": 1, "officers_added": 1, "helping_begun": 1}


def test_an_end_in_a_newer_sheet_ends_the_help_and_other_days_stand_against_it(tmp_path):
    home(1)
    imported(tmp_path, [helper(1)])
    outcome = imported(tmp_path, [helper(1, 帮扶结束时间="2019-02-01"), helper(1, 帮扶开始时间="2018-06-01")])
    assert told(outcome) == {"helper_rows": 2, "helping_ended": 1, "refused": 1}
    assert helper_of("152222", "H1", ON) == ()
    assert reasons(outcome) == ["系统中已有：2018-03-01 起，至 2019-02-01，与本行日期不合"]


def test_what_was_ended_by_hand_is_not_begun_again_by_an_old_sheet(tmp_path):
    home(1)
    imported(tmp_path, [helper(1)])
    end_helping(helping_id=Helping.objects.get().pk, until_on=ON, reason="调整", actor=None, at=AT, on=ON)
    outcome = imported(tmp_path, [helper(1)])
    assert told(outcome) == {"helper_rows": 1, "refused": 1}
    assert helper_of("152222", "H1", ON) == ()


def test_a_helper_who_is_first_secretary_holds_the_post_of_the_village_of_the_households(tmp_path):
    home(1)
    home(2, BESIDE)
    head = {"户主姓名": "合成户主2", "户主证件号码": identity(502)}
    scattered = {"证件号码": identity(2), "姓名": "合成干部2", "是否驻村队员": "是"}
    outcome = imported(
        tmp_path,
        [helper(1, 是否第一书记="是"), helper(1, **scattered), helper(2, **head, 是否驻村队员="是")],
    )
    assert [link.holder.name for link in chain_of(VILLAGE, "", ON)] == ["合成干部1"]
    assert reasons(outcome) == ["帮扶已导入；所帮扶的户分属几个村，岗位没有设"]
    assert Helping.objects.count() == 3


def test_a_post_that_changes_hands_is_handed_over_and_gaps_stand_against_it(tmp_path):
    first = post("书记", 1)
    imported(tmp_path, [first])
    outcome = imported(
        tmp_path,
        [
            post("书记", 2, 任职开始时间="2019-01-01"),
            post("书记", 3, 任职开始时间="2018-05-01", 任职结束时间="2018-06-01"),
        ],
    )
    assert told(outcome) == {
        "post_rows": 2,
        "officers_added": 2,
        "tenures_begun": 1,
        "handed_over": 1,
        "refused": 1,
    }
    spells = Tenure.objects.order_by("since_on").values_list("officer__name", "since_on", "until_on")
    assert list(spells) == [
        ("合成干部1", date(2018, 3, 1), date(2019, 1, 1)),
        ("合成干部2", date(2019, 1, 1), None),
    ]


def test_team_members_have_a_seat_each_and_vacant_posts_are_opened(tmp_path):
    vacant = {"姓名": None, "证件号码": None, "联系电话": None, "任职开始时间": None}
    rows = [post("队员", 1), post("队员", 2), post("队员", 3, **vacant), post("书记", 4, **vacant)]
    outcome = imported(tmp_path, rows)
    assert told(outcome) == {"post_rows": 4, "officers_added": 2, "posts_opened": 4, "tenures_begun": 2}
    links = [(link.post.kind, link.post.seat, link.vacant_since) for link in chain_of(VILLAGE, "", ON)]
    assert links == [
        ("secretary", 1, ON),
        ("team_member", 1, None),
        ("team_member", 2, None),
        ("team_member", 3, ON),
    ]
    assert told(imported(tmp_path, rows)) == {"post_rows": 4, "unchanged": 4}


def test_a_vacant_post_is_filled_by_somebody_who_began_before_it_was_known(tmp_path):
    vacant = {"姓名": None, "证件号码": None, "联系电话": None, "任职开始时间": None}
    imported(tmp_path, [post("书记", 1, **vacant)])
    assert told(imported(tmp_path, [post("书记", 1)])) == {"post_rows": 1, "officers_added": 1, "tenures_begun": 1}
    assert Post.objects.get().opened_on == date(2018, 3, 1)


def test_kinds_that_do_not_stand_on_a_level_are_told(tmp_path):
    outcome = imported(tmp_path, [post("第一书记", 1, 区划代码="152222"), post("部门", 2, 部门="水利部门")])
    assert reasons(outcome) == ["这一级没有这种岗位", "这一级没有这种岗位"]
    assert Officer.objects.count() == 0


def test_people_are_told_apart_by_number_and_else_by_name_and_unit(tmp_path):
    officer("合成干部1")
    Officer.objects.update(unit="合成水利局")
    home(1)
    imported(tmp_path, [helper(1)])
    assert Officer.objects.count() == 1
    assert kept_of(Officer.objects.get()).identity == identity(1)
    bare = {"证件号码": None, "联系电话": None, "户主姓名": "合成户主1", "户主证件号码": identity(501)}
    assert told(imported(tmp_path, [helper(1, **bare)])) == {"helper_rows": 1, "unchanged": 1}
    outcome = imported(tmp_path, [helper(1, 姓名="冒名者")])
    assert reasons(outcome) == ["这个证件号码在册的是另一个姓名"]
    for _ in range(2):
        Officer.objects.create(name="同名", unit="合成局", county="152222", region_code=COUNTY)
    outcome = imported(tmp_path, [helper(1, 姓名="同名", 帮扶单位="合成局", 证件号码=None)])
    assert reasons(outcome) == ["同名同单位的有几人，又没有证件号码"]


def test_an_officer_with_an_account_gets_the_role_and_waits_where_an_administrator_must_give_it(tmp_path):
    imported(tmp_path, [post("书记", 1, 任职结束时间="2018-06-01")])
    who = account("li.zhou")
    Officer.objects.update(account=who)
    outcome = imported(tmp_path, [post("书记", 1, 任职开始时间="2018-07-01")], actor=viewer(Role.COUNTY))
    assert (outcome.waiting, Grant.objects.filter(account=who).count()) == (1, 0)
    imported(tmp_path, [post("主任", 1)])
    assert [right.role for right in viewer_of(who.pk, ON).grants] == [Role.VILLAGE]


def test_import_is_refused_outside_the_actors_region(tmp_path):
    for actor in (viewer(Role.COUNTY, over=OTHER_COUNTY), viewer(Role.VILLAGE)):
        with pytest.raises(UnableToImportPosts):
            imported(tmp_path, [post()], actor=actor)
    imported(tmp_path, [post()], actor=viewer(Role.TOWNSHIP), region="152222100000")
    assert Officer.objects.get().region_code == "152222100000"


def test_an_import_is_on_record_with_the_hash_of_its_file_and_nobody(tmp_path):
    home(1)
    imported(tmp_path, [helper(1)], actor=viewer(Role.COUNTY))
    detail = Entry.objects.get(action="import_posts").detail
    assert '"helping_begun":1' in detail
    assert '"sha256":"' in detail
    assert "合成干部" not in "".join(Entry.objects.values_list("detail", flat=True))


def test_every_kind_of_a_flag_is_a_post():
    assert {"first_secretary", "team_leader", "team_member"} <= {kind.value for kind in PostKind}
