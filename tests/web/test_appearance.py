"""Can a reader choose light or dark without a script, and without being sent elsewhere?"""

import pytest
from django.test import Client

OWN = {"sec-fetch-site": "same-origin"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_appearance_stays(client: Client, theme: str) -> None:
    """The next page says it in its root element; the cookie is for this site alone and for no script."""
    response = client.post("/appearance/", {"theme": theme, "back": "/design/"}, headers=OWN)
    assert (response.status_code, response.headers["Location"]) == (302, "/design/")
    cookie = response.cookies["appearance"]
    assert (cookie["httponly"], cookie["samesite"], cookie.value) == (True, "Strict", theme)
    assert f'data-theme="{theme}"' in client.get("/design/").content.decode()


def test_the_system_decides_until_somebody_chooses_and_after_they_take_it_back(client: Client) -> None:
    """Without a choice the page says nothing; taking it back deletes the cookie."""
    assert "data-theme" not in client.get("/design/").content.decode()
    client.post("/appearance/", {"theme": "dark", "back": "/"}, headers=OWN)
    client.post("/appearance/", {"theme": "system", "back": "/"}, headers=OWN)
    assert "data-theme" not in client.get("/design/").content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "", "design"]
)
def test_choosing_leads_back_to_our_own_page_only(client: Client, back: str) -> None:
    """An address of somebody else, however it is written, leads home instead."""
    response = client.post("/appearance/", {"theme": "dark", "back": back}, headers=OWN)
    assert response.headers["Location"] == "/"


def test_a_cookie_that_says_something_else_is_ignored(client: Client) -> None:
    """What a visitor writes into the cookie never reaches the page."""
    client.cookies["appearance"] = '"><script>'
    assert "<script" not in client.get("/design/").content.decode()


def test_caches_are_told_that_a_page_depends_on_the_choice(client: Client) -> None:
    """Vary names the cookie on pages, and not on files."""
    assert "Cookie" in client.get("/design/").headers["Vary"]
    assert "Cookie" not in client.get("/static/design/design.css").headers.get("Vary", "")
