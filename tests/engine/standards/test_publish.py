"""The published JSON Schemas are those of the loaders, and the project's own files agree with them."""

import json

import pytest
import yaml
from jsonschema import Draft202012Validator

from diguan.engine.catalogue.load import PROJECT_CATALOGUE
from diguan.engine.standards.locate import PROJECT_STANDARDS
from diguan.engine.standards.publish import FOLDER, schemas, written
from tests.factories.packs import PACKS

SCHEMAS = schemas()
FILES = {
    "pack": "pack.yaml",
    "parameter": "parameters/*.yaml",
    "indicator": "indicators/*/indicator.yaml",
    "cases": "indicators/*/cases.yaml",
    "findings": "findings.yaml",
    "labels": "[dm]*[rt]*s.yaml",
    "deadlines": "deadlines.yaml",
    "catalogue": "catalogue.yaml",
}
FOLDERS = [f.parent for place in (PROJECT_STANDARDS, PACKS) for f in sorted(place.glob("*/pack.yaml"))]


class Plain(yaml.SafeLoader):
    """YAML as JSON knows it: dates stay text."""


Plain.yaml_implicit_resolvers = {
    key: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Plain)  # noqa: S506  a safe loader without dates


def test_published_files_are_those_of_the_shapes():
    published = {p.stem: p.read_text(encoding="utf-8") for p in FOLDER.glob("*.json")}
    del published["round"]  # what a round writes is published by screening
    assert published == {n: written(s) for n, s in SCHEMAS.items()}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_valid_json_schema(name):
    Draft202012Validator.check_schema(json.loads(written(SCHEMAS[name])))


@pytest.mark.parametrize(
    ("name", "path"), [(n, p) for n, pattern in FILES.items() for f in FOLDERS for p in sorted(f.glob(pattern))]
)
def test_every_file_of_a_pack_agrees_with_its_schema(name, path):
    assert [e.message for e in Draft202012Validator(SCHEMAS[name]).iter_errors(plain(path))] == []


@pytest.mark.parametrize("path", sorted(PROJECT_CATALOGUE.glob("*.yaml")), ids=lambda p: p.name)
def test_catalogue_agrees_with_its_schema(path):
    assert [e.message for e in Draft202012Validator(SCHEMAS["catalogue"]).iter_errors(plain(path))] == []
