"""For which purpose, and by what right, is each kind of act done? What a line says where its act names neither.

Codes of our own, so that a line never holds free words; pages say them in sentences.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something is done.

    Attributes:
        purpose: code of the purpose, such as "hiring".
        basis: code of the right by which it is done; "not_personal" where no person's data is touched.
    """

    purpose: str
    basis: str


NONE = Ground("", "")
# By the first word of a verb.
_OF_FAMILY: dict[str, Ground] = {
    "account": Ground("account", "contract"),
    "achievement": Ground("achievements", "not_personal"),
    "application": Ground("hiring", "consent"),
    "audit": Ground("accountability", "legal_obligation"),
    "batch": Ground("issuing", "contract"),
    "claim": Ground("claim", "contract"),
    "codes": Ground("claim", "contract"),
    "demo": Ground("demonstration", "not_personal"),
    "domain": Ground("administration", "not_personal"),
    "framework": Ground("frameworks", "not_personal"),
    "holder": Ground("holding", "contract"),
    "item": Ground("holding", "contract"),
    "keeper": Ground("retention", "legal_obligation"),
    "key": Ground("administration", "not_personal"),
    "keystore": Ground("administration", "not_personal"),
    "membership": Ground("membership", "contract"),
    "objection": Ground("register", "legal_obligation"),
    "organization": Ground("administration", "not_personal"),
    "period": Ground("retention", "legal_obligation"),
    "picture": Ground("achievements", "not_personal"),
    "posting": Ground("hiring", "not_personal"),
    "presentation": Ground("sharing", "consent"),
    "privacy_contact": Ground("administration", "not_personal"),
    "recognition": Ground("recognition", "not_personal"),
    "record": Ground("register", "contract"),
    "records": Ground("register", "legitimate_interest"),
    "registries": Ground("recognition", "not_personal"),
    "registry": Ground("recognition", "not_personal"),
    "retention": Ground("retention", "legal_obligation"),
    "share": Ground("sharing", "consent"),
    "sign_in_provider": Ground("administration", "not_personal"),
    "token": Ground("administration", "contract"),
    "upload": Ground("issuing", "contract"),
    "vc_api": Ground("issuing", "contract"),
}
# Where one verb differs from its family.
_OF_VERB: dict[str, Ground] = {
    "application.deleted": Ground("retention", "legal_obligation"),
    "application.held": Ground("retention", "legal_obligation"),
    "application.opened.sealed_copy": Ground("retention", "legal_obligation"),
    "application.released": Ground("retention", "legal_obligation"),
    "batch.bad_rows_exported": Ground("issuing", "legitimate_interest"),
    "batch.viewed": Ground("issuing", "legitimate_interest"),
    "membership.viewed": Ground("membership", "legitimate_interest"),
    "record.bound": Ground("claim", "contract"),
    "record.downloaded": Ground("claim", "contract"),
    "record.exported": Ground("register", "legitimate_interest"),
    "record.left": Ground("administration", "legitimate_interest"),
    "record.listed": Ground("register", "legitimate_interest"),
    "record.viewed": Ground("register", "legitimate_interest"),
    "records.issued": Ground("issuing", "contract"),
    "share.deleted": Ground("retention", "contract"),
    "share.forgotten": Ground("retention", "contract"),
}


def ground_of(verb: str) -> Ground:
    """Give purpose and basis of a verb; empty ones for a verb of no known family."""
    return _OF_VERB.get(verb) or _OF_FAMILY.get(verb.partition(".")[0], NONE)
