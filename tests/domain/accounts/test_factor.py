"""The second factor: which codes are taken, once; recovery codes; who may take it away."""

from datetime import timedelta

import pyotp
import pytest

from diguan.domain.accounts.factor import (
    MOST_TRIES,
    MOST_TRIES_A_DAY,
    RECOVERY_CODES,
    TRIES_WITHIN,
    address_for_phone,
    begin_factor,
    codes_left,
    confirm_factor,
    drop_factor,
    factor_of,
    renew_codes,
    reset_factor,
    use_code,
)
from diguan.domain.accounts.models import RecoveryCode, SecondFactor
from diguan.domain.accounts.permissions import Role, Viewer
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.accounts.refusals import (
    UnableToManageAccount,
    UnableToResetFactor,
    UnableToSetPassword,
    UnableToUseFactor,
)
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.resealing import begin_new_key, reseal_identifiers
from diguan.domain.sealing import seals
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, PASSWORD, account, holder

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)
REASON = "本人到场，手机丢失"


def code_at(secret, at):
    """The code of an independent maker of codes."""
    return pyotp.TOTP(secret).at(at)


@pytest.fixture
def enrolled():
    """An account with a second factor, its secret, its recovery codes."""
    whose = account()
    secret = begin_factor(account=whose)
    return whose, secret, confirm_factor(account=whose, code=code_at(secret, AT), at=AT)


def refused(whose, code, at):
    with pytest.raises(UnableToUseFactor):
        use_code(account=whose, code=code, at=at)


def test_code_is_taken_within_half_a_minute_of_the_clock(enrolled):
    whose, secret, _ = enrolled
    for off, later in ((-30, 0), (30, 90), (0, 300)):
        at = LATER + timedelta(seconds=later)
        use_code(account=whose, code=code_at(secret, at + timedelta(seconds=off)), at=at)
    at = LATER + timedelta(minutes=20)
    refused(whose, code_at(secret, at - timedelta(seconds=90)), at)
    refused(whose, code_at(secret, at + timedelta(seconds=90)), at)


def test_code_is_taken_once_and_no_older_one_after_it(enrolled):
    whose, secret, _ = enrolled
    refused(whose, code_at(secret, AT), AT)  # it confirmed the phone
    use_code(account=whose, code=code_at(secret, LATER), at=LATER)
    refused(whose, code_at(secret, LATER), LATER)
    refused(whose, code_at(secret, LATER - timedelta(seconds=30)), LATER)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "000000", " "])
def test_what_is_no_code_of_now_is_refused(enrolled, code):
    refused(enrolled[0], code, LATER)


def test_spaces_within_a_code_do_not_matter(enrolled):
    whose, secret, _ = enrolled
    plain = code_at(secret, LATER)
    use_code(account=whose, code=f" {plain[:3]} {plain[3:]} ", at=LATER)


def test_too_many_wrong_codes_shut_out_even_the_right_one_for_a_while(enrolled):
    whose, secret, codes = enrolled
    for _ in range(MOST_TRIES):
        refused(whose, "000000", LATER)
    refused(whose, code_at(secret, LATER), LATER)
    refused(whose, codes[0], LATER)
    assert Entry.objects.filter(action="refuse_code").count() == MOST_TRIES + 2
    at = LATER + timedelta(seconds=TRIES_WITHIN)
    use_code(account=whose, code=code_at(secret, at), at=at)


