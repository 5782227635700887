"""Badges with everything that Open Badges 3.0 knows, and comprehensive records around several of them."""

import copy
from typing import Any

from properties.seeded import Seeded

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


class Records(Seeded):
    """Makes records."""

    def badge(self) -> dict[str, Any]:
        return {
            "@context": [V2, OB],
            "id": self.uuid(),
            "type": ["VerifiableCredential", self.random.choice(("OpenBadgeCredential", "AchievementCredential"))],
            "issuer": self.profile(),
            "validFrom": self.date(),
            "credentialSubject": self.subject(),
            **self.optional(
                50,
                name=self.text,
                description=self.text,
                validUntil=self.date,
                awardedDate=self.date,
                image=self.image,
                evidence=lambda: self.several(self.evidence),
                credentialStatus=self.status,
                credentialSchema=lambda: {"id": self.url("schemas"), "type": "JsonSchema"},
            ),
        }

    def profile(self) -> dict[str, Any]:
        optional = self.optional(
            40, name=self.text, url=lambda: self.url("issuer"), description=self.text, image=self.image
        )
        if self.chance(20):
            optional["otherIdentifier"] = self.several(
                lambda: {"type": "IdentifierEntry", "identifier": self.text(), "identifierType": "identifier"}
            )
        return {"id": self.url("issuer"), "type": ["Profile"], **optional}

    def image(self) -> dict[str, Any]:
        return {"id": self.url("images"), "type": "Image", **self.optional(50, caption=self.text)}

    def evidence(self) -> dict[str, Any]:
        members = self.optional(
            50, id=lambda: self.url("evidence"), name=self.text, description=self.text, narrative=self.text
        )
        return {"type": ["Evidence"], **members, **self.optional(30, genre=self.text, audience=self.text)}

    def status(self) -> dict[str, Any]:
        return {
            "id": self.url("status") + "-entry",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(self.random.randrange(131072)),
            "statusListCredential": self.url("status"),
        }

    def subject(self) -> dict[str, Any]:
        return {
            "type": ["AchievementSubject"],
            "achievement": self.achievement(),
            **self.optional(
                50,
                id=self.uuid,
                activityEndDate=self.date,
                creditsEarned=self.number,
                identifier=lambda: self.several(self.identity, 2),
                narrative=self.text,
                result=lambda: self.several(self.result),
                term=self.text,
            ),
        }

    def identity(self) -> dict[str, Any]:
        return {
            "type": "IdentityObject",
            "hashed": self.chance(50),
            "identityHash": "sha256$" + f"{self.random.getrandbits(256):064x}",
            "identityType": "emailAddress",
            **self.optional(50, salt=self.text),
        }

    def result(self) -> dict[str, Any]:
        return {"type": ["Result"], **self.optional(60, resultDescription=self.uuid, value=self.text)}

    def achievement(self) -> dict[str, Any]:
        return {
            "id": self.uuid(),
            "type": ["Achievement"],
            "name": self.text(),
            "description": self.text(),
            "criteria": {"narrative": self.text(), **self.optional(30, id=lambda: self.url("criteria"))},
            **self.optional(
                40,
                achievementType=lambda: "Course",
                alignment=lambda: self.several(self.alignment),
                creator=self.profile,
                creditsAvailable=self.number,
                fieldOfStudy=self.text,
                humanCode=self.text,
                image=self.image,
                inLanguage=lambda: "pt-BR",
                resultDescription=lambda: self.several(self.result_description),
                specialization=self.text,
                tag=lambda: self.several(self.text, 4),
                version=self.text,
            ),
        }

    def alignment(self) -> dict[str, Any]:
        members = self.optional(40, targetCode=self.text, targetFramework=self.text, targetDescription=self.text)
        return {"type": ["Alignment"], "targetName": self.text(), "targetUrl": self.url("frameworks"), **members}

    def result_description(self) -> dict[str, Any]:
        return {
            "id": self.uuid(),
            "type": ["ResultDescription"],
            "name": self.text(),
            "resultType": "LetterGrade",
            **self.optional(60, allowedValue=lambda: self.several(self.text, 5), requiredValue=self.text),
        }

    def transcript(self) -> dict[str, Any]:
        badges = [self.badge() for _ in range(self.random.randrange(1, 4))]
        if self.chance(10):
            badges.append(copy.deepcopy(badges[0]))
        return {
            "@context": [V2, CLR, OB],
            "id": self.uuid(),
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": self.text(),
            "issuer": self.profile(),
            "validFrom": self.date(),
            "credentialSubject": {"id": self.uuid(), "type": ["ClrSubject"], "verifiableCredential": badges},
        }
