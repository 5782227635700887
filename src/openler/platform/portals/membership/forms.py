"""What do the forms of membership take? Exactly their fields; whatever else is sent is not read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openler.platform.organizations.keeping import CLASSES, DataClass
from openler.platform.organizations.models import CONTACT_LENGTH, NAME_LENGTH
from openler.platform.organizations.roles import ROLES
from openler.platform.organizations.ways import NAMES

_SLUG_LENGTH = 50
_TITLE_LENGTH = 80
_ADDRESS_LENGTH = 254
_DOMAIN_LENGTH = 253
# As long as the columns of a provider.
_URL_LENGTH = 300
_CLIENT_LENGTH = 200


class OrganizationForm(forms.Form):
    """Asks who a new organization is."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    slug = forms.SlugField(
        label=_("Word for its address"),
        max_length=_SLUG_LENGTH,
        help_text=_("Small letters, digits and hyphens. Records carry it, so it never changes."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it does on the map"),
        choices=[(key, name) for key, name in NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One or more."),
    )


class RolesForm(forms.Form):
    """Asks what a member may do."""

    roles = forms.MultipleChoiceField(
        label=_("What the person may do"),
        choices=[(key, words) for key, words in ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    title = forms.CharField(
        label=_("What the person does"),
        max_length=_TITLE_LENGTH,
        required=False,
        help_text=_("In your own words, such as “registrar”. It may stay empty."),
    )


class InvitationForm(RolesForm):
    """Asks who is invited, and to what."""

    address = forms.EmailField(label=_("Mail address"), max_length=_ADDRESS_LENGTH)
    field_order = ["address", "roles", "title"]


class DomainForm(forms.Form):
    """Asks which domain an organization wants to prove."""

    domain = forms.CharField(
        label=_("Your domain"),
        max_length=_DOMAIN_LENGTH,
        help_text=_("As in the address of your site, such as college.edu."),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocapitalize": "none"}),
    )


class PeriodsForm(forms.Form):
    """Asks whom people ask about their data, and for how many days each class of it is kept."""

    contact = forms.CharField(
        label=_("Whom people ask about what you keep of them"),
        max_length=CONTACT_LENGTH,
        required=False,
        help_text=_("A name or an office, with a mail address or telephone. It stands in every notice of yours."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, known in CLASSES.items():
            if known.is_set_by_organizations:
                self.fields[key] = _days_field(known)


def _days_field(known: DataClass) -> forms.IntegerField:
    bounds = {"least": known.least, "most": known.most, "start": known.counted_from, "why": known.why}
    fault = _("Give a whole number of days from %(least)d to %(most)d.") % bounds
    return forms.IntegerField(
        label=str(known.name),
        min_value=known.least,
        max_value=known.most,
        help_text=_("Days, from %(least)d to %(most)d, counted from %(start)s. %(why)s") % bounds,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), fault),
    )


class ProviderForm(forms.Form):
    """Asks for an organization's OpenID Connect provider."""

    server_url = forms.URLField(
        label=_("Issuer address of your sign-in"),
        max_length=_URL_LENGTH,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    client_id = forms.CharField(
        label=_("Client ID"), max_length=_CLIENT_LENGTH, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=_CLIENT_LENGTH,
        required=False,
        help_text=_("It is sealed and never shown again. Leave it empty to keep the one that is stored."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class ChooseProviderForm(forms.Form):
    """Asks through which organization somebody signs in."""

    slug = forms.SlugField(
        label=_("Your organization's word in our addresses"),
        max_length=_SLUG_LENGTH,
        help_text=_("It stands after /o/ in every address of your organization."),
    )
