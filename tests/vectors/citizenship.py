"""Which words do the published records of residence and employment use?

Their context, https://w3id.org/citizenship/v4rc1, is not part of the published vectors. The canonical forms are, and
they show what each word means; this context says no more than that.
"""

import json
from typing import Any

URL = "https://w3id.org/citizenship/v4rc1"
_SCHEMA, _CITIZENSHIP = "https://schema.org/", "https://w3id.org/citizenship#"
_DATE = "http://www.w3.org/2001/XMLSchema#dateTime"
_TYPES = (
    "EmployablePerson",
    "EmploymentAuthorizationDocument",
    "EmploymentAuthorizationDocumentCredential",
    "PermanentResident",
    "PermanentResidentCard",
    "PermanentResidentCardCredential",
)
_OWN_WORDS = (
    "birthCountry",
    "commuterClassification",
    "employmentAuthorizationDocument",
    "lprCategory",
    "lprNumber",
    "permanentResidentCard",
)
_WORDS: dict[str, Any] = {
    **{name: _CITIZENSHIP + name for name in (*_TYPES, *_OWN_WORDS)},
    **{
        name: _SCHEMA + name for name in ("additionalName", "familyName", "gender", "givenName", "identifier", "Person")
    },
    "image": {"@id": _SCHEMA + "image", "@type": "@id"},
    "birthDate": {"@id": _SCHEMA + "birthDate", "@type": _DATE},
    "residentSince": {"@id": _CITIZENSHIP + "residentSince", "@type": _DATE},
}
GIVEN = {URL: json.dumps({"@context": _WORDS}).encode()}
