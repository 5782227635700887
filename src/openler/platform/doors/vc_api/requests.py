"""What does a request of the VC API ask? Strict: what is not named here is refused, never passed over.

Spec: https://w3c.github.io/vcalm/
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from openler.credentials.model.shape import VCDM_2, listed
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import TooLarge, parse_json_object
from openler.platform.base.errors import BodyTooLarge, UnknownMember
from openler.platform.doors.vc_api.errors import BadVcApiRequest

# A challenge is some 32 random bytes as text, a domain a host or an address; as in openler.present.
MAX_ANSWER_LETTERS = 400
# A record discloses or must disclose some dozens of its members.
MAX_POINTERS = 500
_COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_ENVELOPES = ("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation")
_RETURNS = ("returnResults", "returnProblemDetails")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check is asked to be.

    Attributes:
        given: the record or presentation, an object or a compact token.
        conditions: for the judge: proof_only, purpose, domain, challenge.
        returns: what the answer holds: results, problemDetails, and what was checked.
    """

    given: JsonObject | str
    conditions: dict[str, Any]
    returns: frozenset[str]

    @property
    def is_proof_only(self) -> bool:
        """Whether only the proof was asked."""
        return bool(self.conditions["proof_only"])


def read_body(request: HttpRequest) -> JsonObject:
    """Read the body of a request: one JSON object, said to be one.

    Raises: BadVcApiRequest, BodyTooLarge, MalformedInput.
    """
    if request.content_type != "application/json":
        # Also what keeps a page of another site from sending it unseen: a browser asks first for this type.
        raise BadVcApiRequest("The body must be sent as application/json.")
    try:
        return parse_json_object(request.body)
    except TooLarge as error:
        raise BodyTooLarge(error.message) from None


def members_of(body: JsonObject, needed: str, *optional: str) -> JsonObject:
    """Give a body that has what it needs and nothing unknown.

    Raises: BadVcApiRequest, UnknownMember.
    """
    _refuse_unknown(body, (needed, *optional), "")
    if needed not in body:
        raise BadVcApiRequest(f"The body has no {needed}.", pointer=f"/{needed}")
    return body


def object_in(body: JsonObject, name: str) -> JsonObject:
    """Give a member that must be an object.

    Raises: BadVcApiRequest.
    """
    value = body.get(name)
    if not isinstance(value, dict):
        raise BadVcApiRequest(f"The member {name} is no object.", pointer=f"/{name}")
    return value


def options_of(body: JsonObject, *known: str) -> JsonObject:
    """Give the options of a body; none, or null, is no option.

    Raises: BadVcApiRequest, UnknownMember.
    """
    options = body.get("options")
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise BadVcApiRequest("The options are no object.", pointer="/options")
    _refuse_unknown(options, known, "/options")
    return options


def text_in(options: JsonObject, name: str, *, most: int = MAX_ANSWER_LETTERS) -> str | None:
    """Give an option that must be a text; None where it is not given.

    Raises: BadVcApiRequest.
    """
    value = options.get(name)
    if value is None and name not in options:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= most or not value.isprintable():
        raise BadVcApiRequest(f"The option {name} is no text of 1 to {most} letters.", pointer=f"/options/{name}")
    return value


def pointers_in(options: JsonObject, name: str) -> list[str] | None:
    """Give an option that must be a list of JSON pointers; None where it is not given.

    Raises: BadVcApiRequest.
    """
    if name not in options:
        return None
    value = options[name]
    if not isinstance(value, list) or len(value) > MAX_POINTERS or not all(isinstance(one, str) for one in value):
        detail = f"The option {name} is no list of at most {MAX_POINTERS} JSON pointers."
        raise BadVcApiRequest(detail, pointer=f"/options/{name}")
    return [str(one) for one in value]


def read_check(body: JsonObject, member: str, *, unsigned: str = "") -> Asked:
    """Read what a check asks.

    Args:
        member: the member that holds what is checked.
        unsigned: the member that holds it where it has no proof of its own, if that may be.

    Raises: BadVcApiRequest, UnknownMember.
    """
    name = unsigned if unsigned and member not in body else member
    members_of(body, name, "options")
    shown = "returnPresentation" if unsigned else "returnCredential"
    options = options_of(body, "checks", "domain", "challenge", "expectedProofPurpose", shown, *_RETURNS)
    given = _given(body, name)
    conditions = {
        "proof_only": _is_proof_only(options),
        "purpose": text_in(options, "expectedProofPurpose"),
        "domain": _domain(options),
        "challenge": text_in(options, "challenge"),
    }
    if name == unsigned and isinstance(given, dict) and "proof" in given:
        raise BadVcApiRequest(f"What has a proof is sent as {member}.", pointer=f"/{name}")
    # RFC 9457 details and results are told unless somebody does without; what was sent is told on request only.
    returns = {one for one in _RETURNS if _flag(options, one, default=True)}
    if _flag(options, shown, default=False):
        returns.add(name)
    return Asked(given, conditions, frozenset(returns))


def _given(body: JsonObject, name: str) -> JsonObject | str:
    given = body[name]
    if isinstance(given, str) and _COMPACT_JWS.fullmatch(given):
        return given
    if not isinstance(given, dict):
        raise BadVcApiRequest(f"The member {name} is neither an object nor a compact token.", pointer=f"/{name}")
    if not given.keys() & {"@context", "type"}:
        raise BadVcApiRequest(f"The member {name} has neither @context nor type.", pointer=f"/{name}")
    # VCDM 2.0, 4.12.1: an envelope says by its context and its data: URL that it is one.
    if any(kind in listed(given.get("type")) for kind in _ENVELOPES):
        if VCDM_2 not in listed(given.get("@context")):
            raise BadVcApiRequest(
                "The envelope does not name the context that defines it.", pointer=f"/{name}/@context"
            )
        if not str(given.get("id", "")).startswith("data:"):
            raise BadVcApiRequest("The id of the envelope is no data: URL.", pointer=f"/{name}/id")
    return given


def _is_proof_only(options: JsonObject) -> bool:
    checks = options.get("checks", [])
    if not isinstance(checks, list) or not all(isinstance(one, str) for one in checks):
        raise BadVcApiRequest("The option checks is no list of texts.", pointer="/options/checks")
    # Whatever else is listed asks for more than the proof, and all is asked then.
    return set(checks) == {"proof"}


def _domain(options: JsonObject) -> str | None:
    value: Any = options.get("domain")
    if isinstance(value, list) and len(value) == 1:
        options = {**options, "domain": value[0]}
    return text_in(options, "domain")


def _flag(options: JsonObject, name: str, *, default: bool) -> bool:
    value = options.get(name, default)
    if not isinstance(value, bool):
        raise BadVcApiRequest(f"The option {name} is neither true nor false.", pointer=f"/options/{name}")
    return value


def _refuse_unknown(given: JsonObject, known: Iterable[str], place: str) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise UnknownMember(
            f"The request sets what it may not set: {unknown[0][:200]}.", pointer=f"{place}/{unknown[0]}"
        )
