"""Do the map, the stakeholder pages, the story, LERs explained and the glossary show what there is, and no more?"""

import gzip
import re
from datetime import UTC, datetime, time, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from openler.platform.design.sheet import join_sheet
from openler.platform.ecosystem.acts import PLACES, address_of, count_standing
from openler.platform.ecosystem.content import ecosystem
from openler.platform.ecosystem.counts import counts_by_stakeholder, shown_of_people
from openler.platform.ecosystem.cuts import CUT_WIDTH, CUTS
from openler.platform.ecosystem.drawing import PLACES_ON_MAP, STONES, WAY, flows_from, flows_to, place_of
from openler.platform.ecosystem.gates import has_portal
from openler.platform.ecosystem.scenes import name_lines
from openler.platform.issuing.models import Seat
from openler.platform.verifying.models import VerificationTally
from web.applying import make_home
from web.issuing import College
from web.people import AT, make_organization, signed_client

pytestmark = pytest.mark.django_db

SLUGS = [one.slug for one in ecosystem().stakeholders]
MAP_VIEWS = ["/", *(f"/?at={slug}" for slug in SLUGS), *(f"/?step={step.step}" for step in ecosystem().story)]
MAP_VIEWS += [f"/?phase={phase.key}" for phase in ecosystem().phases]
PAGES = [
    *MAP_VIEWS,
    *(f"/stakeholders/{slug}/" for slug in SLUGS),
    *(f"/story/{step.step}/" for step in ecosystem().story),
    "/explained/",
    "/glossary/",
    "/glossary/?q=badge",
]


class Reader(HTMLParser):
    """Collects identifiers, links and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a tag names and where it leads."""
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        self.words += data


def read(client: Client, url: str) -> Reader:
    """Get a page that must be there."""
    response = client.get(url)
    assert response.status_code == 200, url
    return Reader(response.content.decode())


@pytest.mark.parametrize("url", PAGES)
def test_every_page_is_there_and_no_identifier_is_twice_on_it(client: Client, url: str) -> None:
    """Each page answers, and each identifier on it is one."""
    ids = read(client, url).ids
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_every_link_of_every_page_leads_somewhere(client: Client) -> None:
    """Links to pages answer, links to places on a page find that place; only the licence is elsewhere."""
    seen: dict[str, Reader] = {}
    outside: set[str] = set()
    for url in PAGES:
        for link in read(client, url).links:
            if link.startswith("https://"):
                outside.add(link)
                continue
            target, _, place = link.partition("#")
            target = target or url
            if target not in seen:
                seen[target] = read(client, target)
            assert not place or place in seen[target].ids, f"{link} on {url}"
    assert outside == {"https://creativecommons.org/licenses/by/4.0/"}


def test_every_place_of_an_act_resolves_and_is_linked_on_its_stakeholders_page(client: Client) -> None:
    """An act that is said to be done here has a page here; all others are words without a link."""
    acts = {act.id: act for act in ecosystem().acts}
    assert set(PLACES) <= set(acts)
    assert count_standing() == len(PLACES)
    for one in ecosystem().stakeholders:
        page = client.get(f"/stakeholders/{one.slug}/").content.decode()
        for act in one.acts:
            line = re.search(rf'<li[^>]* id="{re.escape(act.id)}">.*?</li>', page, re.DOTALL)
            assert line is not None, act.id
            if act.id in PLACES:
                assert client.get(address_of(act.id)).status_code == 200
                assert f'href="{address_of(act.id)}"' in line.group()
            else:
                assert "<a" not in line.group()


def test_all_144_acts_stand_on_the_map_itself(client: Client) -> None:
    """The list beside the drawing holds every act, so that nobody needs the drawing."""
    words = read(client, "/").words
    assert [act.id for act in ecosystem().acts if act.act not in words] == []


def test_a_portal_that_is_not_there_yet_says_so(client: Client) -> None:
    """No portal is claimed before it exists, and the page of one that exists does not deny it."""
    missing = {"hr-systems", "ler-solution-providers", "career-navigators", "supporting-systems", "funders"}
    for one in ecosystem().stakeholders:
        said = "This portal does not exist yet in this version." in read(client, f"/stakeholders/{one.slug}/").words
        assert said is not has_portal(one.key)
        assert said or one.slug not in missing


