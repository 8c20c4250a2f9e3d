"""Loads a standard with the packs it extends and refuses it with every problem there is, not just the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from diguan.engine.catalogue import Catalogue, load_catalogue
from diguan.engine.catalogue.load import UnableToLoadCatalogue, read_catalogue
from diguan.engine.catalogue.relations import relation_problems
from diguan.engine.documents import Label, Problem, UnableToReadDocument
from diguan.engine.standards.chain import read_chain
from diguan.engine.standards.checks import pack_problems
from diguan.engine.standards.contents import contents_of
from diguan.engine.standards.folder import PROJECT_FIELDS
from diguan.engine.standards.kinds import with_labels
from diguan.engine.standards.levels import is_below
from diguan.engine.standards.locate import UnableToFindStandard, locate_standard
from diguan.engine.standards.merge import Merged, check_patterns, lay_over
from diguan.engine.standards.model import FindingRule, Indicator, Pack, PackHeader, Rules
from diguan.engine.standards.parts import PackPart
from diguan.engine.standards.rules import RuleReader, derived_problems, groups_of, parameter_types, read_rules
from diguan.engine.standards.terms import laid_over, read_terms, term_problems
from diguan.engine.verdicts import Subject


class UnableToLoadStandard(UnableToReadDocument):
    """A pack is refused; `problems` names file, line, what was found, what was expected and what to do."""


def load_standard(reference: str | Path, catalogue: Catalogue | None = None, search: Sequence[Path] = ()) -> Pack:
    """A pack by id, id@version or folder, complete and checked (its cases are played by the rehearsal).

    `catalogue`: the fields to judge by (None: the project's). `search`: further folders that hold packs, before the project's own.
    Folders of the same bytes give the same pack, read and checked once. Raises UnableToLoadStandard with all problems.
    """
    try:
        folder = locate_standard(reference, search)
    except UnableToFindStandard as error:
        raise UnableToLoadStandard([Problem(str(reference), 1, error.message, _A_PACK, error.hint)]) from error
    contents, fields = contents_of(folder), _fields_beside(folder, catalogue)
    if contents is None or fields is None:
        return _load(folder, catalogue, search)
    pack, read_in = _load_once(_Same(contents, id(fields), folder, fields, catalogue))
    if folder == read_in:
        return pack
    moved = (replace(header, folder=folder / header.folder.relative_to(read_in)) for header in pack.chain)
    return replace(pack, chain=tuple(moved))


@dataclass(frozen=True, slots=True)
class _Same:
    """A pack told apart by what its folder holds and by the fields it is judged by, which are kept so that their number stays theirs."""

    contents: str
    fields_number: int
    folder: Path = field(compare=False)
    fields: Catalogue = field(compare=False)
    given: Catalogue | None = field(compare=False)


@lru_cache(maxsize=8)
def _load_once(same: _Same) -> tuple[Pack, Path]:
    """A pack that stands alone, and the folder that it was read in."""
    return _load(same.folder, same.given, ()), same.folder


def _fields_beside(folder: Path, catalogue: Catalogue | None) -> Catalogue | None:
    """The fields that a pack may rest on; None where they are not right."""
    saved = folder / PROJECT_FIELDS
    try:
        return load_catalogue([saved] if saved.is_dir() else None) if catalogue is None else catalogue
    except UnableToLoadCatalogue:
        return None


def _load(folder: Path, catalogue: Catalogue | None, search: Sequence[Path]) -> Pack:
    parts, problems = read_chain(folder, search)
    merged = Merged(_base_catalogue(parts, folder, catalogue, problems), problems)
    for part in parts:
        _lay_fields(merged, part)
        lay_over(merged, part)
    problems += check_patterns(merged, [part.header for part in parts])
    merged.findings = {f.id: f for f in with_labels(merged.findings.values())}
    rules = _rules(merged, parts)
    problems += pack_problems(merged, rules, parts[-1].header)
    for part in parts:
        problems += term_problems(part.folder.trees.get(TERMS), part.folder.show(TERMS))
    if problems:
        raise UnableToLoadStandard(problems)
    return _pack(merged, parts, rules)


TERMS = "deadlines.yaml"
_A_PACK = Label("标准包的编号、编号@版本或文件夹", "the id, id@version or folder of a pack")


def _base_catalogue(
    parts: Sequence[PackPart], folder: Path, catalogue: Catalogue | None, problems: list[Problem]
) -> Catalogue:
    if any(part.header.uses == "own_fields" for part in parts):
        return Catalogue({})
    if catalogue is not None:
        return catalogue
    saved = folder / PROJECT_FIELDS
    try:
        return load_catalogue([saved] if saved.is_dir() else None)
    except UnableToLoadCatalogue as error:
        problems.extend(error.problems)
        return Catalogue({})


def _lay_fields(merged: Merged, part: PackPart) -> None:
    path = part.folder.path / "catalogue.yaml"
    if not path.is_file():
        return
    read = read_catalogue([path], part.folder.show("catalogue.yaml"))
    known = merged.catalogue.merged(read.catalogue)
    merged.problems += [*read.problems, *relation_problems(read.catalogue, known)]
    merged.lost |= read.lost
    if part.header.extends and is_below(part.header.issued_by, merged.highest):
        merged.problems += _replaced_fields(merged.catalogue, read.catalogue)
    merged.catalogue = known


def _replaced_fields(known: Catalogue, own: Catalogue) -> list[Problem]:
    """A pack that extends another may bring fields of its own, not give another meaning to those the other judges by."""
    replaced = [f for s in Subject for f in own.fields(s).values() if f.name in known.fields(s)]
    message = "改了字段“{0}”的定义", "changes the meaning of the field '{0}', which is not its own"
    return [
        Problem(
            f.file,
            f.line,
            Label(message[0].format(f.name), message[1].format(f.name)),
            Label("新的字段名", "a field of another name"),
        )
        for f in replaced
    ]


def _rules(merged: Merged, parts: Sequence[PackPart]) -> Rules:
    types = parameter_types(merged.parameters)
    found: list[Problem] = []
    reader = RuleReader(
        merged.catalogue, types, groups_of(merged.indicators), found, frozenset(merged.lost), merged.unreadable
    )
    indicators, findings = read_rules(reader, merged.indicators, list(merged.findings.values()))
    groups = {
        id: checked
        for id, group in merged.focus_groups.items()
        if (checked := reader.read(group.when, group.where, Subject.HOUSEHOLD))
    }
    own_files = {part.folder.show("catalogue.yaml") for part in parts}
    merged.problems += [*found, *derived_problems(merged.catalogue, types, own_files)]
    return Rules(indicators, findings, groups)


def _pack(merged: Merged, parts: Sequence[PackPart], rules: Rules) -> Pack:
    header = parts[-1].header
    return Pack(
        id=header.id,
        version=header.version,
        label=header.label,
        in_force=merged.in_force,
        issued_by=header.issued_by,
        authority=merged.authority,
        floors=merged.floors,
        ceilings=merged.ceilings,
        parameters=merged.parameters,
        indicators={id: _weighted(i, merged) for id, i in merged.indicators.items()},
        findings=tuple(merged.findings.values()),
        focus_groups=tuple(merged.focus_groups.values()),
        departments=_named(merged.departments, [x.department for x in _judging(merged)]),
        measures=_named(merged.measures, [r.measure for x in _judging(merged) for r in x.routes]),
        cutoff=merged.cutoff,
        weighting_field=merged.weighting_field[0] if merged.weighting_field else None,
        catalogue=merged.catalogue,
        chain=tuple(PackHeader(p.header.id, p.header.version, p.header.label, p.folder.path) for p in parts),
        sha256=sha256("".join(part.folder.sha256 for part in parts).encode()).hexdigest(),
        notes=tuple(merged.notes),
        rules=rules,
        terms=laid_over(read_terms(part.folder.trees.get(TERMS)) for part in parts),
    )


def _weighted(indicator: Indicator, merged: Merged) -> Indicator:
    given = merged.weights.get(indicator.id)
    return replace(indicator, weight=given[0]) if given else indicator


def _judging(merged: Merged) -> list[Indicator | FindingRule]:
    return [*merged.indicators.values(), *merged.findings.values()]


def _named(labels: dict[str, Label] | None, used: Iterable[str | None]) -> dict[str, Label]:
    """Labels of names; where the pack lists none, every name it uses stands for itself."""
    return labels if labels is not None else {name: Label(name, name) for name in used if name}
