"""How does one learner's way go, from the class list to the work, by services and pages?

Run in a process of its own with OPENLER_HOME and OPENLER_MASTER_KEY set, and DATABASE_URL for PostgreSQL; prints as JSON
what nobody but the learner, or nobody at all, may find afterwards: texts, and keys in hexadecimal.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
TITLE = "Canary of the coalmine"
OWN_WORDS = "Canary in my own words"
FILE = b"%PDF-1.7 Canary in a file"
MESSAGE, NOTE, REMARK = "Canary in a message", "Canary in a note", "Canary in a class list"


def main() -> int:
    """Go all the way, and tell what must not have stayed."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    print(json.dumps(_walk()))
    return 0


def _walk() -> dict[str, list[str]]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    import openler
    from openler.credentials.keys import KeyFile, SoftwareSigner
    from openler.foundation.encodings import decode_base64url, encode_base64url
    from openler.platform.base.acts import now
    from openler.platform.issuing import claims, uploads
    from openler.platform.issuing.models import Seat
    from openler.platform.jobs.services import run_all
    from openler.platform.keystore.sealing import new_key, seal
    from openler.platform.keystore.services import current_key, data_key, open_signer
    from openler.platform.opportunities.models import Application
    from openler.platform.sharing.tokens import share_key_of
    from openler.testing.signing import method_of
    from web.applying import PRIVACY, make_home
    from web.issuing import College
    from web.people import make_user, signed_client
    from web.sharing import as_json, badge, new_share, presentation

    at = now()
    college, ines = College(), make_user("ines")
    student = signed_client(ines)
    clerk = college.act(college.issuer)
    waiting = f"name,student_id,remark\nBo Marklund,00418,{REMARK}\n".encode()
    uploads.keep_upload(clerk, college.version, title="Waits", data=waiting, claim_check=1, form_token="waits")
    college.issue("name,email,student_id\nInés Valdés,ines@people.example,00417\n", at=at)

    # Claim: the code, then the key of the wallet.
    link = Seat.objects.get().links.get(ended_at=None)
    path, holder = f"/claim/{claims.token_of(link)}/", SoftwareSigner.generate("Ed25519")
    _done(student.post(f"{path}check/", {"code": claims.code_of(link)}), 302)
    page = _done(student.get(path), 200)
    asked = {"challenge": page.context["challenge"], "domain": page.context["domain"]}
    shown = openler.present([], signer=holder, verification_method=method_of(holder), at=at, **asked)
    given = student.post(f"{path}bind/", json.dumps({"presentation": shown}), content_type="application/json")
    bound = json.loads(_done(given, 201).content)

    # Hold: a record from elsewhere too; both leave the wallet sealed under a key that only it has.
    elsewhere, wallet_key = badge(TITLE, at=at, holder=holder), new_key()
    for number, record in enumerate((bound, elsewhere)):
        body = {"sequence": 1, "sealed": encode_base64url(seal(wallet_key, json.dumps(record).encode()))}
        item = f"/api/v1/wallet/items/{number:032x}"
        _done(student.put(item, json.dumps(body), content_type="application/json"), 204)

    # Share, and look at it; check the record on the page where anybody may.
    both = presentation([bound, elsewhere], at=at, holder=holder)
    token, new = new_share(both, at=at)
    _done(student.post("/wallet/shares/", json.dumps(as_json(new)), content_type="application/json"), 201)
    assert TITLE in _done(Client().post(f"/s/{token}/"), 200).content.decode()
    checked = SimpleUploadedFile("record.json", json.dumps(elsewhere).encode())
    assert TITLE in _done(Client().post("/verify/", {"file": checked}), 200).content.decode()

    # Apply, be seen, and be hired.
    home = make_home(at)
    recruiter = signed_client(home.recruiter)
    application = {"record": both.decode(), "answer-2": OWN_WORDS, "file-3": SimpleUploadedFile("a.pdf", FILE)}
    _done(student.post(f"/postings/{home.posting.pk}/apply/", application), 302)
    team = f"/o/{home.organization.slug}/applicants/{Application.objects.get().pk}/"
    assert TITLE in _done(recruiter.get(team), 200).content.decode()
    _done(recruiter.post(f"{team}check/"), 302)
    _done(recruiter.post(f"{team}names/", {"reason": "Invitation"}), 302)
    _done(recruiter.get(f"{team}raw/"), 200)
    _done(recruiter.post(f"{team}move/", {"stage": "interview", "message": MESSAGE}), 302)
    decision: dict[str, Any] = {"code": "requirements_met", "requirement": [PRIVACY], "message": MESSAGE, "note": NOTE}
    for stage in ("offered", "hired"):
        _done(recruiter.post(f"{team}move/", {**decision, "stage": stage}), 302)
    page_of_team = _done(recruiter.get(team), 200).content.decode()
    assert all(words in page_of_team for words in (OWN_WORDS, NOTE))
    run_all(at)

    key = current_key(college.organization.pk)
    assert key is not None
    signer = open_signer(key)
    assert isinstance(signer, SoftwareSigner)
    proofs = [record["proof"]["proofValue"] for record in (bound, elsewhere, json.loads(both))]
    secrets = [json.loads(KeyFile.of(one).serialize())["secretKeyMultibase"] for one in (signer, holder)]
    texts = [TITLE, OWN_WORDS, FILE.decode(), MESSAGE, NOTE, REMARK, *proofs, *secrets, token]
    keys = [signer.secret, holder.secret, wallet_key, share_key_of(token)]
    keys += [data_key(one.pk) for one in (college.organization, home.organization)]
    keys.append(decode_base64url(os.environ["OPENLER_MASTER_KEY"]))
    return {
        "secret_texts": [*texts, claims.token_of(link), claims.code_of(link)],
        "secret_keys": [one.hex() for one in keys],
        "kept": [college.organization.name, home.posting.title, "Inés Valdés", "00417"],
    }


def _done(response: Any, status: int) -> Any:
    assert response.status_code == status, (response.status_code, response.content[:500])
    return response


if __name__ == "__main__":
    sys.exit(main())
