"""What do tests of shares share? Records, presentations and sealed shares, made as a wallet makes them."""

import json
from datetime import datetime, timedelta
from typing import Any

import openler
from openler.foundation.encodings import encode_base64url
from openler.platform.accounts.models import User
from openler.platform.base.acts import Act
from openler.platform.keystore.sealing import seal
from openler.platform.sharing.models import Share
from openler.platform.sharing.services import NewShare, make_share
from openler.platform.sharing.tokens import new_token, share_id_of, share_key_of
from openler.testing.signing import did_key_of, fixed_signer, method_of

ISSUER, HOLDER, THIEF = fixed_signer(1), fixed_signer(2), fixed_signer(3)
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def badge(name: str, *, at: datetime, holder: Any = HOLDER, **more: Any) -> dict[str, Any]:
    """Sign a badge about the holder of a trial key; all names are fictional."""
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2", OB],
        "id": "urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did_key_of(ISSUER), "type": ["Profile"], "name": "Lakeside College (fictional)"},
        "validFrom": "2026-05-04T09:00:00Z",
        "name": name,
        "credentialSubject": {
            "id": did_key_of(holder),
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:9a1f6b1e-42a7-4f5c-a6a3-2a4d6a0f9c11",
                "type": ["Achievement"],
                "name": name,
                "description": f"{name}, shown in class.",
                "criteria": {"narrative": "Shown twice."},
            },
        },
        **more,
    }
    return openler.issue(claims, signer=ISSUER, verification_method=method_of(ISSUER), at=at)


def presentation(records: list[dict[str, Any]], *, at: datetime, holder: Any = HOLDER, **more: Any) -> bytes:
    """Sign a presentation as bytes."""
    return json.dumps(
        openler.present(records, signer=holder, verification_method=method_of(holder), at=at, **more),
        ensure_ascii=False,
    ).encode()


def new_share(content: bytes, *, at: datetime, **more: Any) -> tuple[str, NewShare]:
    """Seal content as a wallet does; give the token of the link and what is sent."""
    token = new_token()
    members: dict[str, Any] = {
        "link_id": share_id_of(token),
        "sealed": seal(share_key_of(token), content),
        "audience": "Harbor View (fictional)",
        "purpose": "Application, nights",
        "ends_at": at + timedelta(days=14),
        "records": 1,
        **more,
    }
    return token, NewShare(**members)


def shared(owner: User, content: bytes, *, at: datetime, **more: Any) -> tuple[str, Share]:
    """Keep a share of somebody; give the token of its link and the row."""
    token, new = new_share(content, at=at, **more)
    return token, make_share(Act(owner.pk, None, at), owner_id=owner.pk, new=new)


def as_json(new: NewShare) -> dict[str, Any]:
    """Write a new share as the wallet sends it."""
    return {
        "id": new.link_id,
        "sealed": encode_base64url(new.sealed),
        "audience": new.audience,
        "purpose": new.purpose,
        "ends_at": new.ends_at.isoformat(),
        "records": new.records,
    }
