"""What import-linter does not see: foreign keys and migrations keep the order of the domain, and texts of the record stay free of names."""

import re
from itertools import chain

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.loader import MigrationLoader

from tests.architecture.sources import SOURCE, modules, relative

DOMAIN = [name.removeprefix("diguan.domain.") for name in settings.DOMAIN]  # highest first
LABELS = [config.label for name in settings.DOMAIN for config in apps.get_app_configs() if config.name == name]
HEIGHT = {label: -place for place, label in enumerate(LABELS)}  # one app is not labelled as it is named
MIGRATIONS = [p for p in modules(SOURCE / "domain") if p.parent.name == "migrations" and p.stem != "__init__"]


def upward(pairs):
    """Pairs of apps in which the first depends on a higher one."""
    return sorted({(one, other) for one, other in pairs if one in HEIGHT and HEIGHT.get(other, -99) > HEIGHT[one]})


def test_foreign_keys_point_down_or_stay():
    relations = chain.from_iterable(
        (
            (model._meta.app_label, field.related_model._meta.app_label)
            for field in model._meta.get_fields()
            if field.concrete and field.is_relation
        )
        for model in apps.get_models()
    )
    assert upward(relations) == []


def test_migrations_depend_downwards():
    graph = MigrationLoader(None, replace_migrations=False).disk_migrations
    assert upward((app, other) for (app, _), each in graph.items() for other, _ in each.dependencies) == []


def test_order_of_the_settings_is_that_of_the_contract():
    text = (SOURCE.parents[1] / ".importlinter").read_text(encoding="utf-8")
    layers = re.search(r"contract:domain\].*?layers =\n(.*?)\n\n", text, re.DOTALL).group(1)
    ordered = re.findall(r"[a-z_]+", layers)
    assert [name for name in ordered if name in DOMAIN] == DOMAIN
    assert len(LABELS) == len(DOMAIN)


def test_table_is_made_with_its_indexes_and_constraints_at_once():
    """One by one each has all models made anew, and SQLite the table: half of the time that an empty database took."""
    late = []
    for (app, name), migration in MigrationLoader(None, replace_migrations=False).disk_migrations.items():
        made = {each.name_lower for each in migration.operations if isinstance(each, CreateModel)}
        added = [each for each in migration.operations if isinstance(each, AddIndex | AddConstraint)]
        late += [(app, name, each.model_name) for each in added if app in LABELS and each.model_name.lower() in made]
    assert late == []


@pytest.mark.parametrize("path", MIGRATIONS, ids=relative)
def test_migration_is_named_after_what_it_does(path):
    assert re.fullmatch(r"\d{4}_[a-z][a-z_]+", path.stem)
    assert not re.search(r"_(auto|initial)\b|_alter_|_squashed_", path.stem)
