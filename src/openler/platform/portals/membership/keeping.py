"""Where does an owner say how long each class of data is kept, and read what is never deleted?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.organizations.keeping import CLASSES, KEPT_ALWAYS, days_kept, set_contact, set_days
from openler.platform.portals.membership.forms import PeriodsForm

_UNPROCESSABLE = 422


@for_members("owner")
@require_http_methods(["GET", "HEAD", "POST"])
def periods(request: MemberRequest) -> HttpResponse:
    """Show and set the periods of this organization, and its contact."""
    organization = request.organization
    own = {key for key, known in CLASSES.items() if known.is_set_by_organizations}
    current = {key: days_kept(organization.pk, key) for key in own}
    form = PeriodsForm(request.POST or None, initial=current | {"contact": organization.privacy_contact})
    if request.method == "POST" and form.is_valid():
        for name in form.changed_data:
            if name == "contact":
                set_contact(request.act, organization, form.cleaned_data["contact"])
            else:
                set_days(request.act, organization, name, form.cleaned_data[name])
        messages.success(request, _("Kept. The next sweep, within hours, goes by it."))
        return redirect("keeping", org=organization.slug)
    context = {
        "portal_current": "keeping",
        "form": form,
        "fixed": [known for key, known in CLASSES.items() if key not in own],
        "always": KEPT_ALWAYS.values(),
        "takes_applications": "employers" in organization.kinds,
    }
    return render(request, "membership/keeping.html", context, status=_UNPROCESSABLE if form.is_bound else 200)
