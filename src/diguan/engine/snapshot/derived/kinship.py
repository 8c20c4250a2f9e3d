"""kin_able_child: elders that live apart from a child who could support them (domain: the hardest case of a missed household).

An elder household has at least one member of 60 or more and nobody from 16 to 59; who is dead or has left does not count.
True: a child of one of its elders, by the parents' identity numbers in any input, lives in another household, is 18 to 59 and is
not recorded as dead, in prison, or without capacity for work. Nobody has to say that the child *has* it: resident bases do not.
Only where the members are complete.
False: somebody of 16 to 59 is among the members. Unknown otherwise, for that no link was found does not say there is no child.
"""

from collections.abc import Iterator

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.snapshot.stacking import joins_to
from diguan.engine.verdicts import Subject

PARENTS = ("father_identity", "mother_identity")
STATE, LABOUR, BIRTH = "person_state", "labour_skill", "birth_date"
READS = frozenset((Subject.PERSON, name) for name in (STATE, LABOUR, BIRTH))
LEFT = "('死亡', '迁出', '婚出')"
CANNOT_SUPPORT = "('死亡', '服刑')"
CANNOT_WORK = "('丧失劳动力', '无劳动力')"


def _query(material: Material) -> str | None:
    links = list(_links(material))
    if not links or not material.has((Subject.PERSON, BIRTH)):
        return None
    ids, incomplete, persons = (
        material.scope.table("identity_of"),
        material.scope.table("incomplete"),
        _persons(material),
    )
    first = min(carrier.source.source_id for name in PARENTS for carrier in material.carried(name))
    return f"""WITH persons AS ({persons}),
        homes AS (
            SELECT hk, bool_or(elder) AS has_elder, count(*) = count(*) FILTER (elder OR child) AS only_old_and_young,
                   bool_or(NOT elder AND NOT child) AS has_others
            FROM persons WHERE member AND NOT gone GROUP BY hk),
        surely AS (SELECT hk FROM homes WHERE has_elder AND only_old_and_young AND hk NOT IN (SELECT hk FROM {incomplete})),
        supported AS (
            SELECT parent.hk, min(link.source) AS source FROM ({" UNION ALL ".join(links)}) link
            JOIN persons child USING (pk) JOIN (SELECT DISTINCT identity, pk FROM {ids} WHERE member) i ON i.identity = link.identity
            JOIN persons parent ON parent.pk = i.pk
            WHERE parent.hk <> child.hk AND parent.elder AND child.able GROUP BY parent.hk)
        SELECT hk AS sk, NOT has_others AS value, coalesce(supported.source, {first}) AS source
        FROM homes LEFT JOIN supported USING (hk) WHERE has_others OR (hk IN (FROM surely) AND supported.hk IS NOT NULL)"""


def _links(material: Material) -> Iterator[str]:
    """SELECTs of (pk of the child, identity of a parent, source)."""
    for name in PARENTS:
        for carrier in material.carried(name):
            for join in joins_to(carrier, material.scope):
                yield (
                    f"SELECT s.sk AS pk, t.{name} AS identity, {carrier.source.source_id} AS source {join} AND t.{name} IS NOT NULL"
                )


def _persons(material: Material) -> str:
    def known(name: str, condition: str) -> str:
        return f"coalesce(k.{name} {condition}, false)" if material.has((Subject.PERSON, name)) else "false"

    p, h, k = material.scope.table("p"), material.scope.table("h"), material.known(Subject.PERSON)
    return f"""SELECT p.pk, p.hk, p.member, {known(STATE, f"IN {LEFT}")} AS gone,
        k.{BIRTH} <= h.until - INTERVAL 60 YEAR AS elder, k.{BIRTH} > h.until - INTERVAL 16 YEAR AS child,
        k.{BIRTH} <= h.until - INTERVAL 18 YEAR AND k.{BIRTH} > h.until - INTERVAL 60 YEAR
            AND NOT {known(STATE, f"IN {CANNOT_SUPPORT}")} AND NOT {known(LABOUR, f"IN {CANNOT_WORK}")} AS able
        FROM {p} p JOIN {h} h USING (hk) JOIN {k} k ON k.sk = p.pk"""


KIN_ABLE_CHILD = Computation(Subject.HOUSEHOLD, READS, _query)
