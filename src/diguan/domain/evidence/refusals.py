"""How evidence is refused."""

from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label

FIELD = "evidence"
TAKEN = Label(
    "请交照片（JPEG、PNG、WebP）、PDF、.xlsx 或 .docx，每个不超过 20 MB",
    "hand in a photo (JPEG, PNG, WebP), a PDF, .xlsx or .docx, at most 20 MB each",
)


class UnableToTakeEvidence(UnableToAct):
    """A file that cannot be kept: of another kind, too large, damaged, a bomb, or for a region where the actor may not."""

    def __init__(self, name: str, found: Label, hint: Label = TAKEN, field: str = FIELD) -> None:
        self.name = name
        super().__init__(Label(f"“{name}”{found.zh}", f"'{name}' {found.en}"), hint, field)


class UnableToFindEvidence(UnableToAct):
    """There is none of this number, or none that whoever asks may know of: the answer is the same."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Label(f"没有编号为 {number} 的证据材料", f"no evidence has the number {number}"),
            Label("请从所在的页面打开", "open it from the page it belongs to"),
        )


class UnableToOpenEvidence(UnableToAct):
    """The file of a row is gone, or is not what was handed in."""

    def __init__(self, number: int, found: Label) -> None:
        super().__init__(
            Label(f"证据材料 {number} 的文件{found.zh}", f"the file of evidence {number} {found.en}"),
            Label("请报告管理员，从备份中恢复数据文件夹", "report it, and restore the data folder from a backup"),
        )


class UnableToForgetFiles(UnableToAct):
    """Files are to be removed without a word why."""

    def __init__(self) -> None:
        super().__init__(
            Label("没有写理由", "no reason was given"),
            Label("写明为什么清理，例如磁盘将满", "say why, such as a disk that fills up"),
            "reason",
        )