def test_the_count_rises_when_one_is_issued(client: Client) -> None:
    """Records and organizations are counted exactly, at their nodes, on the next reload."""
    college = College()
    assert "record in force" not in read(client, "/stakeholders/credentialing-organizations/").words
    college.issue("name\nA\n")
    assert "1 record in force" in read(client, "/stakeholders/credentialing-organizations/").words
    college.issue("name\nB\nC\n", token="second")
    words = read(client, "/").words
    assert "3 records in force" in words
    assert "1 organization" in words


def test_the_count_rises_by_one_when_one_is_issued_on_the_page_and_falls_when_it_is_revoked() -> None:
    """The form for one person signs; the next reload counts one more, and one less once the issuer takes it back."""
    college = College()
    college.issue("name\nA\nB\n")
    issuer, reader = signed_client(college.issuer), Client()
    assert "2 records in force" in read(reader, "/?at=credentialing-organizations").words
    form = f"/o/college/issue/{college.version.pk}/one/"
    earned = {"name": "Ada Fictional", "earned_on": "2026-08-01", "token": "b" * 24}
    assert issuer.post(form, earned).status_code == 302
    for url in (
        "/",
        "/?at=credentialing-organizations",
        "/?phase=issuing",
        "/stakeholders/credentialing-organizations/",
    ):
        assert "3 records in force" in read(reader, url).words, url
    seat = Seat.objects.get(name="Ada Fictional")
    taken_back = {"seat": str(seat.pk), "kind": "revoke", "reason": "A test.", "confirmed": "yes"}
    answer = issuer.post("/o/college/records/change/", taken_back)
    assert answer.status_code == 302, answer.content.decode()
    assert "2 records in force" in read(reader, "/").words


def test_every_place_has_a_true_count(client: Client) -> None:
    """Of organizations exactly, be there none; of people nothing that could point to one."""
    make_organization("money", kinds=["funders", "supporting_systems"])
    expected = {"funders": "1 organization", "supporting-systems": "1 organization"}
    expected["learners-and-earners"] = "fewer than 10 people hold records"
    for slug in SLUGS:
        assert expected.get(slug, "0 organizations") in read(client, f"/stakeholders/{slug}/").words, slug


def test_people_are_counted_once_hidden_below_ten_and_rounded(client: Client) -> None:
    """Nine holders are not told from none; thirteen, one of them with two records, are about fifteen."""
    college = College()
    college.issue("name\n" + "\n".join("ABCDEFGHIJKLMN") + "\n")
    seats = list(Seat.objects.all())
    for number, seat in enumerate(seats[:9]):
        Seat.objects.filter(pk=seat.pk).update(holder_id=100 + number)
    page = "/stakeholders/learners-and-earners/"
    assert "fewer than 10 people hold records" in read(client, page).words
    assert not re.search(r"\b9\b", read(client, page).words.split("What comes in")[0])
    for number, seat in enumerate(seats):
        Seat.objects.filter(pk=seat.pk).update(holder_id=100 + min(number, 12))
    assert "about 15 people hold records" in read(client, page).words


def test_figures_about_people_are_hidden_when_small_and_rounded() -> None:
    """Nine people are not shown, and others only to the nearest five."""
    assert [shown_of_people(number) for number in (0, 9, 10, 12, 13, 1002)] == [0, 0, 10, 10, 15, 1000]


def test_small_counts_are_hidden_and_others_are_the_counts_of_this_installation(client: Client) -> None:
    """Below ten the map says so; from ten on it gives the stored numbers by outcome."""
    assert "Fewer than 10 records checked here this month." in read(client, "/").words
    month = datetime.now(UTC).date().replace(day=1)
    for outcome, count in (("passed", 41), ("failed", 12), ("undetermined", 3)):
        VerificationTally.objects.create(month=month, outcome=outcome, count=count)
    words = read(client, "/").words
    assert "Records checked here this month: 41 valid, 12 rejected, fewer than 10 undetermined." in words
    # A sum would give the hidden number away.
    assert re.search(r"\b56\b", words) is None


@pytest.mark.parametrize("url", ["/story/0/", "/story/10/", "/stakeholders/nobody/", "/stakeholders/hr_systems/"])
def test_what_is_not_there_is_not_found(client: Client, url: str) -> None:
    """A wrong address is a clear 404, never a broken page."""
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("query", ["?at=nobody", "?step=99", "?step=x", "?phase=later", "?at=%00&phase=<script>"])
def test_a_wrong_choice_shows_the_map_as_it_is(client: Client, query: str) -> None:
    """An unknown place, step or phase changes nothing and comes back nowhere."""
    page = client.get("/" + query)
    assert page.status_code == 200
    assert b"The college signs" in page.content
    assert b"<script>" not in page.content


