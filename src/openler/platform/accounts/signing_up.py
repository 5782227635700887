"""What does somebody tell about themselves when they make an account?

Apart from the other forms: django-allauth loads this one while it defines those that ours are made from.
"""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from openler.platform.accounts.models import User

# As long as the column.
MAX_NAME_CHARACTERS = 120


class NameForm(forms.Form):
    """Asks for the name that members of the same organization see."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=MAX_NAME_CHARACTERS,
        help_text=_("As you want people here to see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name with the new account."""
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])
