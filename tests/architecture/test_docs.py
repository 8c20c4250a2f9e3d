"""Documentation keeps up: pairs of pages run parallel, links lead somewhere, and commands that are shown exist."""

import re
import shlex

import pytest

from diguan.cli.main import app
from docs.generate.commands import every_command, visible
from tests.architecture.sources import ROOT, relative

HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
DOCS = ROOT / "docs"
TYPED = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]
CHINESE = [
    p for p in (*DOCS.glob("index*.md"), *DOCS.glob("howto/*.md"), *DOCS.glob("concepts/*.md")) if ".en." not in p.name
]
COMMANDS = every_command(app)


def skeleton(text):
    """Levels of the headings, kinds of the code blocks and sizes of the tables, in order."""
    shape = []
    for line in re.sub(r"^(```\w*\n).*?^```$", r"\1", text, flags=re.MULTILINE | re.DOTALL).splitlines():
        if heading := re.match(r"(#+) |```(\w*)", line):
            shape.append(heading.group())
        elif line.startswith("|"):
            shape.append(f"row of {line.count(' | ') + 1}")
    return shape


def anchors(text):
    """Anchors of a Markdown file as the usual renderers make them of its headings."""
    return {
        re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-")
        for h in re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    }


def shown_commands():
    """Every `diguan ...` line of the code blocks, with its file."""
    for path in TYPED:
        for block in re.findall(
            r"^```\w*\n(.*?)^```$", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
        ):
            for line in block.replace("\\\n", " ").splitlines():
                if line.startswith("diguan "):
                    yield pytest.param(line, id=f"{relative(path)}: {line[:40]}")


@pytest.mark.parametrize("chinese", CHINESE, ids=relative)
def test_page_has_an_english_twin_of_the_same_shape(chinese):
    english = chinese.with_suffix(".en.md")
    assert english.is_file(), f"{relative(english)} is missing"
    assert skeleton(chinese.read_text(encoding="utf-8")) == skeleton(english.read_text(encoding="utf-8"))


def test_readme_says_the_same_in_both_languages():
    chinese, english = (
        skeleton((ROOT / name).read_text(encoding="utf-8")) for name in ("README.zh-CN.md", "README.md")
    )
    assert chinese == english


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")), ids=relative)
def test_links_of_the_root_pages_lead_somewhere(path):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        if "://" in target:
            continue
        there = path.parent / file if file else path
        if not there.exists() or (anchor and anchor not in anchors(there.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("name", COMMANDS)
def test_command_and_options_are_explained_in_both_languages(name):
    command = COMMANDS[name]
    texts = {name: command.help} | {
        f"{name} {p.name}": p.help for p in visible(command) if not p.name.endswith("_completion")
    }
    assert [what for what, text in texts.items() if not (text and HAN.search(text) and WORD.search(text))] == []


@pytest.mark.parametrize("line", list(shown_commands()))
def test_commands_that_pages_show_exist(line):
    words = shlex.split(line)
    path = max((c for c in COMMANDS if words[: len(c.split())] == c.split()), key=len)
    options = {
        option for parameter in visible(COMMANDS[path]) for option in (*parameter.opts, *parameter.secondary_opts)
    } | {"--help"}
    assert path != "diguan" or words[1:] == ["--help"], f"no such command: {line}"
    assert [word for word in words if word.startswith("--") and word.partition("=")[0] not in options] == []
