"""The page of the VC API names the calls, scopes, settings and suites that the door has, and no others."""

import re
from pathlib import Path

from openler.platform.accounts.tokens import SCOPES
from openler.platform.doors.vc_api.api import api
from openler.platform.doors.vc_api.instances import suites
from openler.platform.doors.vc_api.terminal import build_parser

PAGE = (Path(__file__).parents[2] / "docs" / "standards" / "vc-api.md").read_text("utf-8")


def test_every_call_stands_on_the_page_and_no_other() -> None:
    """Method and path, as the OpenAPI document has them."""
    offered = {
        f"{method.upper()} {path}" for path, methods in api.get_openapi_schema()["paths"].items() for method in methods
    }
    assert set(re.findall(r"^\| `([A-Z]+ /[^`]+)`", PAGE, re.MULTILINE)) == offered


def test_every_scope_and_suite_stands_on_the_page() -> None:
    """What a token needs, and what an instance may sign with."""
    assert {scope for scope in SCOPES if scope.startswith("vc-api:")} == set(re.findall(r"`(vc-api:\w+)`", PAGE))
    assert all(f"`{suite}`" in PAGE for suite in suites())


def test_every_setting_of_an_instance_stands_on_the_page_and_no_other() -> None:
    """The options of the command that makes one, beside its suite and key."""
    words = build_parser().parse_args(["instance", "create", "one", "--suite", "eddsa-rdfc-2022"])
    options = {f"--{name.replace('_', '-')}" for name in vars(words)} - {
        "--thing",
        "--act",
        "--slug",
        "--suite",
        "--key",
    }
    assert set(re.findall(r"^\| `(--[a-z-]+)`", PAGE, re.MULTILINE)) == options
