import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("there", "led"), [("/accounts/?a=1", "/accounts/?a=1"), ("https://evil.example/", "/"), ("", "/")]
)
def test_language_leads_back_to_our_own_pages_alone(there, led):
    response = Client().post("/language/", {"language": "en", "next": there})
    assert response.headers["Location"] == led
    assert response.cookies["diguan_language"].value == "en"


def test_language_unknown_is_not_remembered_and_get_changes_nothing():
    assert "diguan_language" not in Client().post("/language/", {"language": "fr"}).cookies
    assert Client().get("/language/?language=en").status_code == 405


@pytest.mark.parametrize(("cookie", "title"), [("", "登录"), ("zh", "登录"), ("en", "Sign in"), ("fr", "登录")])
def test_page_speaks_the_language_of_the_cookie(cookie, title):
    client = Client()
    client.cookies["diguan_language"] = cookie
    assert f"<h1>{title}</h1>" in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(("language", "said"), [("zh", "没有这个页面"), ("en", "There is no such page")])
def test_error_pages_speak_it_too(language, said):
    client = Client()
    client.cookies["diguan_language"] = language
    response = client.get("/nothing/")
    assert (response.status_code, said in response.content.decode()) == (404, True)
