"""The published JSON Schemas describe the data: an independent validator finds nothing wrong with any file."""

import json

import jsonschema
import pytest
import yaml

from tests.architecture.sources import DATA, relative, tracked


class PlainLoader(yaml.SafeLoader):
    """YAML as JSON sees it: a date stays a text."""


PlainLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
SCHEMAS = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted((DATA / "schemas").glob("*.json"))}
FILES = {
    "catalogue": ("catalogue/*.yaml", "standards/*/catalogue.yaml"),
    "pack": ("standards/*/pack.yaml",),
    "parameter": ("standards/*/parameters/*.yaml",),
    "indicator": ("standards/*/indicators/*/indicator.yaml",),
    "cases": ("standards/*/indicators/*/cases.yaml",),
    "findings": ("standards/*/findings.yaml",),
    "labels": ("standards/*/departments.yaml", "standards/*/measures.yaml"),
}
DESCRIBED = [
    pytest.param(name, path, id=f"{name}: {relative(path)}")
    for name, patterns in FILES.items()
    for pattern in patterns
    for path in sorted(DATA.glob(pattern))
]


@pytest.mark.parametrize("name", FILES)
def test_schema_is_one(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize(("name", "path"), DESCRIBED)
def test_file_follows_its_schema(name, path):
    document = yaml.load(path.read_text(encoding="utf-8"), PlainLoader)  # noqa: S506  a SafeLoader without dates
    errors = jsonschema.Draft202012Validator(SCHEMAS[name]).iter_errors(document)
    assert [f"{'.'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in errors] == []


def test_every_file_of_catalogue_and_packs_is_described():
    described = {parameter.values[1] for parameter in DESCRIBED}
    parts = {p: p.relative_to(DATA).parts for p in tracked() if p.suffix == ".yaml" and p.is_relative_to(DATA)}
    of_packs = {
        p for p, (kind, *below) in parts.items() if kind == "catalogue" or (kind == "standards" and len(below) > 1)
    }
    assert sorted(map(relative, of_packs - described)) == []
