"""Which words say what a line of the audit holds? Every verb that the program writes has its own; a test asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Promise | str

VERBS: Mapping[str, Words] = {
    "account.created": _("Made an account"),
    "account.factor_added": _("Added a passkey or an authenticator app"),
    "account.factor_removed": _("Removed a passkey or an authenticator app"),
    "account.factor_renewed": _("Renewed recovery codes"),
    "account.mail_address_added": _("Added a mail address"),
    "account.mail_address_changed": _("Changed a mail address"),
    "account.mail_address_confirmed": _("Confirmed a mail address"),
    "account.mail_address_removed": _("Removed a mail address"),
    "account.password_changed": _("Changed a password"),
    "account.password_reset": _("Set a forgotten password anew"),
    "account.password_set": _("Set a password"),
    "account.provider_joined": _("Joined an organization’s sign-in to an account"),
    "account.provider_left": _("Took an organization’s sign-in from an account"),
    "account.signed_in": _("Signed in"),
    "account.signed_out": _("Signed out"),
    "achievement.defined": _("Defined an achievement"),
    "achievement.edited": _("Edited an achievement"),
    "achievement.published": _("Approved and published an achievement"),
    "achievement.sent_back": _("Sent an achievement back"),
    "achievement.submitted": _("Asked for approval of an achievement"),
    "achievement.version_begun": _("Began a new version of an achievement"),
    "application.checked": _("Checked the records of an application again"),
    "application.deleted": _("Deleted an application at its end"),
    "application.held": _("Held an application for a legal reason"),
    "application.listed": _("Saw an application in a list, without a name"),
    "application.moved": _("Moved an application along, or decided"),
    "application.opened.file": _("Opened a file of an application"),
    "application.opened.names": _("Showed the name in an application"),
    "application.opened.records": _("Opened the records of an application"),
    "application.opened.sealed_copy": _("Opened the sealed copy of an application"),
    "application.received": _("Applied"),
    "application.released": _("Ended the legal hold of an application"),
    "application.viewed": _("Saw stage and dates of an application that has ended"),
    "application.withdrawn": _("Withdrew an application"),
    "audit.exported": _("Downloaded the audit log"),
    "audit.person_exported": _("Downloaded what was done with one person’s records"),
    "audit.viewed": _("Looked at the audit log"),
    "batch.bad_rows_exported": _("Downloaded the faulty rows of a batch"),
    "batch.checked": _("Checked a class list"),
    "batch.discarded": _("Discarded a batch of which nothing was signed"),
    "batch.lapsed": _("Closed a batch that nobody released"),
    "batch.paused": _("Paused the signing of a batch"),
    "batch.refused": _("Refused a batch"),
    "batch.released": _("Released a batch"),
    "batch.resumed": _("Resumed the signing of a batch"),
    "batch.row_mended": _("Mended a row of a batch"),
    "batch.sent": _("Sent a batch to a second person"),
    "batch.viewed": _("Looked at a batch and its faulty rows"),
    "claim.address_changed": _("Sent a claim to another mail address"),
    "claim.code_wrong": _("Tried a wrong code for a claim"),
    "claim.identity_seen": _("Saw an ID and released a claim"),
    "claim.link_made": _("Made a claim link"),
    "claim.mail_came_back": _("Noted that the mail of a claim came back"),
    "claim.opened": _("Opened a claim"),
    "codes.printed": _("Printed letters with claim codes"),
    "demo.continued": _("Continued as a person of the demonstration"),
    "domain.asked": _("Began to prove a domain"),
    "domain.own_host_chosen": _("Chose a host to sign under"),
    "domain.own_host_seen": _("Saw that the host leads here, and signs under it"),
    "domain.proven": _("Proved a domain"),
    "framework.imported": _("Imported a framework"),
    "holder.registered": _("Set up a wallet"),
    "holder.replaced": _("Replaced the key of a wallet"),
    "item.kept": _("Kept a sealed record for a wallet"),
    "item.removed": _("Removed a sealed record of a wallet"),
    "keeper.named": _("Named somebody to open sealed copies"),
    "keeper.removed": _("Ended somebody’s right to open sealed copies"),
    "key.change_approved": _("Approved a change of keys"),
    "key.change_asked": _("Asked for a change of keys"),
    "key.change_expired": _("Let a change of keys lapse"),
    "key.change_refused": _("Refused a change of keys"),
    "key.change_withdrawn": _("Withdrew a change of keys"),
    "key.created": _("Made a signing key"),
    "key.retired": _("Retired a signing key"),
    "keystore.backed_up": _("Backed up all keys"),
    "keystore.restored": _("Restored keys from a backup"),
    "membership.ended": _("Ended a membership"),
    "membership.invitation_ended": _("Took an invitation back"),
    "membership.invited": _("Invited somebody"),
    "membership.left": _("Left the organization"),
    "membership.set": _("Gave a member roles"),
    "membership.viewed": _("Saw name or mail address of a member"),
    "objection.answered": _("Answered an objection"),
    "organization.created": _("Made the organization"),
    "organization.limit_set": _("Set above which size a second person releases a list"),
    "organization.exported": _("Exported the organization’s files"),
    "period.set": _("Set how long data is kept"),
    "picture.kept": _("Kept a picture for an achievement"),
    "posting.closed": _("Closed a posting"),
    "posting.created": _("Began a posting"),
    "posting.published": _("Published a posting"),
    "posting.saved": _("Saved the draft of a posting"),
    "presentation.answered": _("Showed records to whoever asked"),
    "presentation.asked": _("Asked somebody to show records"),
    "presentation.forgotten": _("Forgot records that were shown to whoever asked"),
    "presentation.read": _("Read records that were shown to whoever asked"),
    "privacy_contact.set": _("Named whom people ask about their data"),
    "recognition.entered": _("Recognized an issuer"),
    "recognition.lifted": _("Lifted the suspension of an issuer"),
    "recognition.suspended": _("Suspended the recognition of an issuer"),
    "recognition.withdrawn": _("Withdrew the recognition of an issuer"),
    "record.bound": _("Accepted a record into a wallet"),
    "record.corrected": _("Corrected a record"),
    "record.downloaded": _("Downloaded a record from its claim"),
    "record.exported": _("Downloaded a record of the register in a file"),
    "record.left": _("Took a record along in the organization’s export"),
    "record.listed": _("Saw a record in a list"),
    "record.objected": _("Objected to a record"),
    "record.reinstated": _("Reinstated a record"),
    "record.replaced": _("Ended a record, as a corrected one stands in its place"),
    "record.revoked": _("Revoked a record"),
    "record.suspended": _("Suspended a record"),
    "record.viewed": _("Opened a record of the register"),
    "records.issued": _("Signed records of a batch"),
    "records.searched": _("Searched the register"),
    "registries.chosen": _("Chose whose registries count"),
    "registries.default_used": _("Went back to the installation’s list of registries"),
    "registry.opened": _("Opened a registry"),
    "retention.set": _("Set how long applications are kept"),
    "share.deleted": _("Deleted what was left of a share"),
    "share.forgotten": _("Forgot the records of a share that had ended"),
    "share.made": _("Made a share"),
    "share.opened": _("Opened a share"),
    "share.stopped": _("Stopped a share"),
    "sign_in_provider.set": _("Set up the organization’s own sign-in"),
    "sign_in_provider.stopped": _("Stopped the organization’s own sign-in"),
    "token.ended": _("Ended a token"),
    "token.made": _("Made a token for a program"),
    "upload.kept": _("Kept a class list, sealed"),
    "vc_api.derived": _("Derived a credential through the VC API"),
    "vc_api.instance_closed": _("Ended an instance of the VC API"),
    "vc_api.instance_created": _("Made an instance of the VC API"),
    "vc_api.issued": _("Signed a credential through the VC API"),
    "vc_api.presented": _("Signed a presentation through the VC API"),
    "vc_api.status_changed": _("Changed the status of a credential through the VC API"),
}
KINDS: Mapping[str, Words] = {
    "account": _("account"),
    "achievement": _("achievement"),
    "api_token": _("token"),
    "application": _("application"),
    "batch": _("batch"),
    "framework": _("framework"),
    "holder": _("wallet"),
    "invitation": _("invitation"),
    "issuer_key": _("key"),
    "keeper": _("member"),
    "key_change": _("change of keys"),
    "keystore": _("keys"),
    "membership": _("member"),
    "objection": _("objection"),
    "organization": _("organization"),
    "picture": _("picture"),
    "posting": _("posting"),
    "presentation_request": _("request to show records"),
    "registry": _("registry"),
    "registry_entry": _("entry of a registry"),
    "reliance": _("choice of registries"),
    "retention_rule": _("period for applications"),
    "sealed_item": _("sealed record"),
    "seat": _("record"),
    "share": _("share"),
    "sign_in_provider": _("sign-in"),
    "upload": _("class list"),
    "user": _("account"),
    "vc_api_instance": _("instance of the VC API"),
    "vc_api_record": _("credential issued through the VC API"),
}
PURPOSES: Mapping[str, Words] = {
    "account": _("to keep an account safe"),
    "accountability": _("to answer who did what with whose data"),
    "achievements": _("to say what can be earned"),
    "administration": _("to run the organization’s place here"),
    "claim": _("to hand a record to whoever earned it"),
    "correction": _("to put a record right"),
    "demonstration": _("to show how it works"),
    "frameworks": _("to say which skills there are"),
    "hiring": _("to decide on an application"),
    "holding": _("to keep a learner’s own records"),
    "issuing": _("to issue records"),
    "mail came back": _("to mend a mail address"),
    "membership": _("to say who belongs to the organization"),
    "recognition": _("to say who may issue what"),
    "register": _("to keep the register of what was awarded"),
    "retention": _("to keep things as long as the law asks, and no longer"),
    "sharing": _("to show records to whom their holder chose"),
}
BASES: Mapping[str, Words] = {
    "consent": _("the person agreed"),
    "contract": _("what was agreed with the person needs it"),
    "legal_obligation": _("a law asks for it"),
    "legitimate_interest": _("a legitimate interest, such as the educational interest of a school’s officials"),
    "not_personal": _("no data of a person"),
}
OUTCOMES: Mapping[str, Words] = {"done": _("Done"), "refused": _("Refused")}
# Done by whoever has a link, signed in or not.
BY_LINK = frozenset({"claim.code_wrong", "claim.opened", "record.downloaded", "record.objected", "share.opened"})
_LOOKS = (
    "application.listed",
    "application.viewed",
    "audit.exported",
    "audit.person_exported",
    "audit.viewed",
    "batch.bad_rows_exported",
    "batch.viewed",
    "codes.printed",
    "membership.viewed",
    "organization.exported",
    "presentation.read",
    "record.downloaded",
    "record.exported",
    "record.left",
    "record.listed",
    "record.viewed",
    "records.searched",
    "share.opened",
)


@dataclass(frozen=True, slots=True)
class Group:
    """Verbs that a reader looks for together.

    Attributes:
        words: as the page says it.
        verbs: that belong to it.
        families: beginnings of further verbs that do.
    """

    words: Words
    families: tuple[str, ...]
    verbs: tuple[str, ...] = ()

    def matching(self) -> Q:
        """Match the lines of the group."""
        found = Q(verb__in=self.verbs)
        for family in self.families:
            found |= Q(verb__startswith=f"{family}.")
        return found


GROUPS: Mapping[str, Group] = {
    "looks": Group(_("Looks, searches and downloads"), ("application.opened",), _LOOKS),
    "records": Group(
        _("Records and claims"), ("record", "records", "batch", "claim", "codes", "objection", "upload", "vc_api")
    ),
    "hiring": Group(_("Postings and applications"), ("posting", "application", "keeper", "period", "retention")),
    "achievements": Group(
        _("Achievements, frameworks and registries"),
        ("achievement", "framework", "picture", "recognition", "registry", "registries"),
    ),
    "house": Group(
        _("Members, keys and settings"),
        (
            "membership",
            "organization",
            "domain",
            "key",
            "keystore",
            "privacy_contact",
            "token",
            "sign_in_provider",
            "audit",
        ),
    ),
}