def test_patience_over_a_day_helps_nobody_who_guesses(enrolled):
    whose, secret, _ = enrolled
    midnight = AT.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    tries = [midnight + timedelta(seconds=TRIES_WITHIN * (n // MOST_TRIES)) for n in range(MOST_TRIES_A_DAY)]
    for at in tries:
        refused(whose, "000000", at)
    at = midnight + timedelta(hours=23)
    refused(whose, code_at(secret, at), at)
    use_code(account=whose, code=code_at(secret, midnight + timedelta(days=1)), at=midnight + timedelta(days=1))


def test_recovery_code_works_once_as_it_was_written_or_without_its_hyphens(enrolled):
    whose, _, codes = enrolled
    assert len(set(codes)) == RECOVERY_CODES
    use_code(account=whose, code=codes[0].upper().replace("-", " "), at=LATER)
    refused(whose, codes[0], LATER)
    assert codes_left(whose) == RECOVERY_CODES - 1


def test_neither_secret_nor_codes_are_kept_readable(enrolled):
    whose, secret, codes = enrolled
    row = SecondFactor.objects.get()
    assert secret.encode() not in bytes(row.sealed)
    kept = repr(list(RecoveryCode.objects.values_list())) + repr(list(Entry.objects.values_list("detail")))
    assert all(code not in kept and code.replace("-", "") not in kept for code in (*codes, secret))
    assert whose.username in address_for_phone(whose, secret)


def test_new_recovery_codes_end_the_old_ones(enrolled):
    whose, secret, codes = enrolled
    anew = renew_codes(account=whose, code=code_at(secret, LATER), at=LATER)
    refused(whose, codes[0], LATER)
    use_code(account=whose, code=anew[0], at=LATER)


def test_secret_stays_the_same_until_it_is_confirmed_and_cannot_be_drawn_again_then(enrolled):
    waiting = account("another.one")
    assert begin_factor(account=waiting) == begin_factor(account=waiting)
    with pytest.raises(UnableToUseFactor):
        confirm_factor(account=waiting, code="000000", at=AT)
    assert factor_of(waiting) is None
    with pytest.raises(UnableToUseFactor):
        begin_factor(account=enrolled[0])


def test_factor_is_turned_off_with_password_and_code_alone(enrolled):
    whose, secret, _ = enrolled
    with pytest.raises(UnableToSetPassword):
        drop_factor(account=whose, password=PASSWORD[1:], code=code_at(secret, LATER), at=LATER)
    with pytest.raises(UnableToUseFactor):
        drop_factor(account=whose, password=PASSWORD, code="000000", at=LATER)
    drop_factor(account=whose, password=PASSWORD, code=code_at(secret, LATER), at=LATER)
    assert factor_of(whose) is None
    assert codes_left(whose) == 0


def test_wrong_codes_count_where_it_would_be_turned_off(enrolled):
    whose, secret, _ = enrolled
    for _ in range(MOST_TRIES):
        with pytest.raises(UnableToUseFactor):
            drop_factor(account=whose, password=PASSWORD, code="000000", at=LATER)
    refused(whose, code_at(secret, LATER), LATER)


def test_administrator_resets_a_lost_factor_for_a_reason_and_nobody_their_own(enrolled):
    whose, _, _ = enrolled
    stranger = viewer_of(holder(Role.ADMINISTRATOR, over=OTHER_COUNTY, region=OTHER_COUNTY).pk, ON)
    manager = viewer_of(holder(Role.ADMINISTRATOR, over=COUNTY, username="their.admin").pk, ON)
    for actor in (stranger, Viewer(whose.pk, manager.grants)):
        with pytest.raises(UnableToManageAccount):
            reset_factor(account=whose, reason=REASON, actor=actor, at=AT)
    with pytest.raises(UnableToResetFactor):
        reset_factor(account=whose, reason=" ", actor=manager, at=AT)
    reset_factor(account=whose, reason=REASON, actor=manager, at=AT)
    assert factor_of(whose) is None
    assert REASON in Entry.objects.get(action="reset_factor").detail
    with pytest.raises(UnableToResetFactor):
        reset_factor(account=whose, reason=REASON, actor=manager, at=AT)


def test_secret_is_sealed_anew_with_everything_else(enrolled, settings, tmp_path):
    whose, secret, _ = enrolled
    begin_new_key(actor=None, at=AT)
    assert reseal_identifiers(actor=None, at=AT) == 1
    assert SecondFactor.objects.get().key_id == seals().current
    use_code(account=whose, code=code_at(secret, LATER), at=LATER)
