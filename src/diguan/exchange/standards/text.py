"""A standard pack as text to read: what it asks of whom, its values, and where each is written."""

from collections.abc import Iterator

from diguan.engine.snapshot.wording import unit_label
from diguan.engine.standards import FindingRule, Indicator, Pack, Parameter, Route
from diguan.engine.verdicts import Subject
from diguan.exchange.standards.words import sentence
from diguan.locale import texts

WORDS = {
    "in_force": ("有效期", "In force"),
    "issued_by": ("制定", "Issued by"),
    "extends": ("基于", "Extends"),
    "indicators": ("指标", "Indicators"),
    "subject": ("对象", "Subject"),
    "guarantee": ("保障", "Guarantee"),
    "applies": ("适用", "Applies when"),
    "met": ("达标", "Met when"),
    "department": ("部门", "Department"),
    "days": ("个工作日", "working days"),
    "routes": ("措施", "Measures"),
    "otherwise": ("总是", "always"),
    "cites": ("依据", "Written in"),
    "cases": ("案例", "Cases"),
    "parameters": ("参数", "Parameters"),
    "verified": ("已核实", "verified"),
    "unverified": ("未核实，须确认", "unverified, to be confirmed"),
    "checked": ("{0} 查核", "looked up on {0}"),
    "comma": ("，", ", "),
    "colon": ("：", ": "),
    "brackets": ("（{0}）", " ({0}) "),
    "from": ("起", "from"),
    "findings": ("问题类型（先后即优先）", "Findings (in order of priority)"),
    "when": ("条件", "When"),
    "unless": ("除外", "Unless"),
    "no_value": ("标准包没有给值，须由操作人给出", "no value in the pack; the operator gives it"),
    "facts_as_of": ("按此日的事实判断", "Judged on the facts as of"),
    "met_as_of": ("此日曾达标", "Met as of"),
    "unknown_as_of": ("此日无从判断", "Unknown as of"),
    "weight": ("权重", "Weight"),
    "cutoff": ("临界值", "Cutoff"),
}
FROM_TO = {"zh": ("{0} 起，{1} 前", "{0} 起"), "en": ("from {0} to before {1}", "from {0}")}
SUBJECTS = {
    "household": ("户", "household"),
    "person": ("个人", "person"),
    "village": ("村", "village"),
    "facility": ("机构", "facility"),
    "unlisted_member": ("未列入的家庭成员", "member who is not listed"),
}
LEVELS = {
    "national": ("国家", "nation"),
    "region": ("自治区", "region"),
    "prefecture": ("盟市", "prefecture"),
    "county": ("旗县", "county"),
    "township": ("苏木乡镇", "township"),
    "village": ("嘎查村", "village"),
}


def text_of_pack(pack: Pack, language: str) -> str:
    """The whole pack, headings in Markdown, in Chinese ("zh") or English ("en")."""
    return "\n".join(_Writer(pack, language).lines()) + "\n"


