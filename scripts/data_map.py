"""What is kept about whom, why, by what right, how long, and who sees it? Writes docs/privacy/data-map.md.

Each room of the platform says it beside its models, in ``privacy.yml``. A model or field that stands in no such file
is a fault, and so is one without purpose and period; `make lint` asks for both, and for a page that is up to date.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "privacy" / "data-map.md"
ROOMS = ROOT / "src" / "openler" / "platform"
# Rights and kinds of Django's own: they hold words of the program and nothing about a person.
WITHOUT_PEOPLE = ("auth", "contenttypes")
BASES = {
    "contract": "asked for by the person: GDPR Art. 6(1)(b)",
    "duty": "owed to the learner by contract or law: GDPR Art. 6(1)(b), (c), (e)",
    "law": "law: GDPR Art. 6(1)(c)",
    "interest": "interest in running it safely: GDPR Art. 6(1)(f)",
    "application": "the applicant's wish, then the law of the posting's place: GDPR Art. 6(1)(b), (c)",
}
# Periods that no organization sets; the others are read from `organizations/keeping.py`.
PERIODS = {
    "account": "until the person asks to end the account",
    "application": "as the law of the posting's place says, one year after the later of record and decision by default",
    "bounce": "365 days after the mail came back, or until the address is given anew",
    "demo": "until the demonstration starts over",
    "installation": "as long as the installation runs",
    "job": "30 days after its end",
    "membership": "until the membership ends or the task is taken back",
    "organization": "as long as the organization is here",
    "published": "for good once published, because records name it",
    "question": "a day after the link has ended",
    "session": "12 hours after sign-in",
    "share_content": "until the end of the share, which its owner chooses",
    "wallet": "until the holder takes it out, or asks to end the account",
    "window": "until its window has ended, an hour at the most",
}
_PLAIN = "nothing about a person by itself"
_HEAD = """\
# Data map

Written by `scripts/data_map.py` from the models and the `privacy.yml` beside them; do not edit it by hand.
What the periods mean stands in [README.md](README.md). Fields that say nothing about a person by themselves (ids,
states, dates of the thing) stand together in the last line of each table.
"""


def said() -> dict[str, dict[str, Any]]:
    """Give what the rooms say, by model."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(ROOMS.rglob("privacy.yml")):
        found |= yaml.safe_load(path.read_text("utf-8"))
    return found


def kept() -> dict[str, list[str]]:
    """Give what the database holds: the fields of each model."""
    _open_platform()
    from django.apps import apps

    models = [model for model in apps.get_models() if model._meta.app_label not in WITHOUT_PEOPLE]
    return {
        model._meta.label: [field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)]
        for model in models
    }


def periods() -> dict[str, str]:
    """Give each period in words."""
    _open_platform()
    from openler.platform.organizations.keeping import CLASSES, KEPT_ALWAYS

    found = dict(PERIODS) | dict.fromkeys(KEPT_ALWAYS, "for good")
    for key, known in CLASSES.items():
        set_by = f"; an organization may set {known.least} to {known.most}" if known.is_set_by_organizations else ""
        found[key] = f"{known.days} days from {known.counted_from}{set_by}"
    return found


def faults() -> Iterator[str]:
    """Give each model and field of which something is not said, each that is gone, and a page that is not up to date."""
    words, models, known = said(), kept(), periods()
    for label, fields in models.items():
        entry = words.get(label)
        if entry is None:
            yield f"{label}: no privacy.yml says why it is kept and how long"
            continue
        told = _fields_of(entry)
        yield from (f"{label}.{name}: its privacy.yml does not name it" for name in fields if name not in told)
        yield from (f"{label}.{name}: there is no such field" for name in told if name not in fields)
        for name, one in told.items():
            yield from (f"{label}.{name}: {fault}" for fault in _faults_of(one, known))
    yield from (f"{label}: privacy.yml names a model that is gone" for label in words if label not in models)
    if not PAGE.is_file() or PAGE.read_text("utf-8") != page():
        yield f"{PAGE.relative_to(ROOT)}: not up to date; run 'python scripts/data_map.py'"


def page() -> str:
    """Write the page."""
    words, models, known = said(), kept(), periods()
    parts = [_HEAD]
    for label in models:
        entry = words.get(label)
        if entry is None:
            continue
        told = _fields_of(entry)
        parts.append(f"\n## {label}\n\nAbout {entry['about']}.\n")
        parts.append("| field | what it holds | purpose | basis | period | who sees it |\n|---|---|---|---|---|---|")
        parts += [_row(f"`{name}`", one, known) for name, one in told.items() if one["what"] != _PLAIN]
        plain = " ".join(f"`{name}`" for name, one in told.items() if one["what"] == _PLAIN)
        parts.append(_row(plain, _inherited(entry) | {"what": _PLAIN}, known))
    return "\n".join(parts) + "\n"


def _fields_of(entry: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Give the fields that an entry names, personal ones first, each with what it inherits from its model."""
    told: dict[str, dict[str, str]] = {}
    for name, own in (entry.get("personal") or {}).items():
        told[name] = _inherited(entry) | (own if isinstance(own, dict) else {"what": str(own or "")})
    for name in str(entry.get("plain") or "").split():
        told[name] = _inherited(entry) | {"what": _PLAIN}
    return told


def _inherited(entry: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(entry.get(name) or "") for name in ("purpose", "basis", "period", "seen_by")}


def _faults_of(one: Mapping[str, str], known: Mapping[str, str]) -> Iterator[str]:
    yield from (f"no {name} is said" for name in ("what", "purpose", "period", "seen_by") if not one[name])
    if one["period"] and one["period"] not in known:
        yield f"{one['period']!r} is no period"
    if one["what"] != _PLAIN and one["basis"] not in BASES:
        yield f"{one['basis']!r} is no basis"


def _row(fields: str, one: Mapping[str, str], known: Mapping[str, str]) -> str:
    cells = (fields, one["what"], one["purpose"], BASES.get(one["basis"], "none needed"), known.get(one["period"], ""))
    return "| " + " | ".join((*cells, one["seen_by"])) + " |"


def _open_platform() -> None:
    from django.apps import apps

    if apps.ready:
        return
    import django

    sys.path.insert(0, str(ROOT / "src"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "openler.platform.settings"
    # Nothing is kept: the models are looked at, and no database is opened.
    with tempfile.TemporaryDirectory() as home:
        os.environ["OPENLER_HOME"] = home
        django.setup()


def main() -> int:
    """Write the page, and print what is missing; 1 if something is."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), "utf-8")
    missing = list(faults())
    for fault in missing:
        print(fault)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
