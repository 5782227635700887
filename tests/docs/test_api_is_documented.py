"""The API page names what the API offers, and nothing else."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from openler.platform.verifying.api import ReportAnswer, api

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text("utf-8")


def section(title: str) -> str:
    """Give what stands under one heading of the page."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_every_operation_stands_on_the_page_and_no_other() -> None:
    """Method and path, as the OpenAPI document has them."""
    offered = {
        f"{method.upper()} {path}" for path, methods in api.get_openapi_schema()["paths"].items() for method in methods
    }
    assert set(re.findall(r"^\| `([A-Z]+ /[^`]+)`", PAGE, re.MULTILINE)) == offered


def test_every_fault_that_is_described_stands_on_the_page_and_no_other() -> None:
    """The statuses beside 200 are those of the OpenAPI document."""
    described = {
        str(status)
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
        for status in operation["responses"]
    }
    assert set(re.findall(r"^\| (\d{3}) \|", section("Faults"), re.MULTILINE)) == described - {"200"}


def test_every_member_of_a_report_stands_on_the_page_and_no_other() -> None:
    """The members of the schema of an answer."""
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", section("The answer"), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(ReportAnswer.model_fields)


def test_every_media_type_of_a_record_stands_on_the_page() -> None:
    """What a body may be, beside a wrapping JSON object."""
    operation = api.get_openapi_schema()["paths"]["/api/v1/verifications"]["post"]
    offered = set(operation["requestBody"]["content"]) - {"application/json"}
    line = next(line for line in PAGE.splitlines() if line.startswith("Media types of a record:"))
    assert set(re.findall(r"`([^`]+)`", line)) == offered


@pytest.mark.django_db
def test_the_body_that_the_page_shows_gets_a_report(client: Client) -> None:
    """Sent as it stands, it is answered with 200: a bad record is an answer."""
    (body,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    answer = client.post("/api/v1/verifications", body, content_type="application/json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["outcome"] == "failed"
