"""What does the installation keep for a wallet, and for nobody else? Sealed items, in sequence, each act written down."""

import json
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from openler.foundation.encodings import encode_base64url
from openler.platform.accounts.models import User
from openler.platform.audit.models import AuditEntry
from openler.platform.holding import services
from openler.platform.holding.errors import BadDeposit, ItemChanged
from openler.platform.holding.models import Holder, SealedItem
from openler.platform.holding.services import MAX_SEALED_BYTES, keep_item
from openler.testing.signing import did_key_of, fixed_signer
from web.people import act, make_user, signed_client

pytestmark = pytest.mark.django_db

ITEM = "0123456789abcdef0123456789abcdef"
SEALED = bytes(range(200))
DID, OTHER_DID = did_key_of(fixed_signer(1)), did_key_of(fixed_signer(2))


def _send(client: Client, method: str, path: str, **body: Any) -> Any:
    return getattr(client, method)(f"/api/v1/wallet{path}", json.dumps(body), content_type="application/json")


def _put(client: Client, sequence: int, sealed: bytes = SEALED, item: str = ITEM) -> int:
    answer = _send(client, "put", f"/items/{item}", sequence=sequence, sealed=encode_base64url(sealed))
    return int(answer.status_code)


def test_an_item_comes_back_as_it_was_left() -> None:
    """Left, listed, given back, changed, removed; the name of what was removed stays so that other browsers follow."""
    client = signed_client(make_user("ines"))
    assert _put(client, 1) == 204
    assert client.get("/api/v1/wallet").json()["items"] == [{"id": ITEM, "sequence": 1, "removed": False}]
    assert client.get(f"/api/v1/wallet/items/{ITEM}").json()["sealed"] == encode_base64url(SEALED)
    assert _put(client, 2, SEALED[::-1]) == 204
    assert _send(client, "delete", f"/items/{ITEM}", sequence=2).status_code == 204
    assert client.get("/api/v1/wallet").json()["items"] == [{"id": ITEM, "sequence": 3, "removed": True}]
    assert client.get(f"/api/v1/wallet/items/{ITEM}").status_code == 404
    assert _send(client, "delete", "/items/" + "f" * 32, sequence=1).status_code == 404
    verbs = AuditEntry.objects.filter(kind="sealed_item").values_list("verb", flat=True)
    assert list(verbs.order_by("number")) == ["item.kept", "item.kept", "item.removed"]


def test_of_two_browsers_the_later_one_is_told() -> None:
    """A state that does not follow the kept one is refused (409) and changes nothing, whichever act it is."""
    client = signed_client(make_user("ines"))
    assert _put(client, 1) == 204
    for sequence in (0, 1, 3):
        assert _put(client, sequence, b"x" * 40) == 409
    assert _send(client, "delete", f"/items/{ITEM}", sequence=7).status_code == 409
    assert bytes(SealedItem.objects.get().sealed) == SEALED


def test_two_first_states_at_once_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database refuses the second row, and the browser hears that it came second."""
    user = make_user("ines")

    def overtaken(*_arguments: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(services, "_put", overtaken)
    with pytest.raises(ItemChanged):
        keep_item(act(user), owner_id=user.pk, item_id=ITEM, sequence=1, sealed=SEALED)


def test_nobody_reaches_the_items_of_another() -> None:
    """Another person finds nothing under the same name, and leaves their own beside it; a stranger is refused."""
    ines, bo = make_user("ines"), make_user("bo")
    assert _put(signed_client(ines), 1) == 204
    other = signed_client(bo)
    assert other.get(f"/api/v1/wallet/items/{ITEM}").status_code == 404
    assert _send(other, "delete", f"/items/{ITEM}", sequence=1).status_code == 404
    assert _put(other, 1, SEALED[::-1]) == 204
    assert bytes(SealedItem.objects.get(owner=ines).sealed) == SEALED
    for method, path in (("get", ""), ("put", "/holder"), ("put", f"/items/{ITEM}"), ("delete", f"/items/{ITEM}")):
        assert getattr(Client(), method)(f"/api/v1/wallet{path}").status_code in (401, 403)


@pytest.mark.parametrize(
    "sealed", [b"", b"x" * 28, b"x" * (MAX_SEALED_BYTES + 1)], ids=["none", "no-more", "too-large"]
)
def test_what_is_no_sealed_item_is_refused(sealed: bytes) -> None:
    """Nothing, nonce and tag alone, and more than any record fills."""
    user = make_user("ines")
    with pytest.raises(BadDeposit):
        keep_item(act(user), owner_id=user.pk, item_id=ITEM, sequence=1, sealed=sealed)


def test_a_bad_name_a_bad_body_and_one_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with 400 and nothing kept."""
    client = signed_client(make_user("ines"))
    assert _put(client, 1, item="A" * 32) == 400
    assert _send(client, "put", f"/items/{ITEM}", sequence=True, sealed="AA").status_code == 400
    assert _send(client, "put", f"/items/{ITEM}", sequence=1, sealed="!").status_code == 400
    monkeypatch.setattr(services, "MAX_ITEMS", 1)
    assert _put(client, 1) == 204
    assert _put(client, 1, item="e" * 32) == 400
    assert SealedItem.objects.count() == 1


def _register(client: Client, did: str, replaces: str = "") -> int:
    return int(_send(client, "put", "/holder", did=did, replaces=replaces).status_code)


def test_a_wallet_keeps_its_name_until_its_owner_starts_over() -> None:
    """Another key is refused (409); starting over names the former one, and what only that could open is forgotten."""
    user: User = make_user("ines")
    client = signed_client(user)
    assert [_register(client, DID), _register(client, DID), _put(client, 1)] == [204, 204, 204]
    assert _register(client, OTHER_DID) == 409
    assert _register(client, OTHER_DID, "did:key:zAnother") == 409
    assert (client.get("/api/v1/wallet").json()["holder"], SealedItem.objects.count()) == (DID, 1)
    assert _register(client, OTHER_DID, DID) == 204
    assert (Holder.objects.get(owner=user).did, SealedItem.objects.count()) == (OTHER_DID, 0)
    verbs = AuditEntry.objects.filter(kind="holder").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["holder.registered", "holder.replaced"]


@pytest.mark.parametrize("did", ["", "did:key:", "did:web:x.example", "did:key:z6Mk", "did:key:" + "z" * 200])
def test_only_a_key_that_signs_is_a_holder(did: str) -> None:
    """No other method, no fragment of a key."""
    assert _register(signed_client(make_user("ines")), did) == 400


def test_a_foreign_page_leaves_nothing(client: Client) -> None:
    """Without the token against foreign forms no session is enough."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("ines"), backend="django.contrib.auth.backends.ModelBackend")
    assert _put(strict, 1) == 403
    assert SealedItem.objects.count() == 0


def test_the_pages_say_what_they_need(client: Client) -> None:
    """The wallet opens to anybody and says that it needs script; sharing needs an account; the screens stand alone."""
    page = client.get("/wallet/").content.decode()
    assert "The wallet needs scripts in this browser" in page and "<openler-wallet" in page
    assert client.get("/wallet/share/").status_code == 302
    screens = client.get("/wallet/screens/").content.decode()
    for name in ("start", "save", "restore", "records", "record", "accept", "accepted", "share", "shared", "present"):
        assert f'data-screen="{name}"' in screens
