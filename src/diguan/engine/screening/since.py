"""since.json: a round that holds only what has changed says which round it goes on from, and which villages it judges anew.

Everything else in such a folder is as in any round, over the households of those villages: nothing unchanged is in it.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from diguan.engine.documents import Label
from diguan.engine.screening.round import seal_of
from diguan.engine.screening.verify import UnableToReadRound, read_round

SINCE, FORMAT = "since.json", "diguan-since/1"
NOWHERE = ""  # the village of rows that name none


class Since(BaseModel):
    """The round gone on from, by the name of its folder and its seal; `villages` judged anew, NOWHERE for rows without one.

    `rows`: those that count of every whole table by the label of its source, of which this round has read but a part; `nameless`: how
    many rows of all of them say not whom they tell of, and are rejected.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str = FORMAT
    round: str
    seal: str
    villages: tuple[str, ...]
    rows: dict[str, int]
    nameless: int = 0

    def write(self, folder: Path) -> None:
        """Write since.json, before the round is sealed."""
        (folder / SINCE).write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")


def read_since(folder: Path) -> Since | None:
    """What a round goes on from; None of a whole round. UnableToReadRound when since.json is not as it should be."""
    try:
        found = Since.model_validate_json((folder / SINCE).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise UnableToReadRound(
            folder,
            Label(f"{SINCE} 的内容不合格式", f"{SINCE} is not as it should be"),
            Label("请重新运行 diguan rescreen", "run diguan rescreen again"),
        ) from error
    return found


def require_whole(folder: Path) -> None:
    """Refuse a round that holds only what has changed. UnableToReadRound."""
    since = read_since(folder)
    if since is not None:
        raise UnableToReadRound(
            folder,
            Label(
                f"只有 {since.round} 之后变化的 {len(since.villages)} 个村，不是完整的一轮",
                f"only holds the {len(since.villages)} villages that have changed since {since.round}, not a whole round",
            ),
            Label(
                f"先用 diguan round join {since.round} {folder.name} --out 新文件夹 合成一轮",
                f"put both together first: diguan round join {since.round} {folder.name} --out FOLDER",
            ),
        )


def beside(folder: Path, since: Since | None) -> Path:
    """The round gone on from, where it stands beside the one that does. UnableToReadRound where it does not."""
    name = "" if since is None else since.round
    found = folder.resolve().parent / name
    if not name or not found.is_dir():
        raise UnableToReadRound(
            folder,
            Label(f"旁边没有所接的一轮“{name}”", f"the round it goes on from, '{name}', is not beside it"),
            Label("用 --since 给出那一轮的文件夹", "give its folder with --since"),
        )
    return found


def require_earlier(folder: Path, since: Since) -> None:
    """Refuse a folder that is not the round gone on from, or was changed. UnableToReadRound."""
    require_whole(folder)
    record = read_round(folder)
    if not seal_of(record) == record.seal == since.seal:
        raise UnableToReadRound(
            folder,
            Label(
                f"不是所接的那一轮（{since.round}），或内容被改过",
                f"is not the round that was gone on from ({since.round}), or was changed",
            ),
            Label(
                "给出原来的那一轮；没有了就整体重新筛查",
                "give that very round; where it is gone, screen everything anew",
            ),
        )