class _Writer:
    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language
        self.column = 0 if language == "zh" else 1

    def word(self, name: str) -> str:
        return WORDS[name][self.column]

    def entry(self, name: str, text: str) -> str:
        return f"- {self.word(name)}{self.word('colon')}{text}"

    def lines(self) -> Iterator[str]:
        pack = self.pack
        yield f"# {pack.label[self.language]} ({pack.reference})"
        yield ""
        start, end = pack.in_force
        yield self.entry("in_force", FROM_TO[self.language][end is None].format(start, end))
        yield self.entry("issued_by", LEVELS[pack.issued_by][self.column])
        if pack.extends:
            yield self.entry("extends", ", ".join(pack.extends))
        if pack.cutoff is not None:
            yield self.entry("cutoff", f"{pack.cutoff:g}")
        yield from (f"- {note[self.language]}" for note in pack.notes)
        for title, parts in (
            ("indicators", (self.indicator(i) for i in pack.indicators.values())),
            ("parameters", (self.parameter(p) for p in pack.parameters.values())),
            ("findings", (self.finding(f) for f in pack.findings)),
        ):
            yield from ("", f"## {self.word(title)}")
            for part in parts:
                yield ""
                yield from part

    def guarantee(self, name: str) -> str:
        """What an indicator stands for, in words where the project has some."""
        known, key = texts("words"), f"guarantee.{name}"
        return known.say(key, self.language) if key in known else name

    def indicator(self, indicator: Indicator) -> Iterator[str]:
        yield f"### {indicator.label[self.language]} ({indicator.id})"
        if indicator.explain:
            yield indicator.explain[self.language]
        yield self.entry("subject", SUBJECTS[indicator.subject][self.column])
        yield self.entry("guarantee", self.guarantee(indicator.guarantee))
        if indicator.when:
            yield from self.rule("applies", indicator.when, indicator.subject)
        yield from self.rule("met", indicator.met, indicator.subject)
        yield self.entry("department", self.deadline(indicator.department, indicator.deadline_days))
        if indicator.weight is not None:
            yield self.entry("weight", f"{indicator.weight:g}")
        yield from self.routes(indicator.routes, indicator.subject)
        for cite in indicator.cites:
            yield self.entry("cites", f"{cite.document} {cite.paragraph}")
        yield self.entry("cases", str(len(indicator.cases)))

    def deadline(self, department: str, days: int | None) -> str:
        label = self.pack.departments.get(department)
        name = label[self.language] if label else department
        return f"{name}{self.word('comma')}{days} {self.word('days')}" if days else name

    def rule(self, name: str, expression: str, subject: Subject) -> Iterator[str]:
        """A rule in words, and below it as it is written."""
        yield self.entry(name, sentence(self.pack, self.language, expression, subject))
        yield f"  `{_one_line(expression)}`"

    def routes(self, routes: tuple[Route, ...], subject: Subject) -> Iterator[str]:
        for route in routes:
            label = self.pack.measures.get(route.measure)
            measure = label[self.language] if label else route.measure
            condition = (
                sentence(self.pack, self.language, route.when, subject) if route.when else self.word("otherwise")
            )
            yield self.entry("routes", f"{condition} → {measure}")

    def parameter(self, parameter: Parameter) -> Iterator[str]:
        said = unit_label(parameter.unit)[self.language]
        unit = f" [{said}]" if said else ""
        yield f"### {parameter.label[self.language]} ({parameter.name}){unit}"
        if not parameter.values:
            yield f"- {self.word('no_value')}"
        for value in parameter.values:
            checked = self.word("checked").format(value.checked_on) if value.checked_on else ""
            since = f"{value.since} {self.word('from')}" if self.column == 0 else f"{self.word('from')} {value.since}"
            level = LEVELS[value.authority][self.column]
            shown = f"{value.value:g}" if isinstance(value.value, float) else value.value
            about = self.word("comma").join(part for part in (level, self.word(value.status), checked) if part)
            yield f"- {since}{self.word('colon')}{shown}{self.word('brackets').format(about)}{value.source}"

    def finding(self, finding: FindingRule) -> Iterator[str]:
        yield f"### {finding.label[self.language]} ({finding.id})"
        yield self.entry("subject", SUBJECTS[finding.subject][self.column])
        subject = finding.reads
        for text, _ in finding.alternatives:
            yield from self.rule("when", text, subject)
        for name in ("facts_as_of", "met_as_of", "unknown_as_of"):
            if field := getattr(finding, name):
                yield self.entry(name, self.pack.catalogue.field(Subject.HOUSEHOLD, field).label[self.language])
        rules = self.pack.rules.findings[finding.id]
        for name, (text, _) in finding.unless.items():
            said = sentence(self.pack, self.language, text, rules.unless[name].subject)
            of = (
                ""
                if name == "any"
                else f"{' / '.join(i.label[self.language] for i in self.pack.named(name))}{self.word('colon')}"
            )
            yield self.entry("unless", f"{of}{said}")
        if finding.department:
            yield self.entry("department", self.deadline(finding.department, finding.deadline_days))
        yield from self.routes(finding.routes, subject)


def _one_line(expression: str) -> str:
    return " ".join(expression.split())
