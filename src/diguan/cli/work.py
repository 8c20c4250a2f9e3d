"""`diguan work`: takes jobs from the queue until it is told to stop."""

from typing import Annotated

import typer

from diguan.cli import console
from diguan.cli.background import end_with_parent
from diguan.cli.console import say
from diguan.cli.interruption import ending_cleanly
from diguan.cli.server import open_registry


def work(
    *,
    with_parent: Annotated[
        bool,
        typer.Option(
            "--with-parent",
            help="标准输入关闭时结束（serve 这样启动它） End when standard input is closed: how serve starts it",
        ),
    ] = False,
) -> None:
    """在后台执行排队的任务（筛查、导入），直到中止。Do the queued jobs (rounds, imports) until stopped.

    退出码 Exit codes: 130 已中止 stopped · 2 拒绝执行并说明原因 refused, and why.
    """
    if with_parent:
        end_with_parent()
    open_registry()
    from diguan.tasks.handlers import handlers
    from diguan.tasks.schedule import queue_what_is_due
    from diguan.tasks.worker import Worker

    with ending_cleanly() as interruption:
        worker = Worker(handlers(), interrupted=lambda: interruption.asked, schedule=queue_what_is_due)
        console.err().print(say("work.begun", name=worker.name), soft_wrap=True)
        worker.run()
