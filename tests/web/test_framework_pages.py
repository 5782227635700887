"""Frameworks are brought by members and read by everybody, as pages and as JSON at the same address."""

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openler.platform.frameworks.models import Framework, FrameworkItem
from openler.platform.frameworks.services import import_framework
from openler.platform.organizations.models import Organization
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
SHEET = "code,parent,label,statement\n1,,Wound care,\n1.1,1,Dressing wounds,Changes a dressing cleanly.\n2,9,<b>Charting</b>,\n"


@pytest.fixture
def council() -> Organization:
    """Give a standards body with an owner and a viewer."""
    members = {make_user("mei"): ["owner"], make_user("vic"): ["viewer"]}
    return make_organization("council", kinds=("data_standards_bodies",), members=members)


def client_of(organization: Organization, name: str) -> Client:
    """Give the client of a member."""
    return signed_client(organization.memberships.get(user__username=name).user)


def upload(client: Client, data: bytes | str, **typed: str) -> object:
    """Send a file through the form, and follow where it leads."""
    file = SimpleUploadedFile("skills.csv", data.encode() if isinstance(data, str) else data)
    return client.post("/o/council/frameworks/import/", {"file": file, **typed}, follow=True)


def text_of(response: object) -> str:
    """Give the words of an answer."""
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_an_owner_imports_and_sees_each_bad_row_with_its_remedy(council: Organization) -> None:
    """The good rows are in, the bad ones stand on the page with row, column, value and what to do."""
    page = upload(client_of(council, "mei"), SHEET, title="Ward skills", licence="CC BY 4.0")
    words = text_of(page)
    assert "3 of 3 entries came in." in words
    assert "Row 4" in words
    assert "There is no item 9. The rows before it stand under 1." in words
    assert "Correct the parent" in words
    assert Framework.objects.get().tenant_id == council.pk


def test_the_bad_rows_come_as_a_table_without_formulas(council: Organization) -> None:
    """What is downloaded to mend opens in a spreadsheet without running anything."""
    mei = client_of(council, "mei")
    upload(mei, 'label,parent\nKnots,"=HYPERLINK(""https://evil.example"")"\n', title="T")
    framework = Framework.objects.get()
    answer = mei.get(f"/o/council/frameworks/{framework.pk}/faults.csv")
    (_head, row) = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row[0] == "Row 2"
    assert row[2].startswith("'=HYPERLINK")
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("data", "typed", "words"),
    [
        (b"PK\x03\x04", {}, "spreadsheet file"),
        (b"Nr,Wort\n1,x\n", {"title": "T"}, "found were: Nr, Wort"),
        (b"label\nKnots\n", {}, "does not say what the framework is called"),
        (b"{", {}, "not JSON"),
        (b"", {}, "empty"),
    ],
)
def test_a_refused_file_says_why_and_keeps_what_was_typed(
    council: Organization, data: bytes, typed: dict[str, str], words: str
) -> None:
    """Nothing comes in, the fault is named, and the form still holds the words."""
    page = upload(client_of(council, "mei"), data, publisher="Open Council", **typed)
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert words in text_of(page)
    assert 'value="Open Council"' in text_of(page)
    assert Framework.objects.count() == 0


def test_columns_can_be_told(council: Organization) -> None:
    """A table with heads in another language is read by what the form says."""
    data = "Nr;Ober;Wort\n1;;Pflege\n2;1;Wunden\n".encode("windows-1252")
    upload(
        client_of(council, "mei"),
        data,
        title="T",
        **{"column-label": "Wort", "column-code": "Nr", "column-parent": "Ober"},
    )
    assert FrameworkItem.objects.get(label="Wunden").edges_out.get().target.label == "Pflege"  # type: ignore[union-attr]


def test_a_viewer_looks_and_brings_nothing(council: Organization) -> None:
    """The form is not shown, and sending it anyway is refused."""
    vic = client_of(council, "vic")
    assert "Import a framework" not in text_of(vic.get("/o/council/frameworks/"))
    assert upload(vic, SHEET, title="T").status_code == 403  # type: ignore[attr-defined]
    assert Framework.objects.count() == 0


def test_the_import_of_another_organization_is_not_there(council: Organization) -> None:
    """What a file got wrong is its sender's business."""
    board = make_organization("board", kinds=("governance",), members={make_user("ben"): ["owner"]})
    framework = import_framework(act(), tenant_id=board.pk, data=SHEET.encode(), title="T").framework
    mei = client_of(council, "mei")
    for end in ("", "faults.csv"):
        assert mei.get(f"/o/council/frameworks/{framework.pk}/{end}").status_code == 404


