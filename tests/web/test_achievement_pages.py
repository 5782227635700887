"""Does an organization say on pages what can be earned, and does nobody approve their own, overwrite, or lose a word?"""

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from openler.platform.accounts.models import User
from openler.platform.achievements.models import Achievement, Picture, Version
from openler.platform.frameworks.models import FrameworkItem
from openler.platform.frameworks.services import import_framework
from web.browser import FEW_LOOKS, Look, axe_violations, open_page, sideways_scroll
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db
NEW = "/o/college/achievements/new/"
SHEET = b"""Code,Label,Description
W-1,Wound assessment,Look and describe
W-2,Clean technique,Keep clean
W-3,Dressing change,Change a simple dressing
"""


def nursing_framework() -> None:
    """Bring a small framework here."""
    import_framework(act(), tenant_id=None, data=SHEET, title="Ward skills")


@pytest.fixture
def writer() -> Client:
    """Someone who writes achievements; somebody else reviews them."""
    people = {make_user("writer"): ["issuer"], make_user("reviewer"): ["reviewer"], make_user("second"): ["issuer"]}
    make_organization("college", members={make_user("owner"): ["owner"], **people})
    return signed_client(next(iter(people)))


def typed(**changes: str) -> dict[str, str]:
    """Give what somebody types."""
    return {
        "act": "save",
        "name": "Wound Care Basics",
        "code": "WND-1",
        "achievement_type": "Course",
        "description": "Care for simple wounds under supervision.",
        "criteria": "Take part in **12 hours of lab**.",
        "claim_check": "1",
        "r1-id": "",
        "r1-name": "Practical exam",
        "r1-level-0": "Introductory",
        "r1-level-1": "Working",
        "r1-level-2": "",
        "r1-level-3": "Proficient",
        "r1-required": "3",
        "r2-name": "Written exam",
        "r2-max": "100",
        "r2-required": "70",
    } | changes


def signed(name: str) -> Client:
    """Sign a person in who was made before."""
    return signed_client(User.objects.get(username=name))


def test_an_achievement_is_written_sent_back_mended_approved_and_renewed(writer: Client) -> None:
    """The whole way by pages, with two people."""
    answer = writer.post(NEW, typed(act="send"))
    version = Version.objects.get()
    page = f"/o/college/achievements/{version.pk}/"
    assert answer.status_code == 302
    assert answer["Location"] == page
    assert version.state == "in_review"
    assert version.results[0]["levels"] == ["Introductory", "Working", "Proficient"]
    assert version.results[0]["required"] == 2
    assert (version.results[1]["max"], version.results[1]["required"]) == (100, 70)
    reviewer = signed("reviewer")
    assert "Approve and publish" in reviewer.get(page).content.decode()
    assert "Approve and publish" not in writer.get(page).content.decode()
    reviewer.post(f"{page}judge/", {"act": "back", "note": "Say how long the lab is."})
    assert "Say how long the lab is." in writer.get(page).content.decode()
    writer.post(page, typed(act="send", revision="1", criteria="Thirteen hours."))
    assert reviewer.post(f"{page}judge/", {"act": "approve"}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.criteria) == ("published", "Thirteen hours.")
    assert Client().get(f"/achievements/{version.pk}/").status_code == 200
    renewed = writer.post(f"{page}renew/")["Location"]
    assert "Draft of version 2" in writer.get(renewed).content.decode()
    version.refresh_from_db()
    assert version.state == "published"


def test_nobody_approves_their_own(writer: Client) -> None:
    """An owner who wrote it is told so, and nothing is published."""
    owner = signed("owner")
    owner.post(NEW, typed(act="send"))
    version = Version.objects.get()
    answer = owner.post(f"/o/college/achievements/{version.pk}/judge/", {"act": "approve"})
    assert answer.status_code == 403
    assert "somebody else approves it" in answer.content.decode()
    version.refresh_from_db()
    assert version.state == "in_review"


