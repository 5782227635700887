"""Which fields do our accounts ask for beyond what django-allauth asks?"""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

MAX_KEY_NAME_CHARACTERS = 60


class SignInForm(LoginForm):  # type: ignore[misc]
    """Asks for mail address and password; the labels say so, and nothing stands in the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Adds a passkey that can open the account by itself: the device asks for finger, face or PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = _("Name of this passkey")
        name.help_text = _("So that you know it again, such as “Phone”.")
        name.widget.attrs["maxlength"] = MAX_KEY_NAME_CHARACTERS
        self.fields.pop("passwordless", None)

    def clean_name(self) -> str:
        """Cut a name that is too long; the passkey was already made on the device and must not be lost."""
        return str(super().clean_name())[:MAX_KEY_NAME_CHARACTERS]

    def clean(self) -> dict[str, Any]:
        """Take only a passkey whose device asked for the person behind it."""
        self.cleaned_data["passwordless"] = True
        return dict(super().clean() or {})
