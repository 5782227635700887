"""Is every fault told in words: a page to a person, a problem to a program, nothing of a stranger's to anybody?"""

import json
import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_GET

from openler.foundation.errors import Conflict, MalformedInput, NotFound, StatusUnavailable
from openler.platform.base.errors import BodyTooLarge, TooBusy, TooManyRequests
from openler.platform.base.logs import JsonLines
from openler.platform.urls import handler400, handler403, handler404, handler500
from openler.platform.urls import urlpatterns as real

FAULTS = {
    "malformed": MalformedInput("The file is not JSON.", pointer="/name"),
    "conflict": Conflict("Somebody saved this a minute ago."),
    "missing": NotFound("There is no such record."),
    "undecided": StatusUnavailable("The list did not answer."),
    "too-large": BodyTooLarge("That is more than 12 MiB."),
    "too-often": TooManyRequests("Five tries in a minute.", retry_after_seconds=58),
    "too-busy": TooBusy("All are at work.", retry_after_seconds=30),
    "denied": PermissionDenied("secret reason"),
    "too-big": RequestDataTooBig("secret size"),
    "bug": ZeroDivisionError("secret learner name"),
}
STATUS = {
    "malformed": 400,
    "conflict": 409,
    "missing": 404,
    "undecided": 502,
    "too-large": 413,
    "too-often": 429,
    "too-busy": 503,
    "denied": 403,
    "too-big": 413,
    "bug": 500,
}


def raising(request: HttpRequest, name: str) -> HttpResponse:
    """Fail in the way that the address names."""
    raise FAULTS[name]


@require_GET
def only_get(request: HttpRequest) -> HttpResponse:
    """Answer GET."""
    return HttpResponse("got")


urlpatterns: list[URLPattern | URLResolver] = [
    *real,
    path("fail/<name>", raising),
    path("api/v1/fail/<name>", raising),
    path("only-get", only_get),
    path("api/v1/only-get", only_get),
]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@pytest.fixture
def client() -> Iterator[Client]:
    """A visitor of a platform on which every fault has an address; a bug is answered, not raised here."""
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("name", FAULTS)
def test_a_person_gets_a_page_with_a_title_and_a_way_on(client: Client, name: str) -> None:
    """The page is ours, in our words, with the right status and no word of the exception's that was not meant."""
    response = client.get(f"/fail/{name}")
    page = response.content.decode()
    assert response.status_code == STATUS[name]
    assert page.count("<h1>") == 1
    assert "secret" not in page
    assert 'href="/static/design/design' in page


@pytest.mark.parametrize("name", FAULTS)
def test_a_program_gets_a_problem_of_rfc_9457(client: Client, name: str) -> None:
    """Type, title, status and detail, with our code, who can mend it and the next step."""
    response = client.get(f"/api/v1/fail/{name}")
    problem = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == response.status_code == STATUS[name]
    assert problem["type"].startswith("urn:openler:problem:")
    assert problem["title"]
    assert problem["mender"] in {"issuer", "holder", "sender", "verifier", "operator"}
    assert "secret" not in response.content.decode()


def test_a_problem_names_the_place_in_the_document(client: Client) -> None:
    """The JSON pointer of the error reaches the program."""
    assert json.loads(client.get("/api/v1/fail/malformed").content)["pointer"] == "/name"


def test_who_came_too_often_is_told_when_to_come_back(client: Client) -> None:
    """Retry-After says it to programs, the page to people."""
    response = client.get("/fail/too-often")
    assert response.headers["Retry-After"] == "58"
    assert "58 seconds" in response.content.decode()


def test_a_fault_of_ours_has_a_reference_that_stands_in_the_log_too(client: Client) -> None:
    """The operator finds by the reference what happened; neither page nor log tells what was in the request."""
    lines: list[dict[str, object]] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(json.loads(JsonLines().format(record)))  # type: ignore[method-assign]
    logging.getLogger("openler.faults").addHandler(handler)
    try:
        problem = json.loads(client.get("/api/v1/fail/bug").content)
    finally:
        logging.getLogger("openler.faults").removeHandler(handler)
    (line,) = lines
    assert line["reference"] == problem["reference"]
    assert line["error"] == "ZeroDivisionError"
    assert "raising" in str(line["trace"])
    assert "secret" not in json.dumps(line)


def test_an_address_that_was_never_there_has_a_page(client: Client) -> None:
    """404 in our design for people, as a problem for programs."""
    assert b"There is nothing at this address" in client.get("/never").content
    problem = json.loads(client.get("/api/v1/never").content)
    assert (problem["status"], problem["code"]) == (404, "not_found")


def test_a_method_that_is_not_offered_is_told_with_those_that_are(client: Client) -> None:
    """405 keeps its Allow header and gets words."""
    response = client.post("/only-get", headers={"sec-fetch-site": "same-origin"})
    assert (response.status_code, response.headers["Allow"]) == (405, "GET")
    assert b"<h1>" in response.content
    problem = json.loads(client.post("/api/v1/only-get").content)
    assert (problem["status"], problem["code"]) == (405, "method_not_allowed")


def test_a_body_that_is_too_long_is_refused_by_its_announcement(client: Client) -> None:
    """Not one byte is read of what says that it is longer than the limit."""
    for announced in ("999999999999", "1" * 40, "-5", "many"):
        response = client.generic("POST", "/appearance/", b"", headers={"content-length": announced})
        assert response.status_code == 413, announced


def test_a_form_with_an_old_token_is_told_what_to_do(client: Client) -> None:
    """A form that lacks its token gets a page that says to open it again, and not Django's own."""
    strict = Client(enforce_csrf_checks=True)
    with override_settings(ROOT_URLCONF=__name__):
        response = strict.post("/fail/missing")
    assert response.status_code == 403
    assert b"Open the page again" in response.content
