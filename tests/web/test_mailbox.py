"""Does mail leave by the right door, is nothing of it kept but that it left, and is a bounce remembered?"""

import io
import sys
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from openler.platform.base.acts import now
from openler.platform.issuing import claims
from openler.platform.issuing.models import Seat
from openler.platform.mail.models import BouncedAddress, DemoLetter, SentMail
from openler.platform.mail.services import address_bounced, forgive, record_bounce, send
from openler.platform.settings.mail import BadMailUrl, mail_settings
from web.issuing import College
from web.people import AT, act

pytestmark = pytest.mark.django_db

BACKEND = "openler.platform.mail.backend.LoggingBackend"
LETTER = {"to": "Ada@people.example", "subject": "A link for you", "body": "Open http://127.0.0.1:8000/claim/x/ today."}
NOTIFICATION = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your mail came back.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ada@people.example
Action: failed
Status: 5.1.1

Final-Recipient: rfc822; bob@people.example
Action: delayed
Status: 4.2.2
--b--
"""


@pytest.fixture
def demo(settings: object) -> None:
    """Run as a demonstration, with our own backend."""
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = BACKEND  # type: ignore[attr-defined]


def test_a_demonstration_reads_its_mail_on_a_page(demo: None, client: Client) -> None:
    """The letter lies in the mailbox as plain text, and its links can be pressed."""
    assert send("claim", **LETTER)
    assert "A link for you" in client.get("/demo/mailbox/").content.decode()
    page = client.get(f"/demo/mailbox/{DemoLetter.objects.get().pk}/").content.decode()
    assert '<a href="http://127.0.0.1:8000/claim/x/"' in page
    assert "A link for you" in client.get("/demo/mailbox/?q=ada@").content.decode()
    assert "No letter lies here yet" in client.get("/demo/mailbox/?q=nobody").content.decode()


def test_markup_in_a_letter_is_text(demo: None, client: Client) -> None:
    """Nothing that somebody wrote into a mail becomes markup of our page."""
    send("claim", **LETTER | {"body": "<script>alert(1)</script>", "subject": "<b>x</b>"})
    page = client.get(f"/demo/mailbox/{DemoLetter.objects.get().pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_outside_a_demonstration_there_is_no_mailbox(client: Client) -> None:
    """No address shows letters, and none are kept."""
    DemoLetter.objects.create(to="ada@people.example", subject="left over", body="x")
    assert client.get("/demo/mailbox/").status_code == 404
    assert client.get(f"/demo/mailbox/{DemoLetter.objects.get().pk}/").status_code == 404


def test_the_mail_log_keeps_no_letter(settings: object, capsys: pytest.CaptureFixture[str]) -> None:
    """By the console a mail is printed; the log knows to whom, which kind and when."""
    settings.EMAIL_BACKEND = BACKEND  # type: ignore[attr-defined]
    assert send("claim", **LETTER)
    printed = capsys.readouterr().out
    assert "A link for you" in printed
    assert "X-OpenLER" not in printed
    assert DemoLetter.objects.count() == 0
    line = SentMail.objects.get()
    assert (line.address, line.kind, line.outcome) == ("ada@people.example", "claim", "sent")
    assert {field.name for field in SentMail._meta.fields} == {"id", "address", "kind", "tenant_id", "at", "outcome"}


def test_a_server_that_is_down_breaks_nothing(settings: object) -> None:
    """The mail is marked as failed; whoever asked for it goes on."""
    settings.EMAIL_BACKEND = BACKEND  # type: ignore[attr-defined]
    settings.OPENLER_MAIL_KIND = "smtp"  # type: ignore[attr-defined]
    settings.EMAIL_HOST = "127.0.0.1"  # type: ignore[attr-defined]
    settings.EMAIL_PORT = 9  # type: ignore[attr-defined]
    settings.EMAIL_USE_TLS = False  # type: ignore[attr-defined]
    assert send("claim", **LETTER) is False
    assert SentMail.objects.get().outcome == "failed"


def test_nothing_more_is_sent_to_an_address_that_bounced(demo: None) -> None:
    """A bounce marks the mail, tells the rooms above, and holds back what follows until the address is given anew."""
    told: list[str] = []

    def listen(sender: object, address: str, **_details: object) -> None:
        told.append(address)

    address_bounced.connect(listen)
    send("claim", **LETTER)
    record_bounce("Ada <ADA@people.example>", at=now(), status="5.1.1")
    assert told == ["ada@people.example"]
    assert send("claim", **LETTER) is False
    assert list(SentMail.objects.order_by("pk").values_list("outcome", flat=True)) == ["bounced", "withheld"]
    forgive("ada@people.example")
    assert send("claim", **LETTER)


def test_a_mail_server_tells_of_a_bounce_by_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a delivery status notification only what failed for good is recorded; anything else is refused in words."""
    stdin = io.TextIOWrapper(io.BytesIO(NOTIFICATION.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    call_command("record_bounce")
    assert [(one.address, one.status) for one in BouncedAddress.objects.all()] == [("ada@people.example", "5.1.1")]
    call_command("record_bounce", "--address", "eve@people.example")
    assert BouncedAddress.objects.count() == 2
    other = EmailMessage()
    other.set_content("Hello")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(other.as_bytes())))
    with pytest.raises(CommandError):
        call_command("record_bounce")


def test_a_claim_link_whose_mail_came_back_is_dead_and_a_new_address_gets_a_new_one(client: Client) -> None:
    """The next owner of a mail address finds no record; the learner does, at the address given anew."""
    college = College()
    college.issue("name,email,student_id\nInés Valdés,ines@people.example,00417\n")
    seat = Seat.objects.get()
    link = seat.links.get()
    path = f"/claim/{claims.token_of(link)}/"
    assert client.get(path).status_code == 200
    record_bounce("INES@people.example", at=AT, status="5.1.1")
    assert client.get(path).status_code == 410
    link.refresh_from_db()
    assert (link.came_back_at, link.ended_at) == (AT, AT)
    new = claims.change_address(act(college.issuer, college.organization), seat, email="ines.new@people.example")
    assert client.get(f"/claim/{claims.token_of(new)}/").status_code == 200
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("url", "kind", "host", "port", "starts_tls", "over_tls"),
    [
        ("", "console", "", 0, False, False),
        ("smtp://u:p%40ss@mail.example.org", "smtp", "mail.example.org", 587, True, False),
        ("smtps://u:p@mail.example.org:4650", "smtp", "mail.example.org", 4650, False, True),
        ("smtp://localhost:25", "smtp", "localhost", 25, False, False),
    ],
)
def test_the_way_of_mail_is_one_address(
    url: str, kind: str, host: str, port: int, starts_tls: bool, over_tls: bool
) -> None:
    """A password never travels in the open, unless it stays on this machine."""
    read = mail_settings({"OPENLER_MAIL_URL": url}, host="records.example.org")
    assert (read.kind, read.host, read.port, read.starts_tls, read.over_tls) == (kind, host, port, starts_tls, over_tls)
    assert read.sender == "OpenLER <no-reply@records.example.org>"


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtp://", "smtp://u:secret@h:port"])
def test_another_address_is_refused_without_repeating_it(url: str) -> None:
    """It may hold a password."""
    with pytest.raises(BadMailUrl) as refused:
        mail_settings({"OPENLER_MAIL_URL": url}, host="x")
    assert "secret" not in str(refused.value)
