"""`diguan compare`: what came, went, stayed and came back between rounds, and why."""

from pathlib import Path
from typing import Annotated

import typer

from diguan.cli import console
from diguan.cli.progress import shown_progress
from diguan.cli.screen import AsJson, Lang, Recipient, Reveal, Speech, UnableToReadOption

Rounds = Annotated[
    list[Path],
    typer.Argument(
        metavar="ROUND...",
        help="两轮或更多，按判定日从早到晚（diguan screen 写出的文件夹） Two rounds or more, earliest first: folders of diguan screen",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="写出比较表和网页的文件夹，新建或空 Folder for workbook and page, new or empty"),
]


def compare(
    rounds: Rounds,
    *,
    out: Out = None,
    reveal: Reveal = None,
    recipient: Recipient = None,
    lang: Lang = Speech.ZH,
    as_json: AsJson = False,
) -> None:
    """比较各轮：什么新出现、消失、仍在、反弹，以及为什么。Compare rounds: what came, went, stayed, came back, and why.

    标准不同时只比较共有的指标。 By different standards only the indicators they share are compared.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    import diguan
    from diguan.cli.comparison_tables import as_plain_values, print_comparison

    if reveal is not None and not reveal.strip():
        raise UnableToReadOption.of("reveal")
    with shown_progress(quiet=as_json) as progress:
        result = diguan.compare(
            rounds, out=out, reveal=reveal, recipient=recipient, language=lang.value, progress=progress
        )
    if as_json:
        console.print_json(as_plain_values(result))
    else:
        print_comparison(console.out(), result)
