"""Under which numbers does an organization know a person who signed in with its own sign-in?

Never by the mail address: addresses change hands, numbers do not.
Spec: https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims · eduPerson 202208
"""

from uuid import UUID

from allauth.socialaccount.models import SocialAccount

from openler.platform.accounts.models import SignInProvider

# Claims in which providers of colleges and employers tell their own number of a person.
_CLAIMS = ("student_id", "employee_id", "eduperson_unique_id", "preferred_username", "sub")


def roster_ids_of(user_id: int, tenant_id: UUID) -> frozenset[str]:
    """List the numbers that an organization's sign-in told of a person; empty if they never signed in there."""
    slugs = list(SignInProvider.objects.filter(tenant_id=tenant_id, is_active=True).values_list("slug", flat=True))
    found: set[str] = set()
    for account in SocialAccount.objects.filter(user_id=user_id, provider__in=slugs):
        told = account.extra_data if isinstance(account.extra_data, dict) else {}
        for part in (told, told.get("userinfo"), told.get("id_token")):
            if isinstance(part, dict):
                found |= {str(part[name]) for name in _CLAIMS if isinstance(part.get(name), (str, int))}
    return frozenset(found)
