"""Every command of `diguan` with its arguments and options, from the command line itself."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup

from docs.generate.markdown import code, table

# typer carries its own command classes, which have no public name: commands and parameters are `Any` here.


def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """A command and everything under it, depth first, with the words that call it."""
    yield path, command
    if isinstance(command, TyperGroup):
        for name, child in command.commands.items():
            if not child.hidden:
                yield from walk(child, f"{path} {name}")


def every_command(app: typer.Typer) -> dict[str, Any]:
    """Commands by the words that call them, the program itself first."""
    return dict(walk(typer.main.get_command(app), "diguan"))


def visible(command: Any) -> list[Any]:  # noqa: ANN401
    """Arguments and options of a command, without `--help` and what is hidden."""
    return [p for p in command.params if p.name != "help" and not getattr(p, "hidden", False)]


def written(parameter: Any) -> str:  # noqa: ANN401
    """How an argument or option is typed."""
    word = "" if getattr(parameter, "is_flag", False) else parameter.metavar or parameter.name.upper()
    if isinstance(parameter, TyperArgument):
        return f"{word}..." if parameter.nargs == -1 and not word.endswith("...") else str(word)
    return " ".join((*parameter.opts, *parameter.secondary_opts, word)).strip()


def rows(command: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """How each argument and option is written, and its help."""
    for parameter in visible(command):
        required = "必填 required. " if parameter.required else ""
        yield code(written(parameter)), required + (parameter.help or "")


def section(path: str, command: Any) -> str:  # noqa: ANN401
    """Heading, help and table of one command."""
    level = "#" * max(2, path.count(" ") + 1)
    text = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    return "\n\n".join((f"{level} {path}", text, table(("写法 written", "意义 meaning"), rows(command))))


def page(app: typer.Typer) -> str:
    """The whole page."""
    parts = ["# 命令 Commands\n\n由程序生成。 Generated from the program.\n"]
    parts += [section(path, command) for path, command in every_command(app).items()]
    return "\n\n".join(parts)