def test_the_glossary_finds_words_and_says_when_it_finds_none(client: Client) -> None:
    """A word in the name comes first; no hit is said in words; what was typed is escaped."""
    found = [name for name in read(client, "/glossary/?q=wallet").ids if name not in {"content", "q"}]
    assert found[0] == "digital-wallet"
    assert "learning-and-employment-record-ler" not in found
    assert len(found) > 3
    assert "No word has these letters." in read(client, "/glossary/?q=zzzz").words
    assert "&quot;&gt;&lt;b&gt;" in client.get('/glossary/?q="><b>').content.decode()


def test_the_licence_of_the_facts_is_named_where_they_are_shown(client: Client) -> None:
    """CC BY asks for it: source and licence on every page with content of the map."""
    for url in ("/", "/explained/", "/glossary/", "/story/1/", f"/stakeholders/{SLUGS[0]}/"):
        assert "LER Ecosystem Map" in read(client, url).words


def test_every_stakeholder_has_a_place_and_every_step_a_stone() -> None:
    """The drawing and the content name the same ten places and the same nine steps."""
    assert {place.key for place in PLACES_ON_MAP} == {one.key for one in ecosystem().stakeholders}
    assert {place.icon: place.phase for place in PLACES_ON_MAP}.keys() == CUTS.keys()
    assert [stone.step for stone in STONES] == [step.step for step in ecosystem().story]
    assert len(WAY) == len(STONES)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_closer_look_names_all_givers_and_takers_inside_its_edge(client: Client, slug: str) -> None:
    """Each place that a line leads to is a link with the words of the line, and stands wholly in the window."""
    key = ecosystem().stakeholder(slug).key
    icon = place_of(key).icon
    page = client.get(f"/stakeholders/{slug}/").content.decode()
    for place, flow in flows_to(key):
        name = ecosystem().stakeholder(place.key).name
        assert re.search(rf'aria-label="[^"]*{name} gives {flow.words}', page), name
    for place, flow in flows_from(key):
        name = ecosystem().stakeholder(place.key).name
        assert re.search(rf'aria-label="[^"]*{name} takes {flow.words}', page), name
    cut = CUTS[icon]
    for shown in {icon, *(end for flow in cut.flows(icon) for end in (flow.giver, flow.taker))}:
        place = cut.place(shown)
        assert cut.left < place.x - place.ring and place.x + place.ring < cut.left + CUT_WIDTH, shown
        assert cut.top < place.y - place.ring and place.y + place.ring < cut.top + cut.height, shown


def test_long_names_stand_in_two_lines_on_the_drawing() -> None:
    """A drawing cannot wrap: long names break at the space nearest to their middle, short ones stay whole."""
    assert name_lines("Credentialing Organizations") == ["Credentialing", "Organizations"]
    assert name_lines("Data Standards Bodies") == ["Data Standards", "Bodies"]
    assert name_lines("Learners and Earners") == ["Learners and Earners"]
    assert name_lines("Bildungseinrichtungen") == ["Bildungseinrichtungen"]


def test_the_map_is_light(client: Client) -> None:
    """As it travels, page, all sheets and the letters of a first view stay under 150 KB, drawing and 144 acts included."""
    fonts = Path(str(finders.find("design/vendor/fonts/SOURCE.txt"))).parent
    letters = sum((fonts / f"{name}-latin.woff2").stat().st_size for name in ("literata", "public-sans"))
    style = b"".join(
        Path(str(finders.find(f"ecosystem/{name}.css"))).read_bytes() for name in ("drawing", "front", "reading")
    )
    own = sum(len(gzip.compress(part)) for part in (client.get("/").content, style, join_sheet().encode()))
    assert own + letters < 150_000
    assert own < 60_000


def test_a_posting_counts_until_its_last_day_and_no_longer() -> None:
    """The map counts what takes applications: the closing day is in, the day after is out."""
    posting = make_home(AT).posting
    assert posting.closes_at is not None
    last = datetime.combine(posting.closes_at, time(23), UTC)
    told = [one.number for one in counts_by_stakeholder(last)["employers"] if one.key == "postings"]
    assert told == [1]
    later = counts_by_stakeholder(last + timedelta(days=1))["employers"]
    assert "postings" not in [one.key for one in later]
