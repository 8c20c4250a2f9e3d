import pytest

from diguan.engine.regions import Region, RegionTree, UnableToResolveRegion

LEVELS = ("county", "township", "village")


def refusal(tree: RegionTree, names, within=None, levels=None) -> UnableToResolveRegion:
    with pytest.raises(UnableToResolveRegion) as caught:
        tree.resolve(names, within, levels=levels)
    return caught.value


def official(tree: RegionTree) -> list[tuple[str, tuple[str, str, str]]]:
    units = tree.units("village")
    return [(unit.code, (tree.path(unit.code)[1], tree.path(unit.code)[2], unit.name)) for unit in units]


@pytest.mark.parametrize("levels", [None, LEVELS])
def test_every_village_resolves_from_its_official_names(tree: RegionTree, levels):
    villages = official(tree)
    outcomes = tree.resolver(levels=levels).resolve_many(names for _, names in villages)
    wrong = [
        (code, got)
        for (code, _), got in zip(villages, outcomes, strict=True)
        if not isinstance(got, Region) or got.code != code
    ]
    assert wrong == []


def test_every_village_with_its_ending_rewritten_resolves_or_is_never_another(tree: RegionTree):
    rules = tree.form.rules[4]
    villages = official(tree)
    rewritten = [(county, township, rules.spell(name).rewritten) for _, (county, township, name) in villages]
    outcomes = tree.resolver(levels=LEVELS).resolve_many(rewritten)
    assert [got.code if isinstance(got, Region) else str(got) for got in outcomes] == [code for code, _ in villages]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("科右前旗", "科尔沁右翼前旗"),
        ("科右中旗", "科尔沁右翼中旗"),
        ("科左后旗", "科尔沁左翼后旗"),
        ("鄂伦春旗", "鄂伦春自治旗"),
        ("莫旗", "莫力达瓦达斡尔族自治旗"),
        ("莫力达瓦达斡尔族旗", "莫力达瓦达斡尔族自治旗"),
        ("达茂旗", "达尔罕茂明安联合旗"),
        ("察右前旗", "察哈尔右翼前旗"),
        ("察右中旗", "察哈尔右翼中旗"),
        ("东乌旗", "东乌珠穆沁旗"),
        ("阿左旗", "阿拉善左旗"),
        ("四子王旗", "四子王旗"),
        ("锡盟", "锡林郭勒盟"),
        ("内蒙古", "内蒙古自治区"),
        ("内蒙古自治区兴安盟科尔沁右翼前旗", "科尔沁右翼前旗"),
        ("兴安盟科右前旗", "科尔沁右翼前旗"),
        ("内蒙古自治区/兴安盟/科尔沁右翼前旗", "科尔沁右翼前旗"),
        ("内蒙古 兴安盟 科右前旗", "科尔沁右翼前旗"),
        ("内蒙古／兴安盟＼科右前旗", "科尔沁右翼前旗"),
        ("内蒙古-兴安盟-科右前旗", "科尔沁右翼前旗"),
        ("152221", "科尔沁右翼前旗"),
        ("152221000000", "科尔沁右翼前旗"),
        ("１５２２２１", "科尔沁右翼前旗"),
    ],
)
def test_a_county_resolves_from_what_people_write(tree: RegionTree, written, name):
    assert tree.resolve([written]).name == name


@pytest.mark.parametrize(
    "names",
    [
        ("科尔沁右翼中旗", "巴彦呼舒镇", None),
        ("科右中旗", "巴彦呼舒", None),
        (None, "巴彦呼舒镇", ""),
        ("  ", "内蒙古自治区兴安盟科右中旗巴彦呼舒镇", None),
        ("兴安盟科右中旗", "科右中旗巴彦呼舒镇", None),
        ("科右中旗", "科尔沁右翼中旗/巴彦呼舒镇", None),
        ("152222", "152222100", None),
    ],
)
def test_a_township_resolves_with_names_missing_short_or_in_front(tree: RegionTree, names):
    assert tree.resolve(names, levels=LEVELS).code == "152222100000"


@pytest.mark.parametrize(
    "written",
    [
        "民主村委会",
        "民主村民委员会",
        "民主村",
        "民主",
        " 民 主 村 ",
        "吉日嘎郎图镇民主村",
        "杭锦旗吉日嘎朗图镇民主村委会",
        "民主嘎查",
    ],
)
def test_a_village_resolves_from_every_ending(tree: RegionTree, overlay, written):
    from diguan.engine.regions import load_regions

    own = overlay("code,name\n150625190000,吉日嘎朗图镇\n150625190201,民主村委会\n")
    alias = overlay("code,alias\n150625190000,吉日嘎郎图镇\n", "aliases.csv")
    mine = load_regions(overlays=[own, alias])
    assert mine.resolve(["杭锦旗", "150625190", written], levels=LEVELS).code == "150625190201"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("昭君新村", "150102006004"),
        ("昭君新村社区", "150102006004"),
        ("昭君新村居委会", "150102006004"),
        ("昭君新村居民委员会", "150102006004"),
    ],
)
def test_a_community_resolves_from_every_ending(tree: RegionTree, written, code):
    assert tree.resolve(["新城区", "东风路街道", written]).code == code


def test_the_name_of_the_county_in_front_of_an_official_name_may_be_left_off(tree: RegionTree):
    assert tree.resolve(["宁城县", "铁西街道"]).name == "宁城县铁西街道"


