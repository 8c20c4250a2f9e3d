"""Identity number and phone of an officer: sealed under the registry's keys, recognised by the registry's digest, shown masked alone."""

import json
from dataclasses import dataclass

from diguan.domain.responsibility.models import Officer
from diguan.domain.sealing import about, seals

KIND = "officer"
HEAD, TAIL = 3, 4  # digits of a phone that are shown
SHORTEST = HEAD + TAIL + 1


@dataclass(frozen=True, slots=True)
class Kept:
    """What is sealed of an officer; "" is not known."""

    identity: str = ""
    phone: str = ""


def blind_of(identity: str) -> bytes | None:
    """The digest by which a person is found again; None without a number."""
    return seals().blind(identity) if identity else None


def keep(officer: Officer, kept: Kept) -> None:
    """Put the sealed values into a row that has its number; saving is the caller's."""
    keys = seals()
    plain = json.dumps({"identity": kept.identity, "phone": kept.phone}).encode()
    officer.key_id, officer.sealed = keys.current, keys.seal(plain, about(officer.pk, KIND))
    officer.blind = blind_of(kept.identity)


def kept_of(officer: Officer) -> Kept:
    """What is sealed of an officer; for comparing and masking, never for a page."""
    if officer.sealed is None or officer.key_id is None:
        return Kept()
    opened = seals().unseal(bytes(officer.sealed), officer.key_id, about(officer.pk, KIND))
    return Kept(**json.loads(opened))


def masked_phone(officer: Officer) -> str:
    """The phone as a page may show it: the first three and the last four digits; "" when it is not known."""
    phone = kept_of(officer).phone
    return f"{phone[:HEAD]}****{phone[-TAIL:]}" if len(phone) >= SHORTEST else "*" * len(phone)
