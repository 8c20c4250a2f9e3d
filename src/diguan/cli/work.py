"""`diguan work`: takes jobs from the queue until it is told to stop."""

from diguan.cli import console
from diguan.cli.console import say
from diguan.cli.server import open_registry


def work() -> None:
    """在后台执行排队的任务（筛查、导入），直到中止。Do the queued jobs (rounds, imports) until stopped.

    退出码 Exit codes: 130 已中止 stopped · 2 拒绝执行并说明原因 refused, and why.
    """
    open_registry()
    from diguan.tasks.handlers import handlers
    from diguan.tasks.worker import Worker

    worker = Worker(handlers())
    console.err().print(say("work.begun", name=worker.name), soft_wrap=True)
    worker.run()
