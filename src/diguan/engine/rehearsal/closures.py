"""Cases played on the closures."""

from collections.abc import Iterable

from diguan.engine.backends.closures import compile_rule
from diguan.engine.rehearsal.stage import Outcome, Scene
from diguan.engine.verdicts import Verdict

BACK_END = "closures"


def play_closures(scenes: Iterable[Scene]) -> list[Outcome]:
    """What the closures make of each scene, in order."""
    return [Outcome(scene, BACK_END, _verdict(scene)) for scene in scenes]


def _verdict(scene: Scene) -> Verdict:
    code, _ = compile_rule(scene.when, scene.met)(scene.facts, scene.member)
    return Verdict(code)
