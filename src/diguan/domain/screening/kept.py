"""A round as its folder keeps it: the standard and the values it judged by, as long as nobody has taken the folder away or changed it."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath

from diguan.domain.refusals import UnableToAct
from diguan.domain.screening.models import Round
from diguan.domain.screening.queries import folder_of
from diguan.engine.documents import Label
from diguan.engine.screening.folder import file_hash, file_hashes
from diguan.engine.screening.record import RoundRecord
from diguan.engine.screening.round import PACK, RECORD
from diguan.engine.screening.verify import UnableToReadRound, read_round
from diguan.engine.standards import Pack, load_standard
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.visiting.opening import confirmations_in


class UnableToTrustRound(UnableToAct):
    """The folder of a recorded round is gone, or is no longer what was recorded."""

    def __init__(self, round_: Round) -> None:
        super().__init__(
            Label(
                f"第 {round_.pk} 轮的文件夹“{round_.folder}”不在了，或已被改动",
                f"the folder '{round_.folder}' of round {round_.pk} is gone or was changed",
            ),
            Label("请重新筛查一轮，或从备份恢复该文件夹", "run a new round, or restore the folder from a backup"),
        )


@dataclass(frozen=True, slots=True)
class KeptRound:
    """What a round judged by. `confirmed`: values that its operator stood for."""

    round: Round
    record: RoundRecord
    pack: Pack
    confirmed: tuple[Confirmation, ...]

    def file(self, name: str) -> Path:
        """A file of the folder; UnableToTrustRound where it is not the one that was sealed."""
        path = folder_of(self.round) / name
        if not path.is_file() or file_hash(path) != self.record.files.get(name):
            raise UnableToTrustRound(self.round)
        return path


def kept_round(round_: Round) -> KeptRound:
    """The standard and the confirmed values of a recorded round; UnableToTrustRound where they are not those that were recorded."""
    folder = folder_of(round_)
    if not (folder / RECORD).is_file() or file_hash(folder / RECORD) != round_.sha256:
        raise UnableToTrustRound(round_)
    try:
        record = read_round(folder)
    except UnableToReadRound as error:
        raise UnableToTrustRound(round_) from error
    return KeptRound(round_, record, _trusted_pack(round_, folder, record), tuple(confirmations_in(record)))


def pack_in(folder: Path, record: RoundRecord) -> Pack | None:
    """The standard in a round's folder, read once however many folders hold it; None where its files are not those that were sealed."""
    sealed = _without_hidden(
        {n.removeprefix(f"{PACK}/"): h for n, h in record.files.items() if n.startswith(f"{PACK}/")}
    )
    if _without_hidden(file_hashes(folder / PACK, "")) != sealed:
        return None
    pack = _read_once(_PackFiles(tuple(sorted(sealed.items())), (folder / PACK).resolve()))
    return pack if pack.sha256 == record.pack.sha256 else None


def _trusted_pack(round_: Round, folder: Path, record: RoundRecord) -> Pack:
    pack = pack_in(folder, record)
    if pack is None:
        raise UnableToTrustRound(round_)
    return pack


@dataclass(frozen=True, slots=True)
class _PackFiles:
    """Files of a standard told apart by names and digests, wherever they lie."""

    contents: tuple[tuple[str, str], ...]
    folder: Path = field(compare=False)


def _without_hidden(files: dict[str, str]) -> dict[str, str]:
    """What a file manager leaves in a folder is no part of a standard."""
    return {name: digest for name, digest in files.items() if not any(p[0] == "." for p in PurePosixPath(name).parts)}


@lru_cache(maxsize=8)
def _read_once(files: _PackFiles) -> Pack:
    return load_standard(files.folder)
