"""`diguan`: the commands, one file a noun, and the one place where an error becomes words and an exit code."""

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from diguan import __version__
from diguan.cli import console
from diguan.cli.interruption import Interruption, ending_cleanly
from diguan.engine.documents import Label, is_refusal
from diguan.locale import texts

# Nouns in the order of the help. A module has an `app` with commands, or one command of its own name.
NOUNS = (
    "screen",
    "check",
    "visits",
    "answers",
    "ledger",
    "campaign",
    "standards",
    "regions",
    "round",
    "compare",
    "measure",
    "counties",
    "rescreen",
    "load",
    "serve",
    "accounts",
    "posts",
    "items",
    "lookback",
    "audit",
    "keys",
    "evidence",
    "rounds",
    "work",
    "upgrade",
    "synth",
)
# Typer carries its own copy of click since 0.26 and used the installed one before; this is the root of either's errors.
UsageError: type[Exception] = typer.BadParameter.__mro__[2]


class Doors(TyperGroup):
    """The root group: refusals, interruptions and faults of any command end here, never as a traceback."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  the context of whichever click typer carries
        """Run the command of a context; an interruption stays one on its way out."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as interruption:
            raise typer.Abort from interruption

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401  whatever the root of commands takes
        """Run one command line; ends the process unless `standalone_mode` is off."""
        console.speak_utf8()
        alone = options.get("standalone_mode", True)
        options["standalone_mode"] = False
        if not alone:
            return super().main(*args, **options)
        given = args[0] if args else options.get("args")
        words = list(sys.argv[1:] if given is None else given)
        if not {"-h", "--help"}.isdisjoint(words) or len(words) < 2:  # noqa: PLR2004  a noun alone shows its help
            from diguan.cli.folding import fold_help  # Markdown and colours, which no other command needs

            fold_help()
        run = partial(super().main, *args, **options)
        with ending_cleanly() as interruption:
            code = exit_code(run, as_json="--json" in words, interruption=interruption)
        sys.exit(code)


def exit_code(run: Callable[[], Any], *, as_json: bool, interruption: Interruption) -> int:
    """Run a command and turn whatever ends it into words and an exit code. An error on the way out of an interruption is none."""
    try:
        code = run()
    except (KeyboardInterrupt, typer.Abort):
        return console.interrupted(as_json=as_json)
    except Exception as error:  # noqa: BLE001  the last door: nothing may reach a user as a traceback
        return console.interrupted(as_json=as_json) if interruption.asked else _ended_by(error, as_json=as_json)
    return code if isinstance(code, int) else console.DONE


def _ended_by(error: Exception, *, as_json: bool) -> int:
    """Words and code of an error: a wrong command line, a file the system would not give, a refusal, or a fault."""
    if isinstance(error, UsageError):
        return _usage(error, as_json=as_json)
    if isinstance(error, OSError):
        return console.unreadable(error, as_json=as_json)
    if is_refusal(error):
        return console.refuse(error, as_json=as_json)
    return console.fail(error, as_json=as_json)


class UnableToReadCommand(Exception):
    """The command line itself is wrong."""

    def __init__(self, problems: list[Label]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{each.zh}\n{each.en}" for each in problems))


def _usage(error: Exception, *, as_json: bool) -> int:
    """A wrong command line in both languages, and where its help is."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError" and hasattr(error, "show"):
        error.show()
        return console.REFUSED
    said_by = texts("cli")
    parameter = getattr(error, "param", None)
    options = [word for word in getattr(parameter, "opts", ()) if word.startswith("-")]
    name = " / ".join(options) or getattr(parameter, "metavar", None) or getattr(parameter, "name", "?")
    said = said_by["usage.wrong"]
    if kind == "MissingParameter" and parameter is not None:
        said = said_by.both("usage.missing", name=name)
    elif kind == "NoSuchOption":
        said = said_by.both("usage.unknown_option", name=getattr(error, "option_name", "?"))
    detail = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    help_ = said_by.both("usage.help", command=context.command_path if context else "diguan")
    whole = Label(f"{said.zh} {help_.zh}", f"{said.en} {detail} {help_.en}")
    return console.refuse(UnableToReadCommand([whole]), as_json=as_json)


app = typer.Typer(
    name="diguan",
    cls=Doors,
    help="滴灌：按有日期的标准逐户判定，形成台账。Diguan: judge every household against a dated standard and lay out a ledger.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"diguan {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="版本 Print the version and end")
    ] = False,
) -> None:
    """滴灌：按有日期的标准逐户判定，形成台账。Diguan: judge every household against a dated standard and lay out a ledger."""
    del version


def _mount() -> None:
    """Every noun that is installed. Modules load the engine only when one of their commands runs."""
    for noun in NOUNS:
        if find_spec(f"diguan.cli.{noun}"):
            module = import_module(f"diguan.cli.{noun}")
            if hasattr(module, "app"):
                app.add_typer(module.app, name=noun)
            else:
                app.command(noun)(getattr(module, noun))


_mount()
