"""T32: a share is guessed, found in a stolen database, opened after its end, or reached by another account."""

import json
import logging
import re
from pathlib import Path

import pytest
from django.core import serializers
from django.db import connection
from django.test import Client

from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import now
from openler.platform.keystore.errors import BrokenSeal
from openler.platform.keystore.sealing import open_sealed
from openler.platform.sharing.models import Opening, PresentationRequest, Share
from openler.platform.sharing.tokens import TOKEN_BYTES, new_token, share_id_of, share_key_of
from web.people import make_user, signed_client
from web.sharing import badge, presentation, shared

pytestmark = pytest.mark.django_db
CANARY = "Wound Care CANARY-7f3a"


@pytest.fixture(autouse=True)
def _offline(settings: object) -> None:
    """No test of these pages fetches anything."""
    settings.OPENLER_ONLINE = False  # type: ignore[attr-defined]


def dump_of_everything() -> str:
    """Give every row of every table as text, bytes in hexadecimal and as they are."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    is_bytes = isinstance(value, (bytes, memoryview))
                    rows.append(bytes(value).decode("latin-1") + bytes(value).hex() if is_bytes else str(value))
    return "\n".join(rows)


def test_a_link_cannot_be_guessed() -> None:
    """256 bits, twice what is asked; no two alike, and one spelling each."""
    tokens = {new_token() for _time in range(1000)}
    assert len(tokens) == 1000 and TOKEN_BYTES * 8 >= 128
    token = next(iter(tokens))
    assert share_id_of(token) and not share_id_of(token + "=") and not share_id_of(token[:-1])


def test_a_stolen_database_opens_no_share_and_tells_nothing_of_its_records(client: Client) -> None:
    """Neither token nor key nor any word of a record is in it, before and after an opening."""
    at = now()
    token, share = shared(make_user("ines"), presentation([badge(CANARY, at=at)], at=at), at=at)
    assert CANARY in client.post(f"/s/{token}/").content.decode()
    dump = dump_of_everything()
    assert share.link_id in dump
    assert "CANARY" not in dump and token not in dump and share_key_of(token).hex() not in dump
    with pytest.raises(BrokenSeal):
        open_sealed(bytes.fromhex(share.link_id), bytes(share.sealed))


def test_the_log_names_the_route_and_never_the_link(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads the log of requests opens nothing."""
    at = now()
    token, _share = shared(make_user("ines"), presentation([badge(CANARY, at=at)], at=at), at=at)
    log = logging.getLogger("openler.requests")
    seen: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: seen.append(json.dumps(vars(record), default=str))  # type: ignore[method-assign]
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        client.get(f"/s/{token}/")
        client.post(f"/s/{token}/")
        client.post(f"/s/{token[:-1]}B/")
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
    assert len(seen) == 3 and all('"route": "share"' in line for line in seen)
    assert not any(token[:20] in line for line in seen)
    assert token[:20] not in "".join(capsys.readouterr())


def test_a_revoked_share_is_refused_by_the_next_request_and_by_every_cache(client: Client) -> None:
    """No answer may be kept by anybody, so that the end of a share is the end everywhere."""
    at = now()
    owner = make_user("ines")
    token, share = shared(owner, presentation([badge(CANARY, at=at)], at=at), at=at)
    for response in (client.get(f"/s/{token}/"), client.post(f"/s/{token}/")):
        assert "no-store" in response.headers["Cache-Control"]
    signed_client(owner).post(f"/wallet/shares/{share.pk}/stop/")
    after = client.post(f"/s/{token}/")
    assert after.status_code == 410 and CANARY not in after.content.decode()
    assert "no-store" in after.headers["Cache-Control"]


def test_a_scanner_that_follows_the_link_changes_nothing(client: Client) -> None:
    """GET, HEAD, and a GET of every address that the page names: no opening, no entry, no row."""
    at = now()
    token, _share = shared(make_user("ines"), presentation([badge(CANARY, at=at)], at=at), at=at)
    before = serializers.serialize("json", [*Share.objects.all(), *AuditEntry.objects.all()])
    page = client.get(f"/s/{token}/").content.decode()
    client.head(f"/s/{token}/")
    for address in set(re.findall(r'(?:href|action)="(/[^"]*)"', page)):
        client.get(address)
    assert Opening.objects.count() == 0 and PresentationRequest.objects.count() == 0
    assert serializers.serialize("json", [*Share.objects.all(), *AuditEntry.objects.all()]) == before


def test_another_account_reaches_no_share(client: Client) -> None:
    """By its id, by its list, by stopping it: for another learner, and for nobody signed in, it does not exist."""
    at = now()
    token, share = shared(make_user("ines"), presentation([badge(CANARY, at=at)], at=at), at=at)
    other = signed_client(make_user("eve"))
    assert other.get(f"/wallet/shares/{share.pk}/").status_code == 404
    assert other.post(f"/wallet/shares/{share.pk}/stop/").status_code == 404
    assert "Harbor View" not in other.get("/wallet/shares/").content.decode()
    assert client.post(f"/wallet/shares/{share.pk}/stop/").status_code in (401, 403)
    assert client.post(f"/s/{token}/").status_code == 200


def test_a_share_whose_content_is_not_a_presentation_is_judged_like_any_file(client: Client) -> None:
    """Who makes a share chooses its bytes: pages, bombs and scripts get a verdict, never a page of their own."""
    at = now()
    for number, content in enumerate((b"<script>alert(1)</script>", b"[" * 100_000, bytes(1000), b"{}")):
        token, _share = shared(make_user(f"m{number}"), content, at=at)
        response = client.post(f"/s/{token}/")
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_no_page_of_a_share_is_read_by_a_search_engine() -> None:
    """The pages that have a token in their address say so."""
    folder = Path(__file__).parents[2] / "src/openler/platform/portals/public/templates/public"
    for name in ("share.html", "share_ended.html", "asked.html", "present.html"):
        assert 'name="robots" content="noindex"' in (folder / name).read_text("utf-8")