def test_everybody_browses_from_the_list_to_a_term(client: Client) -> None:
    """List, framework, term and what stands under and beside it, without signing in and without markup of the file."""
    framework = import_framework(
        act(), tenant_id=None, data=SHEET.encode(), title="Ward skills", attribution="By Us."
    ).framework
    assert "Ward skills" in text_of(client.get("/frameworks/"))
    page = text_of(client.get(f"/frameworks/{framework.pk}/"))
    assert "1 under it" in page
    assert "By Us." in page
    assert "&lt;b&gt;Charting" in page
    assert "<b>Charting" not in page
    item = FrameworkItem.objects.get(code="1.1")
    entry = text_of(client.get(f"/frameworks/items/{item.pk}/"))
    for words in ("Dressing wounds", "Changes a dressing cleanly.", "Wound care", item.uri):
        assert words in entry


def test_everybody_searches_one_framework_and_all(client: Client) -> None:
    """An exact label is the first hit; nothing found says so."""
    framework = import_framework(act(), tenant_id=None, data=SHEET.encode(), title="Ward skills").framework
    for path in ("/frameworks/", f"/frameworks/{framework.pk}/"):
        page = text_of(client.get(path, {"q": "wounds"}))
        assert "2 skills found" in page
        assert "Nothing here has these words" in text_of(client.get(path, {"q": "welding"}))


def test_programs_get_json_at_the_same_address(client: Client) -> None:
    """Accept chooses; both answers say that they vary by it, and a link for people leads to the JSON too."""
    framework = import_framework(act(), tenant_id=None, data=SHEET.encode(), title="Ward skills").framework
    item = FrameworkItem.objects.get(code="1.1")
    path = f"/frameworks/items/{item.pk}/"
    answer = client.get(path, HTTP_ACCEPT="application/json")
    told = answer.json()
    assert told["uri"] == item.uri
    assert told["fullStatement"] == "Changes a dressing cleanly."
    assert told["CFAssociations"][0]["destinationNodeURI"]["title"] == "Wound care"
    assert "Accept" in answer["Vary"]
    assert "Accept" in client.get(path)["Vary"]
    assert client.get(path, {"format": "json"}).json() == told
    whole = client.get(f"/frameworks/{framework.pk}/", HTTP_ACCEPT="application/json").json()
    assert [one["humanCodingScheme"] for one in whole["CFItems"]] == ["1", "1.1", "2"]
    assert (
        client.get("/frameworks/", {"q": "dressing"}, HTTP_ACCEPT="application/json").json()["CFItems"][0]["uri"]
        == item.uri
    )


def test_a_long_framework_is_read_page_by_page(client: Client) -> None:
    """A list of 250 is cut for people and programs, and each page leads to the next."""
    data = "label\n" + "\n".join(f"Skill {n}" for n in range(250))
    framework = import_framework(act(), tenant_id=None, data=data.encode(), title="Long").framework
    assert "Page 2 of 3" in text_of(client.get(f"/frameworks/{framework.pk}/", {"page": "2"}))
    first = client.get(f"/frameworks/{framework.pk}/", HTTP_ACCEPT="application/json").json()
    assert len(first["CFItems"]) == 100
    last = client.get(first["next"].replace("page=2", "page=3")).json()
    assert len(last["CFItems"]) == 50
    assert "next" not in last


def test_an_unknown_address_is_told_as_that(client: Client) -> None:
    """A term that never was is not found, for people and programs."""
    missing = "00000000-0000-4000-8000-000000000000"
    for path in (f"/frameworks/{missing}/", f"/frameworks/items/{missing}/"):
        assert client.get(path).status_code == 404
        assert client.get(path, HTTP_ACCEPT="application/json").status_code == 404


def test_an_address_of_script_from_a_file_is_never_a_link(client: Client) -> None:
    """What a file calls an address is shown as text, and only if it is one."""
    data = b"uri,label\njavascript:alert(1),Knots\nhttps://s.example/x,Bows\n"
    import_framework(act(), tenant_id=None, data=data, title="T")
    for item in FrameworkItem.objects.all():
        page = text_of(client.get(f"/frameworks/items/{item.pk}/"))
        assert "javascript:" not in page
        assert 'href="https://s.example' not in page
