"""Typed readers of environment variables: a value that cannot be read stops the start and says what was expected."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from diguan.engine.documents import Label

YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})
KEY_BYTES = 48
POSTGRESQL = frozenset({"postgres", "postgresql"})
# what an address may say of the connection behind a question mark, by the names of libpq; `host` is the folder of a local socket
SAID_OF_CONNECTIONS = (
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "channel_binding",
    "connect_timeout",
    "application_name",
    "target_session_attrs",
    "host",
)


class UnableToReadSetting(Exception):
    """An environment variable that cannot be understood: its name, its value, what was expected."""

    def __init__(self, name: str, value: str, expected: Label) -> None:
        self.name = name
        self.value = value
        self.expected = expected
        super().__init__(
            f"环境变量 {name} 的值“{value}”不能使用，应为{expected.zh}\n"
            f"the environment variable {name} is '{value}': expected {expected.en}"
        )


def flag(name: str, *, default: bool, environ: Mapping[str, str] = os.environ) -> bool:
    """A switch: 1/true/yes/on or 0/false/no/off."""
    said = environ.get(name)
    if said is None:
        return default
    if said.strip().lower() in YES | NO:
        return said.strip().lower() in YES
    raise UnableToReadSetting(name, said, Label("1 或 0", "1 or 0"))


def words(name: str, default: tuple[str, ...] = (), environ: Mapping[str, str] = os.environ) -> list[str]:
    """Words separated by commas."""
    said = environ.get(name)
    return list(default) if said is None else [word.strip() for word in said.split(",") if word.strip()]


def chosen(
    name: str, known: tuple[str, ...], default: tuple[str, ...], environ: Mapping[str, str] = os.environ
) -> list[str]:
    """Words of a closed list, separated by commas; "none" or nothing is none of them."""
    said = [] if environ.get(name, "").strip() == "none" else words(name, default, environ)
    if unknown := [word for word in said if word not in known]:
        listed = ", ".join(known)
        raise UnableToReadSetting(name, ", ".join(unknown), Label(f"{listed} 或 none", f"{listed}, or none"))
    return said


def number(name: str, *, default: int, environ: Mapping[str, str] = os.environ) -> int:
    """A whole number that is not below zero."""
    said = environ.get(name)
    if said is None:
        return default
    if said.strip().isascii() and said.strip().isdigit():
        return int(said)
    raise UnableToReadSetting(name, said, Label("不小于 0 的整数", "a whole number, 0 or more"))


def folder(name: str, default: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """An absolute folder, made if it is absent."""
    path = Path(environ.get(name) or default).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        expected = Label("可以写入的文件夹", "a folder that can be written to")
        raise UnableToReadSetting(name, str(path), expected) from error
    return path


def existing(name: str, environ: Mapping[str, str] = os.environ) -> Path | None:
    """A folder that must be there; None where nothing is said."""
    said = environ.get(name)
    if not said:
        return None
    path = Path(said).expanduser().absolute()
    if not path.is_dir():
        raise UnableToReadSetting(name, said, Label("已有的文件夹", "a folder that is there"))
    return path


def kept_secret(path: Path) -> str:
    """The secret in a file; made at the first start, readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(KEY_BYTES) + "\n")
    return path.read_text(encoding="ascii").strip()


def database(name: str, data: Path, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Django's settings of a database: `postgresql://user:password@host:port/name`, or the embedded one in the data folder."""
    said = environ.get(name)
    if not said:
        return _embedded(data / "registry.sqlite3")
    parts = urlsplit(said)
    if parts.scheme == "sqlite" and parts.path:
        return _embedded(Path(unquote(parts.path)))
    if parts.scheme not in POSTGRESQL or not parts.path.strip("/") or parts.fragment:
        raise _no_address(name, parts)
    try:
        port = str(parts.port or "")
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise _no_address(name, parts) from error
    if strange := [key for key, value in options.items() if key not in SAID_OF_CONNECTIONS or not value]:
        known = ", ".join(SAID_OF_CONNECTIONS)
        raise UnableToReadSetting(name, f"?{strange[0]}=", Label(f"{known} 及其值", f"{known}, and a value"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": port,
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _no_address(name: str, parts: SplitResult) -> UnableToReadSetting:
    """Of the address only what is before its password is shown: of a wrong one nobody knows which part that is."""
    expected = Label(
        "postgresql://用户:密码@主机:端口/库名，密码中的 # ? / @ 等写成 %23 之类",
        "postgresql://user:password@host:port/name, with # ? / @ of a password written as %23 and the like",
    )
    return UnableToReadSetting(name, f"{parts.scheme}://", expected)


def _embedded(path: Path) -> dict[str, Any]:
    """SQLite that lets readers read while one writes, and makes a second writer wait instead of failing."""
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