def test_every_fault_is_named_at_its_field_and_what_was_typed_stays(writer: Client) -> None:
    """The summary leads to each field, results included; nothing is kept."""
    wrong = typed(name="", description="", achievement_type="Spell", claim_check="0")
    wrong |= {"r1-required": "2", "r2-max": "many", "criteria": "Kept words."}
    answer = writer.post(NEW, wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for field in ("name", "description", "achievement_type", "claim_check", "results-1", "results-2"):
        assert f'href="#{field}"' in shown, field
        assert f'id="{field}"' in shown, field
    assert "Kept words." in shown
    assert 'value="many"' in shown
    assert not Achievement.objects.exists()


def test_two_who_edit_keep_both_versions(writer: Client) -> None:
    """The second to save sees what the first left and what they typed; nothing was overwritten."""
    writer.post(NEW, typed())
    version = Version.objects.get()
    page = f"/o/college/achievements/{version.pk}/"
    assert signed("second").post(page, typed(revision="1", name="Wounds, first")).status_code == 302
    answer = writer.post(page, typed(revision="1", name="Wounds, second"))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Wounds, first" in shown
    assert "Wounds, second" in shown
    version.refresh_from_db()
    assert version.name == "Wounds, first"
    revision = re.search(r'name="revision" value="(\d+)"', shown)
    assert revision is not None
    assert writer.post(page, typed(revision=revision[1], name="Wounds, second")).status_code == 302


def test_the_same_form_sent_twenty_times_makes_one(writer: Client) -> None:
    """The code is one an organization: the first makes it, the others say so."""
    codes = {writer.post(NEW, typed()).status_code for _time in range(20)}
    assert codes == {302, 422}
    assert Achievement.objects.count() == 1


def test_skills_are_found_added_and_taken_from_the_framework_not_from_the_form(writer: Client) -> None:
    """A label that a form claims counts nothing; a skill that does not exist is not kept."""
    nursing_framework()
    item = FrameworkItem.objects.order_by("position").first()
    assert item is not None
    found = writer.post(NEW, typed(act="find", q=item.label)).content.decode()
    assert f"add:{item.uri}" in found
    added = writer.post(NEW, typed(act=f"add:{item.uri}")).content.decode()
    assert f'name="a1-uri" value="{item.uri}"' in added
    assert not Achievement.objects.exists()
    forged = {"a1-uri": item.uri, "a1-label": "Brain surgery", "a2-uri": "https://forged.example/skill"}
    writer.post(NEW, typed(**forged))
    assert [one["label"] for one in Version.objects.get().alignments] == [item.label]


def test_buttons_that_look_up_keep_everything(writer: Client) -> None:
    """A result more, a result less, a picture: the form comes back with all of it, and nothing is kept yet."""
    image = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(image, "PNG")
    image.seek(0)
    image.name = "wound.png"
    shown = writer.post(NEW, {**typed(act="levels"), "picture_file": image}).content.decode()  # type: ignore[dict-item]
    picture = Picture.objects.get()
    assert f'name="picture" value="{picture.pk}"' in shown
    assert 'id="r3-level-0"' in shown
    assert "Written exam" in shown
    fewer = writer.post(NEW, typed(act="drop:1", picture=str(picture.pk))).content.decode()
    assert "Practical exam" not in fewer
    writer.post(NEW, typed(picture=str(picture.pk)))
    assert Version.objects.get().picture == picture


def test_a_broken_picture_is_told_and_the_words_stay(writer: Client) -> None:
    """An upload that is no picture costs nobody what they wrote."""
    bomb = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    bomb.name = "x.svg"
    answer = writer.post(NEW, {**typed(), "picture_file": bomb})  # type: ignore[dict-item]
    assert answer.status_code == 422
    assert "can do more than draw" in answer.content.decode()
    assert "Wound Care Basics" in answer.content.decode()


def test_a_picture_of_another_organization_is_not_taken(writer: Client) -> None:
    """Neither by its id in the form, nor by its address."""
    other = make_organization("other")
    picture = Picture.objects.create(tenant_id=other.pk, media_type="image/png", content=b"", width=1, height=1)
    writer.post(NEW, typed(picture=str(picture.pk)))
    assert Version.objects.get().picture is None
    assert writer.get(f"/o/college/achievements/pictures/{picture.pk}/").status_code == 404


def test_a_viewer_reads_and_cannot_write(writer: Client) -> None:
    """The page shows a draft to a reviewer; a form of theirs is refused."""
    writer.post(NEW, typed())
    page = f"/o/college/achievements/{Version.objects.get().pk}/"
    reviewer = signed("reviewer")
    assert "It is being written" in reviewer.get(page).content.decode()
    assert reviewer.post(page, typed(revision="1", name="Mine")).status_code == 403


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_pages_of_achievements_in_every_look(
    writer: Client, browser: Browser, live_server: LiveServer, look: Look
) -> None:
    """List, form with faults and hits, form as it is filled, a version that waits; OPENLER_PICTURES keeps a picture."""
    nursing_framework()
    items = list(FrameworkItem.objects.order_by("position")[:3])
    chosen = {f"a{number}-uri": item.uri for number, item in enumerate(items, 1)}
    writer.post(NEW, typed(act="send", **chosen))
    writer.post(NEW, typed(code="WND-2", **chosen))
    drafted = Version.objects.get(state="draft")
    waiting = Version.objects.get(state="in_review")
    name = django_settings.SESSION_COOKIE_NAME
    folder = os.environ.get("OPENLER_PICTURES")
    faults: list[Any] = []
    with open_page(browser, f"{live_server.url}/healthz", look) as page:
        cookie = signed("owner").cookies[name].value
        page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        for title, path in (("list", ""), ("edit", f"{drafted.pk}/"), ("waits", f"{waiting.pk}/"), ("empty", "new/")):
            page.goto(f"{live_server.url}/o/college/achievements/{path}")
            if title == "edit":
                page.fill("#q", items[0].label)
                page.fill("#description", "")
                with page.expect_navigation():
                    page.get_by_role("button", name="Find", exact=True).click()
            if title == "empty":
                with page.expect_navigation():
                    page.get_by_role("button", name="Send for approval").click()
            if folder:
                page.screenshot(
                    path=Path(folder) / f"achievement-{title}-{look.width}-{look.scheme}.png", full_page=True
                )
            faults += [f"{title}: {fault}" for fault in axe_violations(page) + sideways_scroll(page)]
    assert faults == []
