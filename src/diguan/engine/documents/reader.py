"""YAML to nodes with positions: events only, nothing is constructed, so no tag, alias or depth can do harm."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from yaml.resolver import Resolver

from diguan.engine.documents.nodes import DAY, DECIMAL, WHOLE, Kind, ListNode, MappingNode, Node, ScalarNode
from diguan.engine.documents.problems import Label, Problem, UnableToReadDocument, Where

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
MAX_NODES = 200_000
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same events, ten times faster, where libyaml is there
LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
RESOLVER = Resolver()
READABLE = Label("可以读取的文件", "a file that can be read")
ONE = Label("一份 YAML 文档", "one YAML document")
PRINTABLE = Label("可显示的文字", "text that can be printed")
MODEST = Label(f"至多 {MAX_DEPTH} 层、{MAX_NODES} 个值", f"at most {MAX_DEPTH} levels and {MAX_NODES} values")
WORD = Label("一个词", "a single word")
KINDS = {
    "tag:yaml.org,2002:null": Kind.NULL,
    "tag:yaml.org,2002:bool": Kind.BOOLEAN,
    "tag:yaml.org,2002:int": Kind.NUMBER,
    "tag:yaml.org,2002:float": Kind.NUMBER,
    "tag:yaml.org,2002:timestamp": Kind.DATE,
}


class _Refused(Exception):
    """One problem ends the reading of a file: what follows it cannot be trusted."""

    def __init__(self, line: int, message: Label, expected: Label | None = None, hint: Label | None = None) -> None:
        super().__init__(message.en)
        self.line, self.message, self.expected, self.hint = line, message, expected, hint


def read_document(path: Path, shown_as: str | None = None) -> Node:
    """The tree of a YAML file; `shown_as` is the file's name in messages. UnableToReadDocument when it cannot be read."""
    shown = shown_as or path.name
    try:
        return _Builder(_text(path), shown).build()
    except _Refused as refused:
        problem = Problem(shown, refused.line, refused.message, refused.expected, refused.hint)
        raise UnableToReadDocument([problem]) from refused


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _Refused(1, Label(f"文件无法打开：{reason}", f"the file cannot be opened: {reason}"), READABLE) from error
    if size > MAX_BYTES:
        raise _Refused(
            1,
            Label(f"文件有 {size} 字节，太大", f"the file has {size} bytes, which is too large"),
            Label(f"不超过 {MAX_BYTES} 字节", f"at most {MAX_BYTES} bytes"),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _Refused(
            line,
            Label("文件不是 UTF-8 编码", "the file is not UTF-8"),
            Label("UTF-8 编码的 YAML", "YAML in UTF-8"),
            Label("请另存为 UTF-8", "save it as UTF-8"),
        ) from error


class _Builder:
    """Builds the tree from parser events with a stack of its own; refuses what could surprise before it is built."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.lines = [*LINE_BREAK.split(text), ""]  # an empty value at the end stands on the line after the last
        self.nodes = 0

    def build(self) -> Node:
        events = self._events()
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise _Refused(
                        self._line(event), Label("文件里有几份文档", "the file holds several documents"), ONE
                    )
                root = self._node(next(events), events, 0)
        if root is None:
            raise _Refused(1, Label("文件是空的", "the file is empty"), ONE)
        return root

    def _events(self) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(self.text, Loader=LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = " ".join(part for part in (error.context, error.problem) if part)
            raise _Refused(
                max(1, min(mark.line + 1, len(self.text.rstrip().splitlines()))) if mark else 1,
                Label(f"YAML 语法错误（{said}）", f"YAML syntax error ({said})"),
                Label("正确的 YAML", "valid YAML"),
                Label("检查缩进、冒号后的空格和引号", "look at the indentation, the space after a colon, and quotes"),
            ) from error
        except yaml.YAMLError as error:
            bad = next((n for n, line in enumerate(self.lines, 1) if yaml.reader.Reader.NON_PRINTABLE.search(line)), 1)
            raise _Refused(bad, Label("有不可显示的字符", "a character that cannot be printed"), PRINTABLE) from error

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        self._refuse_surprises(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, events, depth)
        return self._mapping(event, events, depth)

    def _refuse_surprises(self, event: yaml.Event, depth: int) -> None:
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                self._line(event),
                Label("用了 YAML 锚点或别名（& 或 *）", "a YAML anchor or alias (& or *)"),
                Label("把值写出来", "the value written out"),
            )
        if tag := getattr(event, "tag", None):
            raise _Refused(
                self._line(event),
                Label(f"用了 YAML 标签“{tag}”", f"the YAML tag '{tag}'"),
                Label("不带标签的值", "a value without a tag"),
            )
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise _Refused(
                self._line(event), Label("嵌套太深或内容太多", "nested too deeply, or too many values"), MODEST
            )

    def _scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        kind = Kind.TEXT if event.style else _kind_of(event.value)
        start, end = event.start_mark, event.end_mark
        if not start or not end:  # the parser marks every event; a value without a place would be a fault of ours
            raise _Refused(1, Label("无法定位一个值", "a value without a place"))
        if event.style in ("|", ">"):  # the text of a block begins on the line after its indicator
            lines = self.lines[start.line + 1 : max(end.line, start.line + 2)]
            return ScalarNode(Where(self.file, start.line + 2), event.value, kind, tuple(lines))
        lines = [*self.lines[start.line : end.line], self.lines[end.line][: end.column]]
        lines[0] = lines[0][start.column + bool(event.style) :]  # what stands before the value is no part of it
        return ScalarNode(Where(self.file, start.line + 1), event.value, kind, tuple(lines))

    def _list(self, start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> ListNode:
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, depth + 1))
        return ListNode(Where(self.file, self._line(start)), tuple(items))

    def _mapping(self, start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> MappingNode:
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            if not isinstance(key, ScalarNode):
                raise _Refused(key.where.line, Label("键不是一个词", "a key that is no single word"), WORD)
            if key.raw in entries:
                first = entries[key.raw][0].where.line
                raise _Refused(
                    key.where.line,
                    Label(
                        f"键“{key.raw}”重复（第 {first} 行已有）",
                        f"the key '{key.raw}' a second time (first on line {first})",
                    ),
                    Label("每个键只写一次", "every key once"),
                )
            entries[key.raw] = (key, self._node(next(events), events, depth + 1))
        return MappingNode(Where(self.file, self._line(start)), tuple(entries.values()))

    @staticmethod
    def _line(event: yaml.Event) -> int:
        return event.start_mark.line + 1 if event.start_mark else 1


def _kind_of(word: str) -> Kind:
    if WHOLE.match(word):
        return Kind.INTEGER
    if DECIMAL.match(word):
        return Kind.NUMBER
    if DAY.match(word):
        return Kind.DATE
    tag: str = RESOLVER.resolve(yaml.ScalarNode, word, (True, False))  # type: ignore[no-untyped-call]
    return KINDS.get(tag, Kind.TEXT)
