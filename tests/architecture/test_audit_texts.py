"""Every act that is ever appended to the record, what it is on, and every detail of it have words in both languages."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from diguan.domain.jobs.choices import State
from diguan.domain.ledger.permissions import TRANSITIONS
from diguan.domain.registry.choices import LifeEventKind
from diguan.locale import texts
from tests.architecture.sources import SOURCE, modules, relative, tree

WRITER = "append_audit"
# What a name inside an f-string can be.
MEANT = {
    "kind": [str(kind) for kind in LifeEventKind],
    "state": [str(state) for state in State],
    "step": [str(step) for step in TRANSITIONS],
}


@cache
def called() -> Mapping[str, Sequence[tuple[Path, ast.FunctionDef, ast.Call]]]:
    """Every call of a plain name, by the name: where it stands, and inside which function."""
    found = defaultdict(list)
    for path in modules(SOURCE):
        for function in ast.walk(tree(path)):
            for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    found[node.func.id].append((path, function, node))
    return found


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    found = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    return found or (call.args[position] if position is not None and position < len(call.args) else None)


@cache
def taken_by(where: Path) -> frozenset[tuple[str | None, str]]:
    """What a module takes from others: their names and what it takes."""
    nodes = (node for node in ast.walk(tree(where)) if isinstance(node, ast.ImportFrom))
    return frozenset((node.module, alias.name) for node in nodes for alias in node.names)


def imports(where: Path, path: Path, name: str) -> bool:
    """Whether a module takes a name from another."""
    module = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
    return (module, name) in taken_by(where)


def said(node: ast.expr | None, inside: ast.FunctionDef, path, name: str) -> Iterator[str]:
    """Every text that an argument can be; of a parameter, what the callers of its function give."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from said(node.body, inside, path, name)
        yield from said(node.orelse, inside, path, name)
    elif isinstance(node, ast.JoinedStr):
        yield from spelt(node)
    elif isinstance(node, ast.Name):
        parameters = [a.arg for a in (*inside.args.posonlyargs, *inside.args.args, *inside.args.kwonlyargs)]
        position = parameters.index(node.id)  # anything else than a parameter is for the author to write plainly
        for where, function, call in called().get(inside.name, ()):
            if where == path or imports(where, path, inside.name):
                yield from said(argument(call, node.id, position), function, where, name)
    else:
        raise AssertionError(f"{relative(path)}: {name} of {WRITER} in {inside.name} is not plain")  # noqa: TRY004  a fault of the tested code


def spelt(node: ast.JoinedStr) -> list[str]:
    texts_ = [""]
    for part in node.values:
        values = [str(part.value)] if isinstance(part, ast.Constant) else MEANT[part.value.id]
        texts_ = [start + value for start in texts_ for value in values]
    return texts_


def appended(name: str) -> set[str]:
    writers = called()[WRITER]
    assert len(writers) > 8
    return {text for path, function, call in writers for text in said(argument(call, name), function, path, name)}


def details() -> set[str]:
    """Names of details that are written as a mapping beside the call."""
    given = (argument(call, "detail") for _, _, call in called()[WRITER])
    dicts = (node for each in given if each is not None for node in ast.walk(each) if isinstance(node, ast.Dict))
    return {key.value for each in dicts for key in each.keys if key is not None}


@pytest.mark.parametrize(("name", "below"), [("action", "action"), ("subject", "subject")])
def test_every_act_and_what_it_is_on_has_its_words(name, below):
    known = texts("audit").below(below)
    assert sorted(appended(name) - set(known)) == []


def test_every_detail_has_its_words():
    assert sorted(details() - set(texts("audit").below("detail"))) == []


def test_acts_are_found_through_whoever_passes_them_on():
    acts = appended("action")
    assert {"grant_role", "disable_account", "enqueue_job", "failed_job", "record_split", "verify_audit"} <= acts
