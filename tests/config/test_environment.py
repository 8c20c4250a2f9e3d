import stat
import sys

import pytest

from diguan.config.environment import UnableToReadSetting, database, existing, flag, folder, kept_secret, words


@pytest.mark.parametrize(("said", "expected"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_flag_reads_switch(said, expected):
    assert flag("X", default=not expected, environ={"X": said}) is expected


def test_flag_absent_gives_default():
    assert (flag("X", default=True, environ={}), flag("X", default=False, environ={})) == (True, False)


def test_flag_misspelt_is_refused_with_name_value_and_expectation():
    with pytest.raises(UnableToReadSetting) as refusal:
        flag("DIGUAN_HTTPS", default=False, environ={"DIGUAN_HTTPS": "ja"})
    assert all(word in str(refusal.value) for word in ("DIGUAN_HTTPS", "ja", "1 or 0"))


def test_words_are_cut_at_commas():
    assert words("X", environ={"X": " a.example , b.example,"}) == ["a.example", "b.example"]
    assert words("X", ("localhost",), environ={}) == ["localhost"]


def test_folder_is_made_and_absolute(tmp_path):
    made = folder("X", tmp_path / "other", environ={"X": str(tmp_path / "a" / "b")})
    assert made == tmp_path / "a" / "b"
    assert made.is_dir()


def test_folder_under_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnableToReadSetting, match="can be written to"):
        folder("X", tmp_path, environ={"X": str(tmp_path / "file" / "b")})


def test_existing_folder_is_given_or_nothing_is(tmp_path):
    assert existing("X", environ={}) is None
    assert existing("X", environ={"X": str(tmp_path)}) == tmp_path
    with pytest.raises(UnableToReadSetting, match="a folder that is there"):
        existing("X", environ={"X": str(tmp_path / "absent")})


def test_secret_is_made_once_and_kept(tmp_path):
    first = kept_secret(tmp_path / "key")
    assert len(first) >= 48
    assert kept_secret(tmp_path / "key") == first
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_database_defaults_to_the_embedded_one(tmp_path):
    settings = database("X", tmp_path, environ={})
    assert (settings["ENGINE"], settings["NAME"]) == (
        "django.db.backends.sqlite3",
        str(tmp_path / "registry.sqlite3"),
    )
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_reads_an_address_of_postgresql(tmp_path):
    settings = database("X", tmp_path, environ={"X": "postgresql://u%40x:p%2Fw@db.example:5433/diguan"})
    wanted = ("diguan", "u@x", "p/w", "db.example", "5433")
    assert tuple(settings[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == wanted


def test_database_of_another_kind_is_refused_without_its_password(tmp_path):
    with pytest.raises(UnableToReadSetting) as refusal:
        database("DATABASE_URL", tmp_path, environ={"DATABASE_URL": "mysql://u:hidden@db.example/x"})
    assert "hidden" not in str(refusal.value)
    assert "postgresql://user:password@host:port/name" in str(refusal.value)


def test_database_takes_what_an_address_says_of_the_connection(tmp_path):
    address = "postgresql://u:p@db.example/diguan?sslmode=verify-full&sslrootcert=/etc/ca%20x.pem"
    settings = database("X", tmp_path, environ={"X": address})
    assert settings["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca x.pem"}
    socket = database("X", tmp_path, environ={"X": "postgresql:///diguan?host=/run/postgresql"})
    assert (socket["HOST"], socket["NAME"], socket["OPTIONS"]) == ("/run/postgresql", "diguan", {})


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:hidden@db.example/diguan?ssl_mode=require",
        "postgresql://u:hidden@db.example/diguan?sslmode=",
        "postgresql://u:hidden@db.example/diguan?require",
        "postgresql://u:hid#hidden@db.example/diguan",
        "postgresql://u:hid?hidden@db.example/diguan",
        "postgresql://u:hid/hidden@db.example/diguan",
        "postgresql://u:hidden@db.example:x/diguan",
        "postgresql://u:hidden@db.example",
    ],
)
def test_address_with_a_part_that_cannot_be_read_is_refused_without_its_password(tmp_path, address):
    with pytest.raises(UnableToReadSetting) as refusal:
        database("DATABASE_URL", tmp_path, environ={"DATABASE_URL": address})
    assert "hid" not in str(refusal.value)


def test_words_of_a_closed_list_are_read_and_others_refused():
    from diguan.config.environment import chosen, number

    known = ("county", "region")
    assert chosen("X", known, ("county",), {}) == ["county"]
    assert chosen("X", known, ("county",), {"X": "none"}) == []
    assert chosen("X", known, (), {"X": "region, county"}) == ["region", "county"]
    with pytest.raises(UnableToReadSetting, match="village"):
        chosen("X", known, (), {"X": "county,village"})
    assert number("X", default=14, environ={}) == 14
    assert number("X", default=14, environ={"X": " 0 "}) == 0
    with pytest.raises(UnableToReadSetting):
        number("X", default=14, environ={"X": "-1"})
