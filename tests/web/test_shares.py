"""Does a share show what its owner chose, to whoever has the link, until it ends, and does the owner see each opening?"""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import Act, now
from openler.platform.portals.public import shares as share_pages
from openler.platform.sharing.errors import BadShare, ShareExists
from openler.platform.sharing.models import Opening, Share
from openler.platform.sharing.services import (
    MAX_RECORDS,
    MAX_SEALED_BYTES,
    coarse_origin,
    forget_ended_shares,
    make_share,
)
from web.people import make_user, signed_client
from web.sharing import THIEF, as_json, badge, new_share, presentation, shared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _offline(settings: object) -> None:
    """No test of these pages fetches anything."""
    settings.OPENLER_ONLINE = False  # type: ignore[attr-defined]


def words_of(html: bytes) -> str:
    """Give a page's words, without marks and double spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


def test_the_page_says_who_made_it_for_whom_and_shows_nothing_before_the_button(client: Client) -> None:
    """Name, reader, purpose and end; no title of a record, and no opening."""
    at = now()
    token, _share = shared(make_user("ines"), presentation([badge("Wound Care", at=at)], at=at), at=at)
    response = client.get(f"/s/{token}/")
    words = words_of(response.content)
    for told in ("Ines", "Harbor View (fictional)", "Application, nights", "1 record", "Open the records"):
        assert told in words
    assert "Wound Care" not in words
    assert Opening.objects.count() == 0
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_the_pressed_button_checks_and_shows_the_records_with_their_lights(client: Client) -> None:
    """The verdict, each record as an object, who made it for whom and when; the owner sees that somebody looked."""
    at = now()
    owner = make_user("ines")
    records = [badge("Wound Care", at=at), badge("Vital Signs", at=at)]
    audience = "Harbor View (fictional)"
    content = presentation(records, at=at, domain=audience)
    token, share = shared(owner, content, at=at, records=2, audience=audience)
    response = client.post(f"/s/{token}/", REMOTE_ADDR="203.0.113.77")
    words = words_of(response.content)
    assert response.status_code == 200
    for told in ("2 records that this presentation holds are valid", "Wound Care", "Vital Signs", "Made by the holder"):
        assert told in words
    assert f"Made by the holder for {audience} on {at.day} {at:%B %Y}" in words
    assert "Presenter proven Passed" not in words
    assert [(one.origin, one.share_id) for one in Opening.objects.all()] == [("203.0.0.0/16", share.pk)]
    entry = AuditEntry.objects.get(verb="share.opened")
    assert (entry.person_id, entry.object_id, entry.actor_id) == (owner.pk, str(share.pk), None)


def test_the_light_names_the_reader_only_if_the_seal_does(client: Client) -> None:
    """A reader's name that only the server was told is not said to be signed."""
    at = now()
    token, _share = shared(make_user("ines"), presentation([badge("Wound Care", at=at)], at=at), at=at)
    words = words_of(client.post(f"/s/{token}/").content)
    assert "For whom, the seal does not say" in words


def test_a_share_made_by_somebody_else_than_the_subject_lights_nothing(client: Client) -> None:
    """T39: whoever shares a badge of another gets no light for it."""
    at = now()
    content = presentation([badge("Wound Care", at=at)], at=at, holder=THIEF)
    token, _share = shared(make_user("eve"), content, at=at)
    words = words_of(client.post(f"/s/{token}/").content)
    assert "Made by the holder" not in words
    assert "Presenter proven Not applicable" in words


def test_a_stopped_share_says_that_it_ended_and_nothing_against_the_records(client: Client) -> None:
    """The next opening, and every one after it; what it held is gone."""
    at = now()
    owner = make_user("ines")
    token, share = shared(owner, presentation([badge("Wound Care", at=at)], at=at), at=at)
    learner = signed_client(owner)
    assert client.post(f"/s/{token}/").status_code == 200
    response = learner.post(f"/wallet/shares/{share.pk}/stop/")
    assert response.status_code == 302
    for answer in (client.post(f"/s/{token}/"), client.get(f"/s/{token}/")):
        assert answer.status_code == 410
        words = words_of(answer.content)
        assert "This share has ended" in words
        assert "says nothing about the records" in words
        assert "Wound Care" not in words
    assert bytes(Share.objects.get(pk=share.pk).sealed) == b""
    assert Opening.objects.count() == 1
    assert learner.post(f"/wallet/shares/{share.pk}/stop/").status_code == 302


def test_a_share_ends_on_its_day_and_the_sweep_forgets_what_it_held(client: Client) -> None:
    """The clock alone ends it, and the content goes with the next sweep."""
    made = now() - timedelta(days=3)
    content = presentation([badge("Wound Care", at=made)], at=made)
    token, share = shared(make_user("ines"), content, at=made, ends_at=made + timedelta(days=2))
    assert client.post(f"/s/{token}/").status_code == 410
    assert forget_ended_shares(Act(None, None, now())) == 1
    assert forget_ended_shares(Act(None, None, now())) == 0
    assert bytes(Share.objects.get(pk=share.pk).sealed) == b""


