"""The clock is read only at the doors: a round depends on its inputs, not on the day it runs."""

import ast

from tests.architecture.sources import SOURCE, modules, relative, tree

DOORS = {"cli", "rest", "web", "tasks"}
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("timezone", "now"),
}


def test_no_module_below_the_doors_reads_the_clock():
    below = [p for p in modules() if p.relative_to(SOURCE).parts[0] not in DOORS]
    read = [
        f"{relative(path)}:{node.lineno}"
        for path in below
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS
    ]
    assert read == []
