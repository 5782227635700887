"""How is a verification report told in the words of the VC API?

Spec: https://w3c.github.io/vcalm/#verify-credential , https://www.w3.org/TR/vc-data-model-2.0/#problem-details
"""

from collections.abc import Iterator, Mapping
from typing import Any

from openler.credentials.model.shape import listed
from openler.foundation.errors import LerError
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem
from openler.platform.doors.vc_api.requests import Asked

_VCDM = "https://www.w3.org/TR/vc-data-model#"
_SECURITY = "https://w3id.org/security#"
_STATUS = "https://www.w3.org/ns/credentials/status-list#"
# The problem type of each check where the fault itself has none of the W3C's.
_TYPE_OF_CHECK = {
    "parse": f"{_VCDM}PARSING_ERROR",
    "model": f"{_VCDM}MALFORMED_VALUE_ERROR",
    "proof": f"{_VCDM}CRYPTOGRAPHIC_SECURITY_ERROR",
    "issuer_controls_key": f"{_SECURITY}INVALID_VERIFICATION_METHOD",
    "validity_period": f"{_VCDM}RANGE_ERROR",
    "status": f"{_STATUS}STATUS_VERIFICATION_ERROR",
}
_DATES = ("validFrom", "validUntil", "issuanceDate", "expirationDate")
# What is worth knowing and no fault has no problem type of the W3C.
_NO_FAULTS = ("parts_left_out",)
_GOOD = ("passed", "not_applicable")


def tell_check(report: JsonObject, asked: Asked, name: str) -> JsonObject:
    """Give the answer about one record or presentation.

    Args:
        report: as ``VerificationReport.to_json`` gives it.
        name: the member that held what was checked.
    """
    is_verified = report["outcome"] == "passed"
    problems = list(_problems(report))
    answer: JsonObject = {"verified": is_verified, "checks": _checks(report, asked)}
    errors = [problem for problem in problems if problem["severity"] == "error"]
    if not is_verified:
        # Runners read an answer with errors as a refusal; so a good one has none, not even an empty list.
        answer["errors"] = [str(problem["detail"]) for problem in errors] or [str(report["sentence"])]
    answer["warnings"] = [problem for problem in problems if problem["severity"] != "error"]
    if "returnProblemDetails" in asked.returns:
        answer["problemDetails"] = list(problems)
    if "returnResults" in asked.returns:
        answer["results"] = _results(report, asked.given)
    if name in asked.returns:
        answer["verifiablePresentation" if "resentation" in name else "credential"] = asked.given
    return answer


def tell_refusal(error: LerError) -> JsonObject:
    """Give the answer to what cannot be checked at all."""
    problem = _told(Problem.from_error(error, title="Cannot be read").to_json(), "parse")
    return {"verified": False, "checks": [], "errors": [error.message], "warnings": [], "problemDetails": [problem]}


def _checks(report: JsonObject, asked: Asked) -> list[Any]:
    if asked.is_proof_only:
        return ["proof"]
    return [check["id"] for check in _of(report, "checks")]


def _problems(report: JsonObject) -> Iterator[JsonObject]:
    for check in _of(report, "checks"):
        for problem in _within(check):
            # That a check was not asked because an earlier one failed is no fault of its own.
            if problem.get("code") == "not_asked":
                continue
            told = _told(problem, str(check["id"]))
            # A fault that decides nothing, such as an endorsement inside that does not count, is a warning.
            yield told if check["outcome"] not in _GOOD else {**told, "severity": "warning"}


def _within(check: JsonObject) -> Iterator[JsonObject]:
    yield from _of(check, "problems")
    for part in _of(check, "checks"):
        yield from _within(part)


def _told(problem: JsonObject, check: str) -> JsonObject:
    type_, place = str(problem.get("type", "")), str(problem.get("pointer", ""))
    if problem.get("code") == "wrong_domain_or_challenge":
        type_ = (
            f"{_SECURITY}INVALID_CHALLENGE_ERROR"
            if place.endswith("/challenge")
            else f"{_SECURITY}INVALID_DOMAIN_ERROR"
        )
    elif problem.get("code") not in _NO_FAULTS and not type_.startswith((_SECURITY, _STATUS)):
        type_ = _TYPE_OF_CHECK.get(check, f"{_VCDM}MALFORMED_VALUE_ERROR")
    return {**problem, "type": type_, "check": check}


def _results(report: JsonObject, given: JsonObject | str) -> JsonObject:
    document = given if isinstance(given, dict) else {}
    if report["kind"] != "presentation":
        return _results_of_record(report, document)
    shown: JsonObject = {"proof": _results_of_proofs(report, document)}
    if "holder" in document:
        shown["holder"] = _result(report, "issuer_controls_key", document["holder"])
    members = next((_of(check, "members") for check in _of(report, "checks") if check["id"] == "members"), [])
    records = listed(document.get("verifiableCredential"))
    return {
        "presentation": shown,
        "credentials": [
            {
                "verified": member["outcome"] == "passed",
                "problemDetails": list(_problems(member)),
                "results": _results_of_record(member, record if isinstance(record, dict) else {}),
            }
            for member, record in zip(members, [*records, *([None] * len(members))], strict=False)
        ],
    }


def _results_of_record(report: JsonObject, document: JsonObject) -> JsonObject:
    results: JsonObject = {"proof": _results_of_proofs(report, document)}
    if report["proof_only"]:
        return results
    for name in _DATES:
        if name in document:
            results[name] = _result(report, "validity_period", document[name])
    for name, check in (("credentialStatus", "status"), ("credentialSchema", "schema")):
        if name in document:
            results[name] = [_result(report, check, one) for one in listed(document[name])]
    return results


def _results_of_proofs(report: JsonObject, document: JsonObject) -> list[Any]:
    proofs = listed(document.get("proof")) if "proof" in document else []
    parts = next((_of(check, "checks") for check in _of(report, "checks") if check["id"] == "proof"), [])
    if len(parts) != len(proofs):
        return [_result(report, "proof", one) for one in proofs]
    return [{"verified": part["outcome"] == "passed", "input": one} for part, one in zip(parts, proofs, strict=True)]


def _result(report: JsonObject, check: str, given: Any) -> JsonObject:
    outcome = next((one["outcome"] for one in _of(report, "checks") if one["id"] == check), "undetermined")
    return {"verified": outcome in _GOOD, "input": given}


def _of(mapping: Mapping[str, Any], name: str) -> list[JsonObject]:
    found = mapping.get(name)
    return found if isinstance(found, list) else []
