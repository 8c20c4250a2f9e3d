"""Files that people write for the engine (YAML): read safely, with the file and line of every word, all problems collected.

Belongs here: positions, problems and their text in both languages, the shapes that files are checked against and that
the published JSON Schemas are made of. Does not belong here: what any particular file means.
"""

from diguan.engine.documents.nodes import ListNode, MappingNode, Node, ScalarNode
from diguan.engine.documents.problems import Label, Problem, UnableToReadDocument, Where, is_refusal, nearest
from diguan.engine.documents.reader import read_document

__all__ = [
    "Label",
    "ListNode",
    "MappingNode",
    "Node",
    "Problem",
    "ScalarNode",
    "UnableToReadDocument",
    "Where",
    "is_refusal",
    "nearest",
    "read_document",
]
