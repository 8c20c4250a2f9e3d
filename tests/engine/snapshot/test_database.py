"""What the database is asked in."""

from diguan.engine.snapshot.database import double, open_connection, scalar


def test_two_doubles_of_many_digits_may_be_multiplied():
    with open_connection() as connection:
        assert scalar(connection, f"SELECT {double(23456.78901)} * {double(23456.78901)}") == 23456.78901 * 23456.78901
