"""The data files of the synthetic county (src/diguan/data/synth), loaded by path."""

from importlib.resources import files
from typing import Any

import yaml


def load_asset(name: str) -> Any:  # noqa: ANN401 (each reader knows the shape of its own file)
    """Content of one YAML file of data/synth."""
    return yaml.safe_load(files("diguan").joinpath("data", "synth", name).read_text(encoding="utf-8"))
