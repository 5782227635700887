"""What do the measured pages stand on? Records to claim, a share and an application, made by the services.

Run in a process of its own with OPENLER_HOME and OPENLER_PUBLIC_URL set, before the server starts; prints one line of
JSON with addresses and sessions.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
# One visitor may try 20 codes in ten minutes.
CLAIMS = 18


def main() -> int:
    """Make what the pages show, and tell where it is."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from openler.platform.base.acts import now
    from openler.platform.issuing import claims
    from openler.platform.issuing.models import ClaimLink
    from web import applying
    from web.issuing import College
    from web.people import make_user, signed_client
    from web.sharing import badge, presentation, shared

    at = now()
    college, learner = College(), make_user("learner")
    college.issue("name,student_id,exam\n" + "".join(f"Person {n},{n:05},Proficient\n" for n in range(CLAIMS)), at=at)
    records = [badge(name, at=at) for name in ("Nursing Basics", "Resident care")]
    token, _share = shared(learner, presentation(records, at=at), at=at)
    home = applying.make_home(at)
    skilled = [
        applying.record(applying.PRIVACY, at=at, title="Privacy Course", level="Proficient"),
        applying.record(applying.VITALS, at=at, title="Vital Signs Course"),
        applying.record(applying.CARE, at=at, title="Care Course"),
    ]
    application = applying.apply(home, learner, skilled, at=at)
    links = ClaimLink.objects.order_by("seat__roster_id")
    made = {
        "claims": [{"path": f"/claim/{claims.token_of(link)}/", "code": claims.code_of(link)} for link in links],
        "share": f"/s/{token}/",
        "applicant": f"/o/{home.organization.slug}/applicants/{application.pk}/",
        "learner": signed_client(learner).cookies["session"].value,
        "recruiter": signed_client(home.recruiter).cookies["session"].value,
    }
    print(json.dumps(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
