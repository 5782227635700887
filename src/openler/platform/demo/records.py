"""How does anybody see a record of the story, and check it? Only in a demonstration, only what it issued itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openler.platform.base.acts import at_of
from openler.platform.demo.story import find_seat, standing_of
from openler.platform.issuing.signing import open_unbound
from openler.platform.organizations.access import open_to_all


@open_to_all
@never_cache
@require_safe
def record(request: HttpRequest, name: str) -> HttpResponse:
    """Show a record of the story, whether it counts, and the way to check it."""
    seat = find_seat(name)
    context = {
        "name": name,
        "seat": seat,
        "standing": standing_of(name, seat, at_of(request)),
        "skills": [one["label"] for one in seat.version.alignments],
        "text": open_unbound(seat).decode(),
    }
    return render(request, "demo/record.html", context)


@open_to_all
@never_cache
@require_safe
def record_file(_request: HttpRequest, name: str) -> HttpResponse:
    """Give the record as it was signed."""
    response = HttpResponse(open_unbound(find_seat(name)), content_type="application/vc+json")
    response.headers["Content-Disposition"] = f'attachment; filename="fictional-{name}.json"'
    return response
