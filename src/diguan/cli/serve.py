"""`diguan serve`: the pages, from this machine."""

import os
from contextlib import nullcontext
from ipaddress import ip_address
from typing import Annotated, Any

import typer

from diguan.cli import console
from diguan.cli.background import worker_beside
from diguan.cli.demonstration import show_accounts
from diguan.cli.server import bring_up_to_date, is_embedded, load_server, open_registry, steps_waiting
from diguan.cli.server_words import tell
from diguan.engine.documents import Label
from diguan.locale import texts

THREADS = 8


class UnableToServe(Exception):
    """The address cannot be had: which, why, what to do."""

    def __init__(self, message: Label, hint: Label) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message.zh} {hint.zh}\n{message.en} {hint.en}")


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="在哪个地址上提供 Address to serve at")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口，0 为任选 Port; 0 takes any")] = 8000,
    *,
    worker: Annotated[
        bool,
        typer.Option(
            "--worker/--no-worker", help="一并执行后台任务（筛查） Do the background jobs (rounds) too, or leave them"
        ),
    ] = True,
) -> None:
    """在本机提供网页，并执行后台任务；内置数据库自动升级。Serve the pages and do the jobs; the embedded database is upgraded.

    多人使用时放在带 TLS 的网站服务器后面。For many people put it behind a web server with TLS.
    """
    out = console.out()
    load_server()
    if is_embedded() and (steps := steps_waiting()):
        bring_up_to_date()
        tell(out, "upgraded", count=steps)
    open_registry()
    server = _listen(host, port)
    _warm_up()
    with worker_beside(_tell_of_death) if worker else nullcontext():
        tell(out, "serve.worker" if worker else "serve.no_worker")
        _greet(f"http://{_shown(host)}:{server.effective_port}/", host)
        server.run()  # until it is interrupted
    tell(out, "serve.ended")


def _tell_of_death(code: int) -> None:
    tell(console.err(), "serve.worker_again", code=code)


def _listen(host: str, port: int) -> Any:  # noqa: ANN401  waitress ships no types
    """The server, listening; UnableToServe where the address cannot be had."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from waitress import create_server

    application = get_wsgi_application()
    forwarded = not settings.BEHIND_PROXY
    try:
        return create_server(
            application, host=host, port=port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=forwarded
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        what = texts("server").both("serve.port", host=host, port=port, reason=reason)
        raise UnableToServe(what, texts("server")["serve.port_do"]) from error


def _warm_up() -> None:
    """So that the first page opens as quickly as the second."""
    from diguan.web.shared.warming import warm_up

    warm_up()


def _greet(address: str, host: str) -> None:
    from django.conf import settings

    from diguan.domain.accounts.queries import administrators

    out = console.out()
    tell(out, "serve.data", folder=os.fspath(settings.DATA))
    if not settings.STATICFILES_DIRS:
        tell(out, "serve.unstyled")
    if not administrators(console.today()).exists():
        tell(out, "serve.nobody")
    if not _is_loopback(host):
        tell(out, "serve.open", host=host)
    show_accounts(out, settings.DATA)
    tell(out, "serve.at", address=address)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
