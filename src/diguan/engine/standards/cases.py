"""Worked cases as read: facts typed by the catalogue, parameter values of the day they are played on."""

from collections.abc import Mapping
from datetime import date

from diguan.engine.catalogue import Catalogue
from diguan.engine.catalogue.facts import Fact, typed_value
from diguan.engine.documents import Label, MappingNode, Node, Problem, ScalarNode, nearest
from diguan.engine.documents.access import day_of, entries_of, flag_of, mappings_of, text_of
from diguan.engine.documents.nodes import Kind
from diguan.engine.standards.dated import value_in_force
from diguan.engine.standards.model import Case, Parameter, ParameterValue
from diguan.engine.standards.values import parameter_value
from diguan.engine.verdicts import Subject, Verdict

Facts = dict[str, Fact | None]
# What a case of a subject may speak of: itself and what its rule can see from there.
IN_SIGHT = {
    Subject.HOUSEHOLD: (Subject.HOUSEHOLD, Subject.VILLAGE),
    Subject.PERSON: (Subject.PERSON, Subject.HOUSEHOLD, Subject.VILLAGE),
    Subject.VILLAGE: (Subject.VILLAGE,),
    Subject.FACILITY: (Subject.FACILITY, Subject.VILLAGE),
}


def cases_of(
    tree: Node | None,
    subject: Subject,
    catalogue: Catalogue,
    parameters: Mapping[str, Parameter],
    problems: list[Problem],
) -> tuple[Case, ...]:
    """The cases of one indicator; what does not fit its subject, the catalogue or the parameters is a problem."""
    reader = _CaseReader(subject, catalogue, parameters, problems)
    cases = [reader.read(node) for node in mappings_of(tree)]
    return tuple(case for case in cases if case)


class _CaseReader:
    """Reads the cases of one file one after the other; the day carries forward."""

    def __init__(
        self,
        subject: Subject,
        catalogue: Catalogue,
        parameters: Mapping[str, Parameter],
        problems: list[Problem],
    ) -> None:
        self.subject, self.catalogue, self.parameters, self.problems = subject, catalogue, parameters, problems
        self.as_of: date | None = None
        self.in_force: dict[date, dict[str, ParameterValue]] = {}
        self.names: set[str] = set()
        self.told = False

    def read(self, node: MappingNode) -> Case | None:
        """One case, or None when something was missing."""
        self.as_of = day_of(node.get("as_of")) or self.as_of
        name = text_of(node.get("name"))
        if name and name in self.names:
            message = Label(f"案例名“{name}”重复", f"the case name '{name}' a second time")
            self.problems.append(Problem.at(node.where, message, Label("不同的名称", "another name")))
        self.names.add(name)
        self._refuse_strangers(node)
        if self.as_of is None:
            self._tell_missing_day(node)
            return None
        if not text_of(node.get("expect")):
            return None
        members = node.get("members")
        return Case(
            name=name,
            as_of=self.as_of,
            facts={s: self._facts(node.get(s.value), s) for s in IN_SIGHT[self.subject]},
            members=tuple(self._facts(m, Subject.PERSON) for m in mappings_of(members)) if members else None,
            roster_complete=flag_of(node.get("roster_complete"), otherwise=True),
            parameters=self._parameters(node, self.as_of),
            expect=Verdict[text_of(node.get("expect")).upper()],
            where=node.where,
        )

    def _tell_missing_day(self, node: MappingNode) -> None:
        if not self.told:
            message = Label("第一个案例没有 as_of", "the first case has no as_of")
            hint = Label("写了一次，后面的案例沿用", "written once, it carries forward")
            self.problems.append(Problem.at(node.where, message, Label("as_of: YYYY-MM-DD", "as_of: YYYY-MM-DD"), hint))
        self.told = True

    def _refuse_strangers(self, node: MappingNode) -> None:
        seen = [subject.value for subject in IN_SIGHT[self.subject]]
        allowed = [*seen, *(["members", "roster_complete"] if self.subject is Subject.HOUSEHOLD else [])]
        speaks_of = {*(subject.value for subject in Subject), "members", "roster_complete"}
        for key, _ in node:
            if key.raw in speaks_of and key.raw not in allowed:
                message = Label(
                    f"{self.subject.value} 指标的案例里不能有“{key.raw}”",
                    f"'{key.raw}' in a case of a {self.subject.value} indicator",
                )
                shown = ", ".join(allowed)
                self.problems.append(Problem.at(key.where, message, Label(f"其中之一：{shown}", f"one of: {shown}")))

    def _facts(self, node: Node | None, subject: Subject) -> Facts:
        fields = self.catalogue.fields(subject)
        facts: Facts = {}
        for key, value in entries_of(node):
            field = fields.get(key.raw)
            if field is None:
                message = Label(f"{subject.value} 没有字段“{key.raw}”", f"a {subject.value} has no field '{key.raw}'")
                expected = Label("字段目录里的字段", "a field of the catalogue")
                self.problems.append(Problem.at(key.where, message, expected, nearest(key.raw, fields)))
            elif field.expression is not None:
                message = Label(f"字段“{key.raw}”由表达式得出", f"the field '{key.raw}' follows from an expression")
                expected = Label("写出它所依据的字段", "the fields it follows from")
                self.problems.append(Problem.at(key.where, message, expected))
            elif isinstance(value, ScalarNode):
                is_null = value.kind is Kind.NULL
                facts[key.raw] = None if is_null else typed_value(field, value, self.problems)
        return facts

    def _parameters(self, node: MappingNode, as_of: date) -> dict[str, ParameterValue]:
        """Values in force on the day, as the pack states them (verified or not), and what the case itself sets."""
        if as_of not in self.in_force:
            dated = {name: value_in_force(p, as_of) for name, p in self.parameters.items()}
            self.in_force[as_of] = {name: value.value for name, value in dated.items() if value}
        values = dict(self.in_force[as_of])
        for key, value in entries_of(node.get("parameters")):
            parameter = self.parameters.get(key.raw)
            if parameter is None:
                message = Label(f"没有参数“{key.raw}”", f"there is no parameter '{key.raw}'")
                expected = Label("本标准的参数", "a parameter of this standard")
                self.problems.append(Problem.at(key.where, message, expected, nearest(key.raw, self.parameters)))
            elif isinstance(value, ScalarNode):
                given = parameter_value(parameter.type, value, self.problems)
                if given is not None:
                    values[key.raw] = given
        return values
