"""What has left, what came back, and what lies in the mailbox of a demonstration?"""

from uuid import UUID

from django.db.models import QuerySet

from openler.platform.mail.models import BouncedAddress, DemoLetter, SentMail


def has_bounced(address: str) -> bool:
    """Tell whether mail to an address came back for good."""
    return BouncedAddress.objects.filter(address=address.strip().lower()).exists()


def mails_of(tenant_id: UUID) -> QuerySet[SentMail]:
    """List the mails that left in the name of an organization, newest first."""
    return SentMail.objects.filter(tenant_id=tenant_id).order_by("-at")


def demo_letters(text: str = "") -> QuerySet[DemoLetter]:
    """List the letters of a demonstration, newest first; `text` looks in address and subject."""
    letters = DemoLetter.objects.all()
    if text:
        letters = letters.filter(to__icontains=text) | letters.filter(subject__icontains=text)
    return letters


def find_demo_letter(number: int) -> DemoLetter | None:
    """Find one letter of a demonstration."""
    return DemoLetter.objects.filter(pk=number).first()
