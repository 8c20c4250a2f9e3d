"""Every command of `diguan` with its arguments and options, from the command line itself."""

from collections.abc import Iterator

import click
import typer

from docs.generate.markdown import code, table


def walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """A command and everything under it, depth first, with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            if not child.hidden:
                yield from walk(child, f"{path} {name}")


def parameters(command: click.Command) -> Iterator[tuple[str, str]]:
    """How each argument and option is written, and its help."""
    for parameter in command.params:
        if parameter.name == "help" or getattr(parameter, "hidden", False):
            continue
        names = " ".join((*parameter.opts, *parameter.secondary_opts))
        word = parameter.make_metavar(click.Context(command)) if not getattr(parameter, "is_flag", False) else ""
        written = word if isinstance(parameter, click.Argument) else f"{names} {word}"
        required = "必填 required. " if parameter.required else ""
        yield code(written), required + (getattr(parameter, "help", None) or "")


def section(path: str, command: click.Command) -> str:
    """Heading, help and table of one command."""
    level = "#" * (path.count(" ") + 1) if " " in path else "##"
    text = "\n\n".join(part.strip() for part in (command.help or "").split("\n\n"))
    return "\n\n".join((f"{level} {path}", text, table(("写法 written", "意义 meaning"), parameters(command))))


def page(app: typer.Typer) -> str:
    """The whole page."""
    root = typer.main.get_command(app)
    parts = ["# 命令 Commands\n\n由程序生成。 Generated from the program.\n"]
    parts += [section(path, command) for path, command in walk(root, "diguan")]
    return "\n\n".join(parts)
