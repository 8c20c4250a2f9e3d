"""Standard packs: dated parameters, indicators, findings and worked cases, loaded and checked with file and line.

Belongs here: the model of a pack, its loader, authority and floors, static checks, the JSON Schemas published for it.
Does not belong here: evaluation, law (packs hold law, code holds none).
"""

from diguan.engine.documents import Problem, Where
from diguan.engine.standards.load import UnableToLoadStandard, load_standard
from diguan.engine.standards.locate import UnableToFindStandard, list_standards, locate_standard
from diguan.engine.standards.model import (
    Case,
    Cite,
    DatedValue,
    FindingRule,
    FindingRules,
    FocusGroup,
    Indicator,
    IndicatorRules,
    Pack,
    PackHeader,
    Parameter,
    ParameterValue,
    Route,
    Rules,
)

__all__ = [
    "Case",
    "Cite",
    "DatedValue",
    "FindingRule",
    "FindingRules",
    "FocusGroup",
    "Indicator",
    "IndicatorRules",
    "Pack",
    "PackHeader",
    "Parameter",
    "ParameterValue",
    "Problem",
    "Route",
    "Rules",
    "UnableToFindStandard",
    "UnableToLoadStandard",
    "Where",
    "list_standards",
    "load_standard",
    "locate_standard",
]