def test_an_unknown_link_is_a_plain_404(client: Client) -> None:
    """Whether it was never made or cannot be one at all."""
    for token in ("A" * 43, "short", "no.token"):
        assert client.get(f"/s/{token}/").status_code == 404
        assert client.post(f"/s/{token}/").status_code == 404


def test_the_wallet_brings_a_share_and_its_owner_finds_it_in_the_list(client: Client) -> None:
    """JSON in, 201 out; the list names reader, purpose, state and openings."""
    at = now()
    owner = make_user("ines")
    learner = signed_client(owner)
    assert "You share nothing yet" in words_of(learner.get("/wallet/shares/").content)
    token, new = new_share(presentation([badge("Wound Care", at=at)], at=at), at=at)
    response = learner.post("/wallet/shares/", json.dumps(as_json(new)), content_type="application/json")
    assert response.status_code == 201
    client.post(f"/s/{token}/")
    words = words_of(learner.get("/wallet/shares/").content)
    for told in ("Harbor View (fictional)", "Application, nights", "1 record", "opened 1 time", "Open until"):
        assert told in words
    page = words_of(learner.get(response.headers["Location"]).content)
    assert "End this share now" in page and "The machine that this installation runs on" in page
    assert [entry.verb for entry in AuditEntry.objects.order_by("number")] == ["share.made", "share.opened"]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("id", "ABC"),
        ("id", "G" * 64),
        ("sealed", "not base64url!"),
        ("sealed", "AAAA"),
        ("audience", " "),
        ("audience", "x" * 121),
        ("purpose", ""),
        ("ends_at", "tomorrow"),
        ("ends_at", "2030-01-01T00:00:00"),
        ("ends_at", "2020-01-01T00:00:00Z"),
        ("records", 0),
        ("records", MAX_RECORDS + 1),
        ("records", True),
        ("records", "1"),
    ],
)
def test_a_share_that_lacks_what_it_needs_is_refused_in_words(member: str, value: object) -> None:
    """Each refusal is a problem that the wallet can show, and nothing is kept."""
    at = now()
    _token, new = new_share(b"{}", at=at)
    body = as_json(new) | {member: value}
    response = signed_client(make_user("ines")).post(
        "/wallet/shares/", json.dumps(body), content_type="application/json"
    )
    assert response.status_code == 400
    assert response.json()["code"] == "bad_share" and response.json()["advice"]
    assert Share.objects.count() == 0


def test_two_shares_never_have_one_link_and_none_is_too_large() -> None:
    """The second of the same link is a conflict; the limit of size is the limit."""
    at, owner = now(), make_user("ines")
    _token, new = new_share(b"{}", at=at)
    make_share(Act(owner.pk, None, at), owner_id=owner.pk, new=new)
    with pytest.raises(ShareExists):
        make_share(Act(owner.pk, None, at), owner_id=owner.pk, new=new)
    _token, large = new_share(bytes(MAX_SEALED_BYTES), at=at)
    with pytest.raises(BadShare, match="larger"):
        make_share(Act(owner.pk, None, at), owner_id=owner.pk, new=large)


def test_the_verify_page_and_the_api_open_a_share_of_this_installation(client: Client, settings: object) -> None:
    """From the database, although this installation fetches nothing; it counts as an opening."""
    settings.OPENLER_PUBLIC_URL = "http://127.0.0.1:8000"  # type: ignore[attr-defined]
    at = now()
    token, _share = shared(make_user("ines"), presentation([badge("Wound Care", at=at)], at=at), at=at)
    link = f"http://127.0.0.1:8000/s/{token}/"
    words = words_of(client.post("/verify/", {"record": link}).content)
    assert "A share for Harbor View (fictional)" in words and "Wound Care" in words and "Made by the holder" in words
    answer = client.post("/api/v1/verifications", json.dumps({"url": link}), content_type="application/json")
    assert answer.status_code == 200 and answer.json()["kind"] == "presentation" and answer.json()["verified"]
    assert Opening.objects.count() == 2
    Share.objects.update(stopped_at=at)
    ended = client.post("/api/v1/verifications", json.dumps({"url": link}), content_type="application/json")
    assert (ended.status_code, ended.json()["code"]) == (404, "share_ended")
    assert "says nothing about the records" in words_of(client.post("/verify/", {"record": link}).content)


def test_openings_are_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that tries links is held back."""
    monkeypatch.setattr(share_pages, "OPENINGS_PER_MINUTE", 2)
    statuses = [client.post(f"/s/{'A' * 43}/").status_code for _time in range(3)]
    assert statuses == [404, 404, 429]


@pytest.mark.parametrize(
    ("visitor", "origin"),
    [
        ("203.0.113.77", "203.0.0.0/16"),
        ("2001:db8:1:2::3", "2001:db8::/32"),
        ("127.0.0.1", "loopback"),
        ("unknown", ""),
    ],
)
def test_of_a_visitor_only_the_wide_network_is_kept(visitor: str, origin: str) -> None:
    """Enough to wonder, too little to follow anybody."""
    assert coarse_origin(visitor) == origin
