"""How does a verifier ask for a fresh presentation, and how is it answered once?

The number to be signed is drawn here, is good for ten minutes, and takes one answer. A wrong answer does not use it up.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from openler.platform.audit.queries import person_of
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.keystore.errors import BrokenSeal
from openler.platform.keystore.sealing import open_sealed, seal
from openler.platform.sharing.errors import (
    BadPresentationRequest,
    NoSuchPresentationRequest,
    PresentationRequestClosed,
)
from openler.platform.sharing.models import AUDIENCE_LENGTH, PURPOSE_LENGTH, PresentationRequest
from openler.platform.sharing.queries import ANSWER_KEPT, request_to_present
from openler.platform.sharing.tokens import answer_key_of, asked_id_of, new_token, present_id_of, present_token_of

# The signature must be this fresh, so the question is no older.
OPEN_FOR = timedelta(minutes=10)
_CHALLENGE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put: the verifier's own link to the answer, and the link for the holder."""

    asked_token: str
    present_token: str


def ask_for_presentation(act: Act, *, asker: str, purpose: str) -> Asked:
    """Draw a number for somebody to sign, and make the two links.

    Raises: BadPresentationRequest.
    """
    if not 1 <= len(asker.strip()) <= AUDIENCE_LENGTH:
        raise BadPresentationRequest(_("Say who asks, in 1 to %(most)d letters.") % {"most": AUDIENCE_LENGTH})
    if not 1 <= len(purpose.strip()) <= PURPOSE_LENGTH:
        raise BadPresentationRequest(_("Say why you ask, in 1 to %(most)d letters.") % {"most": PURPOSE_LENGTH})
    asked_token = new_token()
    present_token = present_token_of(asked_token)
    with transaction.atomic():
        request = PresentationRequest.objects.create(
            asked_id=asked_id_of(asked_token),
            present_id=present_id_of(present_token),
            asker=asker.strip(),
            purpose=purpose.strip(),
            challenge=secrets.token_urlsafe(_CHALLENGE_BYTES),
            asked_at=act.at,
            ends_at=act.at + OPEN_FOR,
        )
        record(act, "presentation.asked", kind="presentation_request", object_id=request.pk)
    return Asked(asked_token, present_token)


def answer_request(act: Act, present_token: str, *, presentation: bytes) -> None:
    """Keep the answer to a question; whoever calls has judged that it passes the check ``presenter``.

    Raises: NoSuchPresentationRequest, PresentationRequestClosed.
    """
    request = request_to_present(present_token)
    with transaction.atomic():
        # Of fifty answers at once one is taken: the row changes only while nobody has answered.
        taken = PresentationRequest.objects.filter(pk=request.pk, answered_at=None, ends_at__gt=act.at).update(
            answered_at=act.at, sealed=seal(answer_key_of(present_token), presentation)
        )
        if not taken:
            raise PresentationRequestClosed(_("This question was answered already, or its ten minutes are over."))
        record(act, "presentation.answered", kind="presentation_request", object_id=request.pk, person_id=act.actor_id)


def read_answer(act: Act, request: PresentationRequest, asked_token: str) -> bytes:
    """Open the holder's answer for whoever asked.

    Raises: NoSuchPresentationRequest.
    """
    try:
        presentation = open_sealed(answer_key_of(present_token_of(asked_token)), bytes(request.sealed))
    except BrokenSeal as error:
        raise NoSuchPresentationRequest(_("There is no answer at this address.")) from error
    whose = person_of("presentation.answered", kind="presentation_request", object_id=request.pk)
    record(act, "presentation.read", kind="presentation_request", object_id=request.pk, person_id=whose)
    return presentation


def forget_requests(act: Act) -> int:
    """Forget questions a day after they ended, with their answers, and count them; for the sweep."""
    with transaction.atomic():
        old = PresentationRequest.objects.filter(ends_at__lte=act.at - ANSWER_KEPT)
        count = old.count()
        old.delete()
        if count:
            detail = {"count": count}
            record(act, "presentation.forgotten", kind="presentation_request", object_id="", detail=detail)
    return count
