"""What is written without a template is the markup that Django's templates give."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from diguan.web.shared.entries import WRITERS
from diguan.web.shared.forms import Renderer

CHOICES = [("", "–"), ("a", "甲"), ("b&", '<"乙">'), ("组", [("c", "丙"), ("d", "丁")])]
ENTRIES = {
    "text": (forms.TextInput({"class": "form-control", "maxlength": "60", "required": True, "list": "x"}), "<'王\">"),
    "empty": (forms.TextInput({"disabled": False, "aria-describedby": "h&x"}), None),
    "number": (forms.NumberInput({"min": 0}), 1234),
    "date": (forms.DateInput({"type": "date"}, format="%Y-%m-%d"), "2019-06-30"),
    "hidden": (forms.HiddenInput(), 7),
    "select": (forms.Select({"class": "form-select"}, CHOICES), "b&"),
    "nothing": (forms.Select({}, ()), None),
    "group": (forms.Select({"data-x": None}, CHOICES), "d"),
}


def plain(markup):
    return re.sub(r"\s*\n\s*", "", str(markup)).strip()


@pytest.mark.parametrize("entry", sorted(ENTRIES))
def test_entry_is_written_as_djangos_template_does(entry):
    widget, value = ENTRIES[entry]
    assert widget.template_name in WRITERS
    attributes = {"id": "id_x"}
    own = widget.render("x", value, attributes, renderer=Renderer())
    assert plain(own) == plain(widget.render("x", value, attributes, renderer=TemplatesSetting()))


def test_other_entries_go_through_their_template():
    widget = forms.CheckboxInput()
    assert widget.template_name not in WRITERS
    assert 'type="checkbox"' in widget.render("x", value=True, renderer=Renderer())
