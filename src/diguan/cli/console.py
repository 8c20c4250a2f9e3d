"""How commands speak: tables to the one who asked, progress and refusals beside it, one JSON object where a program asked."""

import json
import os
import sys
import traceback
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from rich.console import Console

from diguan.engine.documents import Label
from diguan.locale import texts

DONE, DONE_WITH_REJECTED, REFUSED, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130
MOST_PROBLEMS = 40
PIPE_WIDTH = 132
CHINA = timezone(timedelta(hours=8))
TRACEBACK = "DIGUAN_TRACEBACK"
PLACES = ("place", "file", "sheet", "cell", "line", "name")
PARTS = ("found", "expected", "hint")


def now() -> datetime:
    """This instant, read here for every command that records one."""
    return datetime.now(UTC)


def today() -> date:
    """This day by the clock of Beijing."""
    return now().astimezone(CHINA).date()


def speak_utf8() -> None:
    """Let both streams carry Chinese, on a console whose code page does not (Windows) as in a pipe."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")


def out() -> Console:
    """The console of results. Nothing in a text is taken for markup; a file or pipe has room for wide tables."""
    return Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)


def err() -> Console:
    """The console of progress and refusals."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def say(key: str, **values: object) -> str:
    """A text of the command line, Chinese with English beside it."""
    label = texts("cli").both(key, **values)
    return f"{label.zh} {label.en}"


def problems_of(error: BaseException) -> list[dict[str, Any]]:
    """What an `UnableToX` says, as JSON: message and, where it has them, place, found, expected, hint in both languages."""
    listed = getattr(error, "problems", None) or getattr(error, "refusals", None)
    if listed and not isinstance(listed, str | Label):
        return [_problem(each) for each in listed]
    return [_problem(error)]


def _problem(problem: object) -> dict[str, Any]:
    if isinstance(problem, Label):
        return {"message": {"zh": problem.zh, "en": problem.en}}
    message = next(
        (m for m in (getattr(problem, name, None) for name in ("message", "problem", "found")) if isinstance(m, Label)),
        None,
    )
    said: dict[str, Any] = {"message": _both(message) if message else _split(str(problem))}
    for name in PLACES:
        value = getattr(problem, name, None)
        if isinstance(value, str | int | Path) and value != "":
            said[name] = value if isinstance(value, int) else str(value)
    said.update({name: _both(value) for name in PARTS if isinstance(value := getattr(problem, name, None), Label)})
    return said


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _split(text: str) -> dict[str, str]:
    """Errors say Chinese first and English on the line (or lines) after it."""
    first, *rest = text.splitlines() or [""]
    return {"zh": first.strip(), "en": "\n".join(line.strip() for line in rest) or first.strip()}


def refuse(error: BaseException, *, as_json: bool) -> int:
    """Say why nothing was done; returns the exit code 2."""
    problems = problems_of(error)
    if as_json:
        print_json({"error": {"exit_code": REFUSED, "kind": type(error).__name__, "problems": problems}})
        return REFUSED
    console = err()
    head = say("refused") if len(problems) == 1 else say("refused_count", count=len(problems))
    console.print(head, style="bold red")
    for problem in problems[:MOST_PROBLEMS]:
        for language in ("zh", "en"):
            console.print(f"  {_line(problem, language)}", soft_wrap=True)
    if len(problems) > MOST_PROBLEMS:
        console.print(f"  {say('more_problems', count=len(problems) - MOST_PROBLEMS)}")
    console.print(say("nothing_written"))
    return REFUSED


def _line(problem: Mapping[str, Any], language: str) -> str:
    place = " ".join(str(problem[name]) for name in PLACES if name in problem and name not in ("line", "name"))
    where = f"{place}:{problem['line']}" if "line" in problem else place
    parts = [f"{where}: {problem['message'][language]}" if where else problem["message"][language]]
    told = [name for name in PARTS if name in problem and problem[name] != problem["message"]]
    parts += [texts("cli")[f"labels.{name}"][language] + problem[name][language] for name in told]
    return ("；" if language == "zh" else "; ").join(parts)


def fail(error: BaseException, *, as_json: bool) -> int:
    """Say that the program itself is at fault; returns the exit code 3.

    The error's own text stays unsaid: it may hold a value of the data, and the line is meant to be passed on.
    Whoever mends the program sets DIGUAN_TRACEBACK and sees all of it.
    """
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    label = texts("cli").both("internal", kind=type(error).__name__, place=_places(error))
    if as_json:
        problem = {"message": _both(label)}
        print_json({"error": {"exit_code": INTERNAL, "kind": type(error).__name__, "problems": [problem]}})
    else:
        show([label])
    return INTERNAL


def _places(error: BaseException) -> str:
    """Where it happened: the last place in the project and the innermost one."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}diguan{os.sep}" in frame.filename]
    shown = dict.fromkeys(f"{Path(frame.filename).name}:{frame.lineno}" for frame in (own[-1:] + frames[-1:]))
    return ", ".join(shown) or "?"


def unreadable(error: OSError, *, as_json: bool) -> int:
    """Say which file the system would not give or take; returns the exit code 2."""
    reason = error.strerror or type(error).__name__
    label = texts("cli").both("unreadable", path=error.filename or "?", reason=reason)
    if as_json:
        print_json(
            {"error": {"exit_code": REFUSED, "kind": type(error).__name__, "problems": [{"message": _both(label)}]}}
        )
    else:
        show([label])
    return REFUSED


def interrupted(*, as_json: bool) -> int:
    """Say that the operator (or the system) ended the command; returns the exit code 130."""
    label = texts("cli")["interrupted"]
    if as_json:
        print_json(
            {"error": {"exit_code": INTERRUPTED, "kind": "Interrupted", "problems": [{"message": _both(label)}]}}
        )
    else:
        show([label])
    return INTERRUPTED


def show(labels: Iterable[Label]) -> None:
    """Texts on the console of refusals, Chinese first."""
    console = err()
    for label in labels:
        console.print(label.zh, style="bold red", soft_wrap=True)
        console.print(label.en, soft_wrap=True)


def print_json(value: Mapping[str, object]) -> None:
    """One JSON object on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")
