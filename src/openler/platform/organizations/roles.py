"""Which roles are there in an organization, and what does each allow?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# An owner may do whatever a role here may.
ROLES: dict[str, Promise] = {
    "owner": _("Owner: members, keys, domain, and everything below"),
    "issuer": _("Issuer: defines achievements and issues records"),
    "reviewer": _("Reviewer: approves achievements and releases batches that others prepared"),
    "recruiter": _("Recruiter: publishes postings and reads applications"),
    "viewer": _("Viewer: sees lists and counts"),
}
