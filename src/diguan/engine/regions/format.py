"""Reads `regions.yaml`: how codes are built, how names are written, which marks there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml

from diguan.engine.regions.codes import CodeScheme
from diguan.engine.regions.model import Kind, Label, Level, MarkKind, Source
from diguan.engine.regions.names import SpellingRules, fold
from diguan.engine.regions.tables import UnableToLoadRegions

T = TypeVar("T")
Fields = dict[str, object]
_TOP = {"id", "label", "source", "code", "parts", "levels", "kinds", "marks"}
_LEVEL = {"id", "digits", "label", "endings", "rewrites", "interchangeable"}


@dataclass(frozen=True, slots=True)
class RegionFormat:
    """The contents of `regions.yaml`. Levels are numbered from 1; `rules[n - 1]` are those of level n."""

    id: str
    label: Label
    source: Source
    scheme: CodeScheme
    levels: tuple[Level, ...]
    rules: tuple[SpellingRules, ...]
    kinds: Mapping[str, Kind]
    kind_levels: Mapping[str, int]
    marks: Mapping[str, MarkKind]
    parts_from: int | None


def read_format(file: Path) -> RegionFormat:
    """The format of a region folder; anything misspelt or missing is refused."""
    return _FormatReader(file).read()


class _FormatReader:
    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> RegionFormat:
        top = self._top()
        entries = [self._checked(entry, "levels", _LEVEL) for entry in self._get(top, "levels", list)]
        levels = tuple(self._level(number, entry) for number, entry in enumerate(entries, 1))
        numbers = {level.id: level.number for level in levels}
        kinds = {level.id: Kind(level.id, level.label) for level in levels}
        kind_levels = dict(numbers)
        for name, entry in self._mapping(top, "kinds").items():
            fields = self._checked(entry, f"kinds.{name}", {"level", "label"})
            kinds[name] = Kind(name, self._label(fields, f"kinds.{name}"))
            kind_levels[name] = self._number_of(numbers, fields.get("level"), f"kinds.{name}.level")
        marks = {
            name: MarkKind(name, self._as_label(entry, f"marks.{name}"))
            for name, entry in self._mapping(top, "marks").items()
        }
        parts = self._mapping(top, "parts")
        return RegionFormat(
            id=self._get(top, "id", str),
            label=self._label(top, "top"),
            source=self._source(top),
            scheme=self._scheme(top, levels),
            levels=levels,
            rules=tuple(self._rules(entry) for entry in entries),
            kinds=kinds,
            kind_levels=kind_levels,
            marks=marks,
            parts_from=self._number_of(numbers, parts.get("from"), "parts.from") if parts else None,
        )

    def _top(self) -> Fields:
        try:
            content = yaml.safe_load(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise UnableToLoadRegions(
                self.file,
                None,
                "没有这个文件；区划文件夹须有 regions.yaml",
                "no such file; a region folder needs a regions.yaml",
            ) from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise UnableToLoadRegions(
                self.file, line, f"不是合法的 YAML：{error.problem}", f"not valid YAML: {error.problem}"
            ) from error
        return self._checked(content, "top", _TOP)

    def _level(self, number: int, entry: Fields) -> Level:
        return Level(number, self._get(entry, "id", str), self._get(entry, "digits", int), self._label(entry, "levels"))

    def _scheme(self, top: Fields, levels: tuple[Level, ...]) -> CodeScheme:
        widths = tuple(level.digits for level in levels)
        if not widths or any(wide <= narrow for narrow, wide in zip((0, *widths), widths, strict=False)):
            raise self._refused(
                "levels", f"各级 digits {widths} 须逐级增大", f"digits {widths} must grow from level to level"
            )
        fill = self._mapping(top, "code").get("fill")
        if fill is not None and not (isinstance(fill, str) and len(fill) == 1):
            raise self._refused("code.fill", f"“{fill}”应为带引号的一个字符", f"'{fill}' must be one quoted character")
        return CodeScheme(widths, fill)

    def _rules(self, entry: Fields) -> SpellingRules:
        rewrites = [
            (fold(str(end)), fold(meaning))
            for meaning, ends in self._mapping(entry, "rewrites").items()
            for end in (ends if isinstance(ends, list) else [ends])
        ]
        for end, meaning in rewrites:
            if len(meaning) >= len(end):
                raise self._refused(
                    "rewrites", f"“{end}”改写为“{meaning}”没有变短", f"'{end}' does not get shorter as '{meaning}'"
                )
        groups = self._optional(entry, "interchangeable", list, [])
        return SpellingRules(
            rewrites=tuple(sorted(rewrites, key=lambda rule: -len(rule[0]))),
            endings=tuple(
                sorted(
                    (fold(str(end)) for end in self._optional(entry, "endings", list, [])), key=lambda end: -len(end)
                )
            ),
            interchangeable=tuple(frozenset(fold(str(end)) for end in group) for group in groups),
        )

    def _source(self, top: Fields) -> Source:
        fields = self._checked(top.get("source"), "source", {"publisher", "by_way_of", "as_of", "licence"})
        return Source(
            publisher=self._as_label(fields.get("publisher"), "source.publisher"),
            by_way_of=str(fields.get("by_way_of", "")),
            as_of=str(fields.get("as_of", "")),
            licence=str(fields.get("licence", "")),
        )

    def _number_of(self, numbers: Mapping[str, int], name: object, key: str) -> int:
        if isinstance(name, str) and name in numbers:
            return numbers[name]
        raise self._refused(
            key,
            f"“{name}”不是已列出的层级；应为 {list(numbers)} 之一",
            f"'{name}' is none of the levels {list(numbers)}",
        )

    def _label(self, fields: Fields, key: str) -> Label:
        return self._as_label(fields.get("label"), f"{key}.label")

    def _as_label(self, value: object, key: str) -> Label:
        if isinstance(value, dict) and isinstance(value.get("zh"), str) and isinstance(value.get("en"), str):
            return Label(value["zh"], value["en"])
        raise self._refused(key, "须有中文和英文：{zh: ..., en: ...}", "both languages are needed: {zh: ..., en: ...}")

    def _mapping(self, fields: Fields, key: str) -> Fields:
        return self._optional(fields, key, dict, {})

    def _get(self, fields: Fields, key: str, kind: type[T]) -> T:
        value = fields.get(key)
        if isinstance(value, kind):
            return value
        raise self._refused(key, f"应为 {kind.__name__}，却是 {value!r}", f"expected {kind.__name__}, found {value!r}")

    def _optional(self, fields: Fields, key: str, kind: type[T], default: T) -> T:
        return default if fields.get(key) is None else self._get(fields, key, kind)

    def _checked(self, value: object, key: str, allowed: set[str]) -> Fields:
        if not isinstance(value, dict):
            raise self._refused(key, f"应为键值对，却是 {value!r}", f"expected keys and values, found {value!r}")
        strange = sorted(str(name) for name in value if name not in allowed)
        if strange:
            raise self._refused(
                key,
                f"不认识的键 {strange}；可用 {sorted(allowed)}",
                f"unknown keys {strange}; known are {sorted(allowed)}",
            )
        return {str(name): entry for name, entry in value.items()}

    def _refused(self, key: str, zh: str, en: str) -> UnableToLoadRegions:
        return UnableToLoadRegions(self.file, None, f"{key}：{zh}", f"{key}: {en}")
