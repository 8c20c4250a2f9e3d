"""kin_able_child: elders that live apart from a child who could support them (domain: the hardest case of a missed household).

An elder household has at least one member of 60 or more and nobody from 16 to 59; who is dead or has left does not count.
True: a child of one of its elders, by the parents' identity numbers in any input or by a recorded tie, lives in another household, is
18 to 59 and is
not recorded as dead, in prison, or without capacity for work. Nobody has to say that the child *has* it: resident bases do not.
Only where the members are complete.
False: somebody of 16 to 59 is among the members. Unknown otherwise, for that no link was found does not say there is no child.
"""

from collections.abc import Iterator, Sequence

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.snapshot.stacking import joins_to
from diguan.engine.snapshot.ties import TIES, first_source
from diguan.engine.verdicts import Subject

PARENTS = ("father_identity", "mother_identity")
STATE, LABOUR, BIRTH = "person_state", "labour_skill", "birth_date"
READS = frozenset((Subject.PERSON, name) for name in (STATE, LABOUR, BIRTH))
LEFT = "('死亡', '迁出', '婚出')"
CANNOT_SUPPORT = "('死亡', '服刑')"
CANNOT_WORK = "('丧失劳动力', '无劳动力')"


def _query(material: Material) -> str | None:
    links, tied = list(_links(material)), first_source(material.connection)
    if (not links and tied is None) or not material.has((Subject.PERSON, BIRTH)):
        return None
    incomplete, persons = material.scope.table("incomplete"), _persons(material)
    sources = [carrier.source.source_id for name in PARENTS for carrier in material.carried(name)]
    first = min(sources, default=tied)
    pairs = [_by_number(material, links)] if links else []
    pairs += [_by_tie(material)] if tied is not None else []
    return f"""WITH persons AS ({persons}),
        homes AS (
            SELECT hk, bool_or(elder) AS has_elder, count(*) = count(*) FILTER (elder OR child) AS only_old_and_young,
                   bool_or(NOT elder AND NOT child) AS has_others
            FROM persons WHERE member AND NOT gone GROUP BY hk),
        surely AS (SELECT hk FROM homes WHERE has_elder AND only_old_and_young AND hk NOT IN (SELECT hk FROM {incomplete})),
        supported AS (
            SELECT parent.hk, min(link.source) AS source FROM ({" UNION ALL ".join(pairs)}) link
            JOIN persons child ON child.pk = link.child JOIN persons parent ON parent.pk = link.parent
            WHERE parent.hk <> child.hk AND parent.elder AND child.able GROUP BY parent.hk)
        SELECT hk AS _sk, NOT has_others AS value, coalesce(supported.source, {first}) AS source
        FROM homes LEFT JOIN supported USING (hk) WHERE has_others OR (hk IN (FROM surely) AND supported.hk IS NOT NULL)"""


def _by_number(material: Material, links: Sequence[str]) -> str:
    """SELECT of (pk of the child, pk of the parent, source)."""
    ids = f"SELECT DISTINCT identity, pk FROM {material.scope.table('identity_of')} WHERE member"
    return f"""SELECT l.pk AS child, i.pk AS parent, l.source FROM ({" UNION ALL ".join(links)}) l
        JOIN ({ids}) i ON i.identity = l.identity"""


def _by_tie(material: Material) -> str:
    """The same of the ties that hold on the household's day."""
    p, h = material.scope.table("p"), material.scope.table("h")
    return f"""SELECT c.pk AS child, e.pk AS parent, t.source FROM {TIES} t
        JOIN {p} c ON c.household_id = t.child_household AND c.person_id = t.child_person
        JOIN {p} e ON e.household_id = t.parent_household AND e.person_id = t.parent_person JOIN {h} h ON h.hk = e.hk
        WHERE coalesce(t.since_on <= h.until, true) AND coalesce(t.ended_on > h.until, true)"""


def _links(material: Material) -> Iterator[str]:
    """SELECTs of (pk of the child, identity of a parent, source)."""
    for name in PARENTS:
        for carrier in material.carried(name):
            for join in joins_to(carrier, material.scope):
                yield (
                    f"SELECT s._sk AS pk, t.{name} AS identity, {carrier.source.source_id} AS source {join} AND t.{name} IS NOT NULL"
                )


def _persons(material: Material) -> str:
    def known(name: str, condition: str) -> str:
        return f"coalesce(k.{name} {condition}, false)" if material.has((Subject.PERSON, name)) else "false"

    p, h, k = material.scope.table("p"), material.scope.table("h"), material.known(Subject.PERSON)
    return f"""SELECT p.pk, p.hk, p.member, {known(STATE, f"IN {LEFT}")} AS gone,
        k.{BIRTH} <= h.until - INTERVAL 60 YEAR AS elder, k.{BIRTH} > h.until - INTERVAL 16 YEAR AS child,
        k.{BIRTH} <= h.until - INTERVAL 18 YEAR AND k.{BIRTH} > h.until - INTERVAL 60 YEAR
            AND NOT {known(STATE, f"IN {CANNOT_SUPPORT}")} AND NOT {known(LABOUR, f"IN {CANNOT_WORK}")} AS able
        FROM {p} p JOIN {h} h USING (hk) JOIN {k} k ON k._sk = p.pk"""


BY_NUMBER = frozenset((Subject.PERSON, name) for name in PARENTS)
KIN_ABLE_CHILD = Computation(Subject.HOUSEHOLD, READS, _query, beyond=BY_NUMBER)
