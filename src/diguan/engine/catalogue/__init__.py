"""The fields catalogue: what a fact is (type, codes, unit, precedence, sensitivity), as data.

Belongs here: the model of a field, loading and checking the YAML files, the JSON Schema published for them.
Does not belong here: values of facts, rules over them, how a workbook spells a header's layout.
"""

from diguan.engine.catalogue.load import UnableToLoadCatalogue, load_catalogue
from diguan.engine.catalogue.model import Catalogue, Field, FieldType, Label, Presumption, rank_in

__all__ = [
    "Catalogue",
    "Field",
    "FieldType",
    "Label",
    "Presumption",
    "UnableToLoadCatalogue",
    "load_catalogue",
    "rank_in",
]
