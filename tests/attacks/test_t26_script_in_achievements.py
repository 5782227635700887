"""T26: whatever an issuer writes about an achievement, its public page runs nothing of it and asks no other site."""

import pytest
from playwright.sync_api import Browser, Request
from pytest_django.live_server_helper import LiveServer

from attacks.test_t26_script_in_records import ELSEWHERE, HIT, PAYLOADS, WAYS
from openler.platform.achievements.drafts import check_draft
from openler.platform.achievements.errors import BadAchievement
from openler.platform.achievements.models import Picture, Version
from web.browser import open_page
from web.issuing import College, draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

# What would stand there if a text had become a part of the page.
STRANGE = (
    "document.querySelectorAll('main script, main iframe, main object, main base, main link, main style, main video,"
    " main math, main meta, main svg [onload], main form, main input, main details, main [onerror], main [onload],"
    ' main a[href^="javascript"], main img:not([src^="/achievements/"])\').length'
)
ACTIVE_SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="parent.{HIT}"><script>parent.{HIT}</script>'
    f'<image href="{ELSEWHERE}"/><style>@import "{ELSEWHERE}"</style></svg>'
)


def test_no_text_of_an_achievement_runs_or_reaches_out(browser: Browser, live_server: LiveServer) -> None:
    """Two hundred payloads in name, description, criteria, results and skills; each is read as the text that it is."""
    college = College(code="FIRST")
    groups = [PAYLOADS[at : at + len(WAYS)] for at in range(0, len(PAYLOADS), len(WAYS))]
    versions = [_publish(college, number, group) for number, group in enumerate(groups)]
    foreign: list[str] = []
    dialogs: list[str] = []
    with open_page(browser, live_server.url) as page:
        # What the policy stopped never left; whatever else ended or failed did.
        for event in ("requestfinished", "requestfailed"):
            page.on(event, lambda one: foreign.extend(left_the_site(one, live_server.url)))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for version, group in zip(versions, groups, strict=True):
            page.goto(f"{live_server.url}/achievements/{version.pk}/", wait_until="networkidle")
            assert page.evaluate("window.__hit") is None
            assert page.evaluate(STRANGE) == 0, group
            lead = page.locator("main .lead").first.inner_text()
            assert all(text in lead for text in group)
            assert page.evaluate("document.querySelector('main img').naturalWidth") is not None
        page.goto(f"{live_server.url}/achievements/{versions[0].pk}/picture", wait_until="networkidle")
        assert page.evaluate("window.__hit") is None
    assert foreign == [] and dialogs == []


def left_the_site(request: Request, own: str) -> list[str]:
    """Tell a request that went elsewhere and was not stopped by the page's policy."""
    is_stopped = request.failure == "csp"
    return [] if request.url.startswith(own) or is_stopped else [f"{request.url} {request.failure}"]


def _publish(college: College, number: int, texts: list[str]) -> Version:
    version = college.publish(
        code=f"T26-{number}",
        name=texts[number % len(texts)][:160],
        description=" ".join(texts),
        criteria="\n\n".join([*texts, *(f"- {text}" for text in texts), *(f"> {text}" for text in texts)]),
        results=[{"name": text[:120], "levels": [text[:60], "other"]} for text in texts[:8]],
        alignments=[{"uri": "https://skills.example/1", "label": text, "framework": text} for text in texts],
    )
    # As if a picture had come past the checks of what is uploaded: the page and its address still run nothing.
    version.picture = Picture.objects.create(
        tenant_id=college.organization.pk,
        media_type="image/svg+xml",
        content=ACTIVE_SVG.encode(),
        width=9,
        height=9,
    )
    version.save(update_fields=["picture"])
    return version


@pytest.mark.parametrize(
    "uri", [f"javascript:{HIT}", f" javascript:{HIT}", "data:text/html,<script>1</script>", "vbscript:x", "//evil", ""]
)
def test_a_skill_is_linked_by_an_address_alone(uri: str) -> None:
    """What a browser would run, or take for another kind of address, never becomes a link."""
    with pytest.raises(BadAchievement):
        check_draft(draft(alignments=[{"uri": uri, "label": "Skill"}]))
