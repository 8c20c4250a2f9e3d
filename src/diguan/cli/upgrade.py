"""`diguan upgrade`: brings the registry's database up to this version of the program."""

from diguan.cli import console, server
from diguan.cli.console import say


def upgrade() -> None:
    """把登记册数据库升级到本版本（先备份）。Bring the registry's database up to this version; make a backup first.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    server.load_server()
    steps = server.steps_waiting()
    server.bring_up_to_date()
    console.out().print(say("upgrade.done", steps=steps) if steps else say("upgrade.nothing"), soft_wrap=True)
