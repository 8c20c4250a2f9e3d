"""Forms say what is wrong, in the words of the page."""

from django import forms

from diguan.web.shared.forms import PlainForm


class Asked(PlainForm):
    texts = "households:record"
    evidence = forms.CharField()
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_entry_that_nobody_sees_is_named_as_the_page():
    form = Asked({})
    assert not form.is_valid()
    assert [str(form[name].label) for name in ("evidence", "version")] == ["依据", "本页"]
