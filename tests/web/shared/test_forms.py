"""Forms say what is wrong, in the words of the page."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from diguan.domain.regions.queries import subtree
from diguan.web.shared.forms import PlainForm, RegionField


class Asked(PlainForm):
    texts = "households:record"
    evidence = forms.CharField()
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_entry_that_nobody_sees_is_named_as_the_page():
    form = Asked({})
    assert not form.is_valid()
    assert [str(form[name].label) for name in ("evidence", "version")] == ["依据", "本页"]


def test_sign_that_nobody_sees_is_complained_of_in_our_words():
    form = Asked({"evidence": "照片\x00", "version": "1"})
    assert not form.is_valid()
    assert form.errors["evidence"] == ["里面有一个看不见的空字符（多半是复制带来的），请删掉重写"]


class Handed(PlainForm):
    texts = "loads:start"
    inputs = forms.FileField()


def test_file_without_a_byte_is_said_to_be_empty():
    form = Handed({}, {"inputs": SimpleUploadedFile("export.xlsx", b"")})
    assert not form.is_valid()
    assert "这个文件是空的" in form.errors["inputs"][0]


class Placed(PlainForm):
    texts = "loads:start"
    region_code = RegionField()


@pytest.mark.parametrize(
    ("over", "said"),
    [(["152222000000"], "152222000000（科尔沁右翼中旗）"), (["152222000000", "152223000000"], None), ([], None)],
)
def test_unit_that_is_all_somebody_has_stands_there_to_begin_with_and_is_understood(over, said):
    scopes, form = [subtree(code) for code in over], Placed()
    form.within(scopes, whole=True)
    assert form["region_code"].initial == said
    if said:
        sent = Placed({"region_code": said})
        sent.within(scopes, whole=True)
        assert sent.is_valid()
        assert sent.cleaned_data["region_code"] == "152222000000"
