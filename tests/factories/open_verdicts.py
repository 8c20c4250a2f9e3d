"""Unknown verdicts over the small catalogue, written as text."""

from diguan.engine.backends.closures import HouseholdFacts, Record
from diguan.engine.expressions import bind, read_expression
from diguan.engine.screening.bound import BoundIndicator
from diguan.engine.verdicts import Verdict
from diguan.engine.visiting.exact import parts_of
from diguan.engine.visiting.hopes import answers
from diguan.engine.visiting.open_verdicts import OpenVerdict
from diguan.engine.visiting.ways import Truths, Ways
from tests.factories.worlds import AS_OF, CATALOGUE, PARAMETERS, H, P, scope


def home(*members, **values):
    return HouseholdFacts(Record(values), [Record(m) for m in members])


def opened(met, when=None, member=None):
    """An unknown verdict of a household, or of one of its members."""
    subject = H if member is None else P

    def bound(text):
        return None if text is None else bind(read_expression(text, None, scope(subject)), AS_OF, PARAMETERS)

    return OpenVerdict(BoundIndicator(met, bound(when), bound(met), ()), member)


def ways_of(facts, *verdicts):
    """Ways of a household with every missing fact of some verdicts askable."""
    assert all(v.code(facts) == Verdict.UNKNOWN for v in verdicts)
    askable = frozenset().union(*(v.missing(facts) for v in verdicts))
    return Ways(facts, askable, Truths())


def parts(facts, *verdicts):
    """(part, ways, answers) of every part."""
    ways = ways_of(facts, *verdicts)
    lacking = [(each, each.missing(facts)) for each in verdicts]
    return [(p, ways, answers(p.facts, p.opened, CATALOGUE)) for p in parts_of(lacking, ways.askable)]


def names(facts):
    """(field, member) of facts."""
    return {(f.field, f.member) for f in facts}
