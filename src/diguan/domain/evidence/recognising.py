"""What a file is, by its content; nothing is believed of its name."""

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from diguan.domain.evidence.choices import MediaType
from diguan.domain.evidence.photos import plain_photo
from diguan.domain.evidence.refusals import UnableToTakeEvidence
from diguan.engine.documents import Label

PDF, END_OF_PDF, TAIL = b"%PDF-", b"%%EOF", 2048
PHOTO_HEADS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 << 20
MOST_RATIO, RATIO_FROM = 200, 16 << 20
ENCRYPTED = 0x1
MAIN_PARTS = {"xl/workbook.xml": MediaType.XLSX, "word/document.xml": MediaType.DOCX}
AGAIN = Label(
    "请在 Office 或 WPS 中打开，另存为 .xlsx 或 .docx", "open it in Office or WPS and save it as .xlsx or .docx"
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file that may be kept: its content as it will be, what it is, and of a photo when and whether with its place."""

    content: bytes
    media_type: MediaType
    taken_at: str = ""
    position_kept: bool = False


def recognise(content: bytes, name: str, *, keep_position: bool = False) -> Recognised:
    """What a file is, and what of it is kept. UnableToTakeEvidence when it is nothing that is taken."""
    if content.startswith(PHOTO_HEADS) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        photo = plain_photo(content, name, keep_position=keep_position)
        return Recognised(photo.content, photo.media_type, photo.taken_at, position_kept=photo.position_kept)
    if content.startswith(PDF):
        if END_OF_PDF not in content[-TAIL:]:
            raise UnableToTakeEvidence(
                name, Label("不完整", "is cut off"), Label("请重新生成或重新传送", "make it or send it again")
            )
        return Recognised(content, MediaType.PDF)
    if content.startswith(b"PK\x03\x04"):
        return Recognised(content, _office(content, name))
    if not content:
        raise UnableToTakeEvidence(name, Label("是空文件", "is empty"))
    raise UnableToTakeEvidence(name, Label("不是可以作为证据的文件", "is no kind of file that is taken as evidence"))


def _office(content: bytes, name: str) -> MediaType:
    """A workbook or a document without macros, small enough when unpacked, sound in every part."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_sizes(package, len(content), name)
            broken = package.testzip()
            if broken is not None:
                raise _damaged(name)
            names = set(package.namelist())
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _damaged(name) from error
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise UnableToTakeEvidence(name, Label("含有宏", "has macros"), AGAIN)
    kinds = {kind for part, kind in MAIN_PARTS.items() if part in names}
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise UnableToTakeEvidence(
            name, Label("是压缩包，但不是工作簿或文档", "is a package, but no workbook and no document")
        )
    return kinds.pop()


def _check_sizes(package: zipfile.ZipFile, size: int, name: str) -> None:
    entries = package.infolist()
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise UnableToTakeEvidence(name, Label("有密码", "has a password"), AGAIN)
    unpacked = sum(entry.file_size for entry in entries)
    ratio = unpacked // max(size, 1)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and ratio > MOST_RATIO):
        raise UnableToTakeEvidence(
            name,
            Label(
                f"展开后有 {len(entries)} 项、{unpacked >> 20} MB，是文件的 {ratio} 倍，像是压缩炸弹",
                f"unpacks to {len(entries)} parts and {unpacked >> 20} MB, {ratio} times the file: it looks like a zip bomb",
            ),
            AGAIN,
        )


def _damaged(name: str) -> UnableToTakeEvidence:
    return UnableToTakeEvidence(name, Label("已损坏或不完整", "is damaged or cut off"), AGAIN)
