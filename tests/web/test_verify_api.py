"""Does the API give a program the same answer as the page and the command line, and every fault as a problem?"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings

from openler.platform.verifying import api, services
from openler.platform.verifying.judges import Judges
from openler.platform.verifying.models import VerificationTally

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
GOOD = CASES / "proof-jcs" / "badge.json"
ALTERED = CASES / "dates-expired-and-altered" / "badge.json"
TRANSCRIPT = CASES / "clr-member-wrong-signer" / "clr.json"
TOKEN = CASES / "jwt-plain" / "badge.jwt"
PICTURE = next((CASES / "baking-png-many-chunks").glob("*.png"))
DRAWING = next((CASES / "baking-svg-other-prefix").glob("*.svg"))
OPENLER = Path(sys.executable).parent / "openler"
ADDRESS = "/api/v1/verifications"


@pytest.fixture(autouse=True)
def _offline(settings: object) -> None:
    """No test of the API fetches anything, however the run was started."""
    settings.OPENLER_ONLINE = False  # type: ignore[attr-defined]


def post(client: Client, body: bytes | dict[str, Any], media_type: str = "application/json") -> Any:
    """Send a body as it is."""
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    return client.post(ADDRESS, data=data, content_type=media_type)


def fault_of(response: HttpResponse, status: int) -> dict[str, Any]:
    """Read a problem, and hold it to RFC 9457."""
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("application/problem+json")
    problem = json.loads(response.content)
    assert problem["status"] == status
    assert all(isinstance(problem[name], str) and problem[name] for name in ("type", "title", "detail", "code"))
    return dict(problem)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        (GOOD, "application/vc"),
        (GOOD, "application/ld+json"),
        (TOKEN, "application/vc+jwt"),
        (TOKEN, "text/plain"),
        (PICTURE, "image/png"),
        (DRAWING, "image/svg+xml"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.suffix,
)
def test_a_record_is_taken_in_its_own_form(client: Client, path: Path, media_type: str) -> None:
    """The file itself is the body; its bytes decide what it is, the media type only how it travels."""
    answer = post(client, path.read_bytes(), media_type)
    assert answer.status_code == 200
    assert answer.json()["outcome"] == "passed"
    assert answer.json()["verified"] is True


def test_a_record_is_taken_inside_an_object(client: Client) -> None:
    """{record} holds JSON, or a token as text."""
    assert post(client, {"record": json.loads(GOOD.read_text("utf-8"))}).json()["verified"] is True
    assert post(client, {"record": TOKEN.read_text("utf-8").strip()}).json()["verified"] is True


def test_a_record_is_taken_as_a_form(client: Client) -> None:
    """A program that can only send forms is served as well."""
    upload = SimpleUploadedFile(PICTURE.name, PICTURE.read_bytes(), "image/png")
    answer = client.post(f"{ADDRESS}/files", {"file": upload})
    assert answer.status_code == 200
    assert answer.json()["carrier"] == "png"


def test_a_form_without_a_file_is_a_fault(client: Client) -> None:
    """The problem names what is missing."""
    assert "file" in fault_of(client.post(f"{ADDRESS}/files", {}), 400)["detail"]


def test_a_bad_record_is_an_answer_and_no_fault(client: Client) -> None:
    """The question was asked well; the answer is no, with each reason, who mends it and what to do."""
    answer = post(client, ALTERED.read_bytes(), "application/vc")
    assert answer.status_code == 200
    proof = next(check for check in answer.json()["checks"] if check["id"] == "proof")
    assert proof["outcome"] == "failed"
    assert {"type", "title", "detail", "code", "severity", "mender", "next_step"} <= set(proof["problems"][0])


@pytest.mark.parametrize("path", [GOOD, ALTERED, TRANSCRIPT, TOKEN, PICTURE], ids=lambda path: path.parent.name)
def test_the_answer_is_that_of_the_command_line(client: Client, path: Path) -> None:
    """Member by member the same JSON, judged as of the same moment."""
    told = post(client, path.read_bytes(), "application/octet-stream").json()
    command = [str(OPENLER), "credential", "verify", "--json", "--at", told["at"], str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    printed = json.loads(done.stdout)
    assert {name: printed[name] for name in told} == told
    assert set(printed) - set(told) <= {"file", "exit"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", ""),
        (b"[]", ""),
        (b"{", ""),
        (b"\xff\xfe{", ""),
        (b'{"record": 5}', "bad_request_body"),
        (b'{"record": {}, "url": "https://a.example/"}', "bad_request_body"),
        (b"{}", "bad_request_body"),
        (b'{"url": 7}', "bad_request_body"),
        (b'{"record": {}, "record": {}}', ""),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(client: Client, body: bytes, code: str) -> None:
    """400 in RFC 9457's words; nothing is counted."""
    problem = fault_of(post(client, body), 400)
    assert problem["code"] == code or not code
    assert not VerificationTally.objects.exists()


def test_an_address_is_not_fetched_offline(client: Client) -> None:
    """502: the answer depends on somebody who was not asked; what to do instead is said."""
    problem = fault_of(post(client, {"url": "https://badges.example/1"}), 502)
    assert problem["code"] == "record_not_fetched"
    assert "save the record" in problem["next_step"]