def test_a_township_of_another_ending_is_not_taken(tree: RegionTree):
    error = refusal(tree, ["科右中旗", "巴彦呼舒苏木"])
    assert (error.reason, error.name) == ("unknown", "巴彦呼舒苏木")
    assert "152222100000" in error.suggestions


def test_a_village_is_not_taken_for_a_community(tree: RegionTree):
    assert refusal(tree, ["新城区", "东风路街道", "昭君新嘎查"]).reason == "unknown"


def test_a_short_name_of_several_counties_is_ambiguous_and_lists_them(tree: RegionTree):
    error = refusal(tree, ["中旗"])
    assert error.reason == "ambiguous"
    assert error.candidates == {
        "150521000000": "通辽市/科尔沁左翼中旗",
        "150824000000": "巴彦淖尔市/乌拉特中旗",
        "150927000000": "乌兰察布市/察哈尔右翼中旗",
        "152222000000": "兴安盟/科尔沁右翼中旗",
    }
    assert "兴安盟/科尔沁右翼中旗 (152222000000)" in error.message_zh
    assert "can mean 4 regions" in error.message_en


@pytest.mark.parametrize(
    ("names", "within"),
    [(["中旗"], "1522"), (["兴安盟", "中旗"], None), (["兴安盟中旗"], None), (["中旗", "巴彦呼舒镇"], None)],
)
def test_what_stands_around_it_decides_an_ambiguous_name(tree: RegionTree, names, within):
    assert tree.resolve(names, within).code.startswith("152222")


def test_a_village_and_a_community_of_one_name_are_ambiguous_without_their_ending(tree: RegionTree):
    error = refusal(tree, ["土左旗", "察素齐镇", "西园"])
    assert (error.reason, list(error.candidates)) == ("ambiguous", ["150121100007", "150121100200"])
    assert tree.resolve(["土左旗", "察素齐镇", "西园村"]).code == "150121100200"
    assert tree.resolve(["土左旗", "察素齐镇", "西园社区"]).code == "150121100007"


def test_two_villages_of_one_name_in_a_township_are_ambiguous(overlay):
    from diguan.engine.regions import load_regions

    tree = load_regions(
        overlays=[overlay("code,name\n152222100901,试验嘎查\n152222100902,试验嘎查村民委员会\n152222100903,试验村\n")]
    )
    assert tree.resolve(["科右中旗", "巴彦呼舒镇", "试验嘎查"]).code == "152222100901"
    assert list(refusal(tree, ["科右中旗", "巴彦呼舒镇", "试验嘎查委员会"]).candidates) == [
        "152222100901",
        "152222100902",
    ]
    assert list(refusal(tree, ["科右中旗", "巴彦呼舒镇", "试验"]).candidates) == [
        "152222100901",
        "152222100902",
        "152222100903",
    ]


def test_a_township_and_a_village_of_one_name_are_told_apart_by_the_level(tree: RegionTree):
    names = ["开鲁县", "开鲁"]
    assert tree.resolve(names, levels=["county", "township"]).name == "开鲁镇"


def test_within_the_county_its_own_name_and_those_above_may_stand_in_front(tree: RegionTree):
    row = ["内蒙古自治区/兴安盟/科右中旗", "巴彦呼舒镇"]
    assert tree.resolve(row, "152222").code == "152222100000"
    assert tree.resolve(["科右中旗"], "152222").code == "152222000000"


def test_another_county_is_unknown_within_one(tree: RegionTree):
    error = refusal(tree, ["科右前旗", "索伦镇"], "152222")
    assert (error.reason, error.name, error.inside) == ("unknown", "科右前旗", "兴安盟/科尔沁右翼中旗")


def test_only_the_names_above_do_not_name_a_unit_within(tree: RegionTree):
    assert refusal(tree, ["兴安盟"], "152222").reason == "unknown"


def test_an_unknown_name_suggests_the_nearest_spellings(tree: RegionTree):
    error = refusal(tree, ["科右中旗", "巴颜呼舒镇"])
    assert next(iter(error.suggestions.items())) == ("152222100000", "兴安盟/科尔沁右翼中旗/巴彦呼舒镇")
    assert "did you mean 兴安盟/科尔沁右翼中旗/巴彦呼舒镇 (152222100000)" in str(error)
    assert "兴安盟/科尔沁右翼中旗内没有“巴颜呼舒镇”" in str(error)


def test_a_village_looked_for_in_the_wrong_township_is_suggested_from_the_next(tree: RegionTree):
    village = tree.get("152222100201")
    error = refusal(tree, ["科右中旗", "高力板镇", village.name])
    assert next(iter(error.suggestions)) == village.code


def test_a_name_unlike_all_others_has_no_suggestion(tree: RegionTree):
    error = refusal(tree, ["Reykjavík"])
    assert (error.reason, error.suggestions) == ("unknown", {})


@pytest.mark.parametrize("names", [[], [None], ["", "  "]])
def test_names_that_say_nothing_are_refused(tree: RegionTree, names):
    assert refusal(tree, names).reason == "empty"


def test_punctuation_alone_is_unknown(tree: RegionTree):
    assert refusal(tree, ["科右中旗", "/"]).reason == "unknown"


def test_find_lists_the_closest_first(tree: RegionTree):
    hits = tree.find("西园", "150121100")
    assert [unit.code for unit, _ in hits] == ["150121100007", "150121100200"]
    assert [unit.name for unit, _ in tree.find("中旗", "1522")] == ["科尔沁右翼中旗"]
    assert tree.find(" ") == []
