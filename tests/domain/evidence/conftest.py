"""A folder for the files of each test."""

import pytest


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"
    return settings.EVIDENCE
