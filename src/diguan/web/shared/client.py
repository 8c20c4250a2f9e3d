"""Where a request comes from."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from diguan.domain.accounts.hashing import keyed_hash

NOWHERE = "0.0.0.0"  # noqa: S104  no address to listen on: what cannot be read

BROWSERS = (
    ("Edg/", "Edge"),
    ("MicroMessenger/", "WeChat"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def client_address(request: HttpRequest) -> str:
    """Address of the client. Behind our own proxy it is the last one in X-Forwarded-For: those before it, anybody can write."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or said
    try:
        return str(ip_address(said))
    except ValueError:
        return NOWHERE


def guessed_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """What stands for a name of sign-in where wrong guesses are counted: what was typed may be a password in the wrong place."""
    said = (credentials or {}).get("username") or request.POST.get("username", "")
    return keyed_hash(str(said).strip().lower())


def browser_of(request: HttpRequest) -> str:
    """Kind of browser and system, for somebody to know their own sign-ins by; no version."""
    said = request.META.get("HTTP_USER_AGENT", "")
    parts = [next((name for mark, name in marks if mark in said), "") for marks in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in parts if part)
