"""Programs that ask the API: an account with a role, a token, a client."""

import json
from datetime import timedelta

from django.test import Client, RequestFactory

from diguan.domain.accounts.choices import Scope
from diguan.domain.accounts.models import Token
from diguan.domain.accounts.tokens import PREFIX, digest_of
from diguan.rest.urls import description
from tests.factories.accounts import AT

API = "/api/v1/"


def described():
    """What the API says of itself to whoever asks, which it works out once a process."""
    return json.loads(description(RequestFactory().get(f"{API}openapi.json")).content)


def token(account, scope=Scope.ALL, *, name="程序", at=AT, days=36_500):
    """A token of an account, made as a row; the token itself."""
    secret = f"{PREFIX}{account.username}-{scope}-{name.encode().hex()}"
    Token.objects.create(
        account=account,
        name=name,
        scope=str(scope),
        digest=digest_of(secret),
        ending=secret[-4:],
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    return secret


class Program:
    """Asks the API with a token; answers are read as JSON."""

    def __init__(self, account=None, scope=Scope.ALL, said=None):
        found = said or (token(account, scope, name=f"p{Token.objects.count()}") if account else None)
        self.client = Client(headers={"authorization": f"Bearer {found}"} if found else {})

    def get(self, path, **questions):
        return self.client.get(API + path, questions)

    def post(self, path, said=None, **headers):
        body = None if said is None else json.dumps(said)
        return self.client.post(API + path, body, content_type="application/json", headers=headers)

    def read(self, path, **questions):
        """What an address answers; it must be fine."""
        response = self.get(path, **questions)
        assert response.status_code == 200, (path, response.status_code, response.content.decode())
        return response.json()
