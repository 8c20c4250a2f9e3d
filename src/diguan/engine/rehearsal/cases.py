"""Plays every case of a pack on every back end; a result that is not the expected one is a problem of the pack."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label, Problem
from diguan.engine.expressions import UnableToBindExpression
from diguan.engine.rehearsal.closures import play_closures
from diguan.engine.rehearsal.constancy import constant_rules
from diguan.engine.rehearsal.sets import play_sets
from diguan.engine.rehearsal.spark import play_spark
from diguan.engine.rehearsal.stage import Outcome, Scene, scene_of
from diguan.engine.standards import Case, Indicator, Pack, UnableToLoadStandard, load_standard
from diguan.engine.standards.folder import PROJECT_FIELDS
from diguan.engine.verdicts import Verdict

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WORDS = {
    Verdict.UNMET: Label("未达标 unmet", "unmet"),
    Verdict.UNKNOWN: Label("待核实 unknown", "unknown"),
    Verdict.MET: Label("达标 met", "met"),
    Verdict.NOT_APPLICABLE: Label("不适用 not_applicable", "not_applicable"),
}

# Hash of each pack over the project's fields that this process has found to be as its cases say.
_admitted: set[str] = set()


def admit_standard(reference: str | Path, catalogue: Catalogue | None = None, search: Sequence[Path] = ()) -> Pack:
    """A pack that may judge: loaded, checked, rehearsed. UnableToLoadStandard with every problem found.

    A pack that this process has admitted is loaded and checked again, and plays its cases again only where any of its files has changed.
    """
    pack = load_standard(reference, catalogue, search)
    of_the_project = catalogue is None and not (pack.folder / PROJECT_FIELDS).is_dir()
    if of_the_project and pack.sha256 in _admitted:
        return pack
    if problems := rehearse(pack):
        raise UnableToLoadStandard(problems)
    if of_the_project:
        _admitted.add(pack.sha256)
    return pack


def rehearse(pack: Pack, session: "SparkSession | None" = None) -> tuple[Problem, ...]:
    """Problems of the cases on closures and DuckDB (with a `session` on Spark as well), and of rules that say the same of everybody."""
    problems: list[Problem] = []
    scenes = list(_scenes(pack, problems))
    outcomes = [*play_closures(scenes), *play_sets(pack.catalogue, scenes)]
    if session is not None:
        outcomes += play_spark(session, pack.catalogue, scenes)
    return (*problems, *_differences(outcomes), *constant_rules(pack, outcomes))


def _scenes(pack: Pack, problems: list[Problem]) -> Iterable[Scene]:
    for id, indicator in pack.indicators.items():
        for case in indicator.cases:
            try:
                yield scene_of(pack, indicator, pack.rules.indicators[id], case)
            except UnableToBindExpression as error:
                problems.append(_unbindable(indicator, case, error))


def _unbindable(indicator: Indicator, case: Case, error: UnableToBindExpression) -> Problem:
    message = Label(
        f"案例“{case.name}”的参数不合规则“{indicator.id}”：{error.message('zh')}",
        f"the case '{case.name}' has a parameter that does not fit the rule '{indicator.id}': {error.message('en')}",
    )
    return Problem.at(case.where, message, error.expected)


def _differences(outcomes: Iterable[Outcome]) -> list[Problem]:
    """One problem a case and wrong verdict, naming the back ends that came to it."""
    wrong: dict[tuple[int, Verdict], list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.got is not outcome.scene.case.expect:
            wrong.setdefault((id(outcome.scene), outcome.got), []).append(outcome)
    return [_difference(same) for same in wrong.values()]


def _difference(same: Sequence[Outcome]) -> Problem:
    case, got = same[0].scene.case, same[0].got
    on = ", ".join(outcome.back_end for outcome in same)
    message = Label(
        f"案例“{case.name}”（{case.as_of}，{on}）得到{WORDS[got].zh}",
        f"the case '{case.name}' ({case.as_of}, {on}) comes out {WORDS[got].en}",
    )
    return Problem.at(case.where, message, WORDS[case.expect])
