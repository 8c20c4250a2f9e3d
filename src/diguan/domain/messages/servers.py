"""Where mail is handed over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server and the address that our mail comes from. `scheme`: smtp, smtp+starttls or smtps. `repr` shows no password."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str

    def __repr__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"
