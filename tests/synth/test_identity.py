from datetime import date

import pytest

from diguan.synth.identity import MOST_OF_ONE_DAY, IdentityIssuer, UnableToIssueIdentity, check_character


@pytest.mark.parametrize(
    ("body", "check"),
    [("11010519491231002", "X"), ("44052418800101001", "4")],  # the two examples printed in GB 11643-1999
)
def test_check_character_of_the_standards_examples(body, check):
    assert check_character(body) == check


def test_number_says_birth_date_and_sex_and_belongs_to_nobody():
    issuer = IdentityIssuer()
    man = issuer.issue(12345, date(1980, 2, 29), male=True)
    woman = issuer.issue(12345, date(1980, 2, 29), male=False)
    assert (man[:6], man[6:14], int(man[16]) % 2) == ("992345", "19800229", 1)
    assert int(woman[16]) % 2 == 0
    assert man[17] == check_character(man[:17])


def test_numbers_never_repeat_and_end_with_three_digits():
    issuer = IdentityIssuer()
    given = {issuer.issue(1, date(1990, 1, 1), male=True) for _ in range(MOST_OF_ONE_DAY)}
    assert len(given) == MOST_OF_ONE_DAY
    with pytest.raises(UnableToIssueIdentity, match="990001"):
        issuer.issue(1, date(1990, 1, 1), male=True)
