"""The round that is gone on from, and the tables as they are now: refused where either is not what it should be."""

from dataclasses import dataclass
from pathlib import Path

from diguan.engine.documents import Label
from diguan.engine.screening.folder import file_hash
from diguan.engine.screening.record import RoundRecord
from diguan.engine.screening.round import PACK, SNAPSHOT, seal_of
from diguan.engine.screening.since import Since, require_whole
from diguan.engine.screening.verify import read_round
from diguan.engine.snapshot.plans import Fact
from diguan.engine.standards import Pack, load_standard
from diguan.engine.verdicts import Subject
from diguan.exchange.changes.cutting import Cut
from diguan.exchange.changes.listing import WHOLE, UnableToRescreen
from diguan.exchange.changes.standing import Before
from diguan.exchange.counties import tables_of

RELATIONS = ("households", "villages", "facilities")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A whole, unchanged round with its standard; `hidden`: facts that its masked texts do not show."""

    folder: Path
    record: RoundRecord
    pack: Pack
    hidden: frozenset[Fact]

    def places(self) -> Before:
        """Where it has its places. UnableToRescreen when a file is not as it was sealed."""
        found: dict[str, list[Path]] = {name: [] for name in RELATIONS}
        for name, expected in sorted(self.record.files.items()):
            top, _, rest = name.partition("/")
            relation = rest.partition("/")[0]
            if top == SNAPSHOT and (relation in found or relation == "snapshot.json"):
                if not (self.folder / name).is_file() or file_hash(self.folder / name) != expected:
                    raise UnableToRescreen(
                        f"{self.folder.name}/{name}",
                        Label("缺失，或内容与封存时不同", "is missing, or its bytes are not those that were sealed"),
                        Label("封存时的样子", "as it was sealed"),
                        WHOLE,
                    )
                found.get(relation, []).append(self.folder / name)
        return Before(*(tuple(found[name]) for name in RELATIONS))

    def gone_on_from(self, cut: Cut) -> Since:
        """What a round of a cut says of it."""
        name, seal = self.folder.resolve().name, str(self.record.seal)
        return Since(round=name, seal=seal, villages=cut.villages, rows=cut.rows, nameless=cut.nameless)


def open_earlier(folder: Path) -> Earlier:
    """A whole round without a region. UnableToReadRound, UnableToRescreen."""
    require_whole(folder)
    record = read_round(folder)
    pack = load_standard((folder / PACK).resolve())
    if seal_of(record) != record.seal or pack.sha256 != record.pack.sha256:
        raise UnableToRescreen(
            folder.name,
            Label("这一轮的记录或标准包被改过", "the record of the round or its standard was changed"),
            Label("封存时的样子", "as it was sealed"),
        )
    if record.region is not None:
        raise UnableToRescreen(
            folder.name,
            Label(f"这一轮只判了区划 {record.region}", f"the round was cut to the region {record.region}"),
            Label("不带 --region 的一轮", "a round without --region"),
        )
    hidden = (name.partition(".") for name in record.hidden_facts)
    return Earlier(folder, record, pack, frozenset((Subject(subject), name) for subject, _, name in hidden))


def whole_tables(folder: Path) -> dict[str, Path]:
    """The tables of a folder, one Parquet file each, as `diguan screen` reads them."""
    found = tables_of(folder)
    for name, paths in found.items():
        if paths != [folder / f"{name}.parquet"]:
            raise UnableToRescreen(
                folder.name,
                Label(f"{name} 是 {len(paths)} 个文件", f"{name} is in {len(paths)} files"),
                Label(f"一个文件 {name}.parquet", f"one file {name}.parquet"),
                Label(
                    "用 diguan counties 逐县筛查：没有变化的县不会重判",
                    "use diguan counties: counties without changes are kept",
                ),
            )
    return {name: paths[0] for name, paths in found.items()}