def test_too_much_at_once_is_413(client: Client) -> None:
    """The limit holds before anything is read."""
    large = b"x" * (configured.OPENLER_MAX_BODY_BYTES + 1)
    fault_of(post(client, large, "application/vc"), 413)
    fault_of(client.post(f"{ADDRESS}/files", {"file": SimpleUploadedFile("large.json", large)}), 413)


def test_too_many_requests_are_429_and_say_when_to_come_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry-After is a number of seconds within the window."""
    monkeypatch.setattr(api, "CHECKS_PER_MINUTE", 2)
    for _ in range(2):
        assert post(client, GOOD.read_bytes(), "application/vc").status_code == 200
    response = post(client, GOOD.read_bytes(), "application/vc")
    fault_of(response, 429)
    assert 0 < int(response.headers["Retry-After"]) <= 60


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_another_method_is_a_problem(client: Client, method: str) -> None:
    """405, told to a program."""
    response = getattr(client, method)(ADDRESS)
    assert response.headers["Allow"] == "POST"
    fault_of(response, 405)


def test_no_answer_gives_a_cookie_or_may_be_kept(client: Client) -> None:
    """No cache between here and there keeps what a record says."""
    response = post(client, GOOD.read_bytes(), "application/vc")
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]


def test_the_description_is_openapi_3_1_and_names_every_fault(client: Client) -> None:
    """Programs are written from it."""
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert described["info"]["title"] == "OpenLER"
    for address in (ADDRESS, f"{ADDRESS}/files"):
        answers = described["paths"][address]["post"]["responses"]
        assert {"200", "400", "413", "429"} <= set(answers)
        assert "application/problem+json" in answers["400"]["content"]


def test_an_answer_fits_its_description(client: Client) -> None:
    """What the description promises is what comes: validated by the schema it publishes."""
    import jsonschema_rs

    described = client.get("/api/v1/openapi.json").json()
    schema = {"$ref": "#/components/schemas/ReportAnswer", "components": described["components"]}
    validator = jsonschema_rs.validator_for(schema)
    for path in (GOOD, ALTERED, TRANSCRIPT, TOKEN, PICTURE):
        answer = post(client, path.read_bytes(), "application/octet-stream").json()
        assert [error.message for error in validator.iter_errors(answer)] == []


def test_no_request_that_fits_the_description_breaks_the_server(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs make requests from the description; whatever they make is answered, and never by a fault of ours."""
    # The fuzz asks more often than a visitor may.
    monkeypatch.setattr(api, "CHECKS_PER_MINUTE", 1_000_000)
    whole = schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())
    described = whole.include(path_regex="/verifications")
    statuses: set[int] = set()

    @given(case=described.as_strategy())
    @settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        request = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
        body = request.body or b""
        response = client.generic(
            str(request.method),
            case.formatted_path,
            body if isinstance(body, bytes) else str(body).encode(),
            content_type=request.headers.get("Content-Type", ""),
        )
        statuses.add(response.status_code)
        # 502 tells of an address that gave nothing; this installation fetches none.
        assert response.status_code < 500 or response.status_code == 502, response.content
        assert "json" in response.headers["Content-Type"]

    ask()
    # Which refusals they meet hangs on what was drawn, and that on every module that is loaded.
    assert 200 in statuses
    assert statuses - {200}


def test_a_form_is_taken_at_the_same_address(client: Client) -> None:
    """A program that can only send forms needs to know one address."""
    upload = SimpleUploadedFile(PICTURE.name, PICTURE.read_bytes(), "image/png")
    answer = client.post(ADDRESS, {"file": upload})
    assert answer.status_code == 200
    assert answer.json()["carrier"] == "png"


def test_a_form_with_two_files_or_none_is_a_fault_there(client: Client) -> None:
    """One request, one answer."""
    uploads = [SimpleUploadedFile("one.json", b"{}"), SimpleUploadedFile("two.json", b"{}")]
    for parts in ({"file": uploads}, {"other": "x"}):
        assert "named 'file'" in fault_of(client.post(ADDRESS, parts), 400)["detail"]
    assert not VerificationTally.objects.exists()


def test_when_every_judge_is_busy_a_program_learns_when_to_come_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with Retry-After; nothing is wrong with the record, and nothing is counted."""
    busy = Judges(most=1, max_wait_seconds=0.05)
    monkeypatch.setattr(services, "_judges", lambda: busy)
    try:
        with busy._one():
            response = post(client, GOOD.read_bytes(), "application/vc")
    finally:
        busy.close()
    assert fault_of(response, 503)["code"] == "all_judges_busy"
    assert response.headers["Retry-After"].isdigit()
    assert not VerificationTally.objects.exists()


def test_people_read_the_description_on_a_page_of_ours(client: Client) -> None:
    """Every operation, member and status stands there; it asks no other site for anything."""
    html = client.get("/api/").content.decode()
    described = client.get("/api/v1/openapi.json").json()
    for address, methods in described["paths"].items():
        assert address in html
        for operation in methods.values():
            assert all(f"<code>{status}</code>" in html for status in operation["responses"])
    for name in ("ReportAnswer", "CheckAnswer", "ProblemAnswer"):
        members = described["components"]["schemas"][name]["properties"]
        assert all(member["description"] for member in members.values())
        assert all(f'<code dir="ltr">{member}</code>' in html for member in members)
    assert "http://testserver/api/v1/verifications" in html
