"""Is a form of a public page taken without a cookie, and refused when another site sent it?"""

import pytest
from django.test import Client, RequestFactory

from openler.platform.base.forms import is_foreign
from openler.platform.base.middleware import OwnOrigin


def _post(**headers: str) -> bool:
    return is_foreign(RequestFactory().post("/", headers=headers))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "something-new"])
def test_what_a_browser_says_comes_from_elsewhere_is_refused(site: str) -> None:
    """Sec-Fetch-Site is written by the browser; no page can change it."""
    assert _post(**{"sec-fetch-site": site})
    assert _post(**{"sec-fetch-site": site, "origin": "http://testserver"})


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_page_and_a_typed_address_are_taken(site: str) -> None:
    """With our Referrer-Policy a browser sends Origin: null from our own form; that does not matter then."""
    assert not _post(**{"sec-fetch-site": site, "origin": "null"})


def test_an_old_browser_is_judged_by_its_origin() -> None:
    """Without Sec-Fetch-Site another origin is refused; none, or a hidden one, proves nothing against it."""
    assert _post(origin="https://evil.example")
    assert not _post(origin="http://testserver")
    assert not _post(origin="null")
    assert not _post()


def test_a_foreign_form_is_told_so_on_a_page() -> None:
    """403, in words, and nothing is done."""
    response = Client(enforce_csrf_checks=True).post(
        "/appearance/", {"theme": "dark"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert response.status_code == 403
    assert b"another site" in response.content
    assert not response.cookies


def test_our_own_form_needs_no_token_and_no_cookie() -> None:
    """A visitor who never had a cookie sends the form."""
    response = Client(enforce_csrf_checks=True).post(
        "/appearance/", {"theme": "dark", "back": "/design/"}, headers={"sec-fetch-site": "same-origin"}
    )
    assert response.status_code == 302


def test_a_hidden_origin_is_restored_only_where_the_browser_vouches_for_it() -> None:
    """So that forms with a token work under Referrer-Policy: no-referrer, and foreign ones still do not."""
    seen: list[str] = []
    middleware = OwnOrigin(lambda request: seen.append(request.META.get("HTTP_ORIGIN", "")))  # type: ignore[arg-type,func-returns-value]
    for site in ("same-origin", "cross-site", "same-site"):
        middleware(RequestFactory().post("/", headers={"origin": "null", "sec-fetch-site": site}))
    assert seen == ["http://testserver", "null", "null"]
