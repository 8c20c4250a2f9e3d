"""What every command over the registry does first: the server's parts loaded, its database ready, or a clear word why not."""

import os
from importlib.util import find_spec

from diguan.engine.documents import Label

SETTINGS = "diguan.config.settings"
EMBEDDED = "sqlite"
NEEDED = ("django", "axes", "cryptography", "argon2")


class UnableToOpenRegistry(Exception):
    """The server is not installed, or its database is not ready."""

    def __init__(self, problem: Label, hint: Label) -> None:
        self.problem = problem
        self.hint = hint
        super().__init__("\n".join(f"{problem[x]} {hint[x]}" for x in ("zh", "en")))


def open_registry() -> None:
    """Load the server's parts; bring the embedded database up to date, refuse one in PostgreSQL that is not."""
    load_server()
    waiting = steps_waiting()
    if not waiting:
        return
    if not is_embedded():
        raise UnableToOpenRegistry(
            Label(f"数据库还有 {waiting} 步升级没有做", f"the database lacks {waiting} steps of its upgrade"),
            Label("请先备份，再运行 diguan upgrade", "make a backup, then run diguan upgrade"),
        )
    bring_up_to_date()


def load_server() -> None:
    """Load the server's parts, whatever state the database is in."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UnableToOpenRegistry(
            Label(f"没有安装服务端部件（{'、'.join(missing)}）", f"the server is not installed ({', '.join(missing)})"),
            Label('请运行：pip install "diguan[web]"', 'run: pip install "diguan[web]"'),
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def is_embedded() -> bool:
    """Whether the registry lies in a file of the data folder."""
    from django.db import connection

    return connection.vendor == EMBEDDED


def steps_waiting() -> int:
    """How many migrations the database lacks; UnableToOpenRegistry when it cannot be reached."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise UnableToOpenRegistry(
            Label("连接不上数据库", "the database cannot be reached"),
            Label(
                "请核对环境变量 DATABASE_URL，并确认数据库已启动",
                "check DATABASE_URL, and that the database is running",
            ),
        ) from error
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> None:
    """Carry the database through every migration it lacks."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
