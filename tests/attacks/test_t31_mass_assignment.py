"""T31: fields that no form shows and no schema names change nothing, on any page that takes a form and in the API.

The pages of the demonstration are walked as its people see them. Each form that stands on them is sent twice from the
same state, as a browser would and with every column of the database added: both must write the same.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve

from openler.platform.accounts.models import User
from openler.platform.accounts.tokens import SCOPES, make_token
from openler.platform.base.acts import now
from openler.platform.demo.ecosystem import load_ecosystem
from openler.platform.demo.services import load_people
from openler.platform.organizations.models import Membership, Organization
from openler.platform.organizations.roles import ROLES
from web.issuing import College
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db

NAMESPACE = "openler"
# Kept for a session and for limits of tries; what they hold is no column that anybody claims.
PASSING_TABLES = ("django_session", "accounts_cache", "base_ratewindow")
WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+[\"`]?(\w+)", re.IGNORECASE)
# What differs from one time to the next: addresses, ids, moments, digests, tokens, codes and what is sealed.
RANDOM = re.compile(r"https?://\S+|[A-Za-z0-9_:.=+/-]{16,}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*|[A-Z0-9]{4}-[A-Z0-9]{4}|\d+")
# What is added, in each kind of column; found again whatever it was made into.
NUMBER, ID = 313131, uuid.UUID(int=0x31313131)
OURS = re.compile(f"{NUMBER}|{ID}|{ID.hex}")
MAX_PAGES = 250
# A page of each kind is enough; lists of a hundred lines of the same kind are not walked to their end.
PAGES_OF_A_KIND = 3
# A form with more than two hundred fields is refused whole.
FIELDS_AT_ONCE = 120


def _columns() -> dict[str, str]:
    """Every column of every table of ours, with a value that its kind would take."""
    found: dict[str, str] = {"is_staff": "on", "is_superuser": "on", "pk": "1", "role": "owner", "verified": "on"}
    for model in apps.get_models():
        if model.__module__.startswith(NAMESPACE):
            for one in model._meta.concrete_fields:
                for name in (one.name, one.attname):
                    found[name] = _value_of(one)
    return found


def _value_of(column: Any) -> str:
    if isinstance(column, models.BooleanField):
        return "on"
    if column.choices:
        return str(column.choices[-1][0])
    if isinstance(column, models.UUIDField):
        return str(ID)
    if isinstance(column, models.JSONField):
        return "owner"
    if isinstance(column, models.DateTimeField):
        return "2020-01-01T00:00:00Z"
    return str(NUMBER) if isinstance(column, models.IntegerField) else "ours"


# What came of a form: the status of the answer, and each statement that wrote, with its values.
Sent = tuple[int, list[tuple[str, tuple[str, ...]]]]


@dataclass
class Form:
    """One form of a page, as a browser would send it."""

    page: str
    action: str
    method: str = "get"
    names: set[str] = field(default_factory=set)
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def route(self) -> str:
        """The pattern of the address that it is sent to."""
        return resolve(self.action.partition("?")[0]).route


class FormReader(HTMLParser):
    """Reads the forms and links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.links = page, list[Form](), list[str]()
        self._form: Form | None = None
        self._select, self._text_of = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            action = given.get("action") or self.page
            self._form = Form(self.page, action, given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "select", "textarea", "button", "option"):
            self._take(self._form, tag, given)

    def _take(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value, kind = given.get("name", ""), given.get("value", ""), given.get("type", "text")
        if tag == "option":
            if self._select and (value or "selected" in given):
                form.fields = [one for one in form.fields if one[0] != self._select or "selected" not in given]
                if self._select not in dict(form.fields):
                    form.fields.append((self._select, value))
            return
        if not name:
            return
        form.names.add(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            form.fields.append((name, "Some words"))
        elif tag == "button" or kind == "submit":
            form.buttons.append((name, value))
        elif kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            if "checked" in given or name not in dict(form.fields):
                form.fields.append((name, value or "on"))
        else:
            form.fields.append((name, value or _typed(name, kind)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""


def _typed(name: str, kind: str) -> str:
    samples = {"email": "new@people.example", "number": "7", "date": "2027-03-04", "url": "https://new.example/"}
    return {"address": "new@people.example", "domain": "new-college.edu", "slug": "new-one"}.get(
        name, samples.get(kind, "New words")
    )


def _walk(client: Client, starts: list[str]) -> Iterator[Form]:
    """Open pages from link to link, and give each form that is sent with POST."""
    waiting, seen, of_kind = list(starts), set(starts), dict[str, int]()
    while waiting and len(seen) < MAX_PAGES * 4:
        path = waiting.pop(0)
        try:
            route = resolve(path.partition("?")[0]).route
        except Resolver404:
            continue
        of_kind[route] = of_kind.get(route, 0) + 1
        if of_kind[route] > PAGES_OF_A_KIND:
            continue
        answer = client.get(path, follow=True)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        reader = FormReader(path)
        reader.feed(answer.content.decode())
        yield from (form for form in reader.forms if form.method == "post")
        for link in reader.links:
            target = link.partition("#")[0].removeprefix("http://testserver")
            if target.startswith("/") and target not in seen:
                seen.add(target)
                waiting.append(target)


@contextmanager
def _undone() -> Iterator[list[tuple[str, tuple[str, ...]]]]:
    """Give what is written inside, and take it back."""
    written: list[tuple[str, tuple[str, ...]]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = WRITES.match(sql)
        if match and match[1] not in PASSING_TABLES:
            rows = params if many else [params or ()]
            written.extend((sql, tuple(_plain(value) for value in row)) for row in rows)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        yield written
        transaction.set_rollback(True)


def _plain(value: Any) -> str:
    # PostgreSQL's driver wraps bytes; what is sealed differs each time.
    if isinstance(value, (bytes, memoryview)) or type(value).__name__ == "Binary":
        return "bytes"
    return RANDOM.sub("*", OURS.sub("ours", str(value)))


def _send(client: Client, form: Form, fields: list[tuple[str, str]]) -> Sent:
    cookies = dict(client.cookies)
    with _undone() as written:
        if form.files:
            data: dict[str, Any] = {}
            for name, value in fields:
                data.setdefault(name, []).append(value)
            for name in form.files:
                data[name] = SimpleUploadedFile("list.csv", b"label,code\nSuture,1\n", "text/csv")
            answer = client.post(form.action, data)
        else:
            query = QueryDict(mutable=True)
            for name, value in fields:
                query.appendlist(name, value)
            answer = client.post(form.action, query.urlencode(), content_type="application/x-www-form-urlencoded")
    client.cookies.clear()
    client.cookies.update(cookies)
    return answer.status_code, written


def _difference(honest: Sent, more: Sent) -> str:
    pairs = [(one, other) for one, other in zip(honest[1], more[1], strict=False) if one != other]
    return f"{honest[0]} {more[0]} {len(honest[1])} {len(more[1])} {pairs[:1]}"


def _people() -> Iterator[tuple[Client, list[str]]]:
    """Those who see most: an owner of every organization, the student, and somebody who just came."""
    keeper = make_user("keeper")
    slugs = list(Organization.objects.values_list("slug", flat=True))
    for organization in Organization.objects.all():
        Membership.objects.create(
            organization=organization, user=keeper, roles=list(ROLES), joined_at=organization.created_at
        )
    yield signed_client(keeper), ["/home/", "/organizations/new/", *(f"/o/{slug}/" for slug in slugs)]
    yield signed_client(User.objects.get(username="demo-student")), ["/home/", "/wallet/", "/postings/", "/demo/"]
    yield Client(), ["/", "/sign-in/", "/sign-up/", "/verify/", "/demo/", "/design/"]


def test_no_form_writes_what_it_does_not_show(settings: Any) -> None:
    """Organization, approver, state, tenant, roles, marks of fiction and of proof: added to a form, they are not read."""
    settings.OPENLER_DEMO, settings.OPENLER_ONLINE = True, False
    settings.EMAIL_BACKEND = "openler.platform.mail.backend.LoggingBackend"
    load_people(act())
    load_ecosystem(act(at=now()))
    columns = _columns()
    assert {"approved_by", "organization_id", "tenant_id", "state", "roles", "is_fictional"} <= set(columns)
    sent: dict[str, int] = {}
    acted: set[str] = set()
    faults: list[str] = []
    for client, starts in _people():
        forms = list(_walk(client, starts))
        shown: dict[str, set[str]] = {}
        for form in forms:
            shown.setdefault(form.route, set()).update(form.names, form.files)
        for form in forms:
            if sent.get(form.route, 0) >= PAGES_OF_A_KIND:
                continue
            sent[form.route] = sent.get(form.route, 0) + 1
            extra = [(name, value) for name, value in columns.items() if name not in shown[form.route]]
            for button in form.buttons or [None]:
                plain = [*form.fields, *([button] if button else [])]
                honest = _send(client, form, plain)
                for at in range(0, len(extra), FIELDS_AT_ONCE):
                    more = _send(client, form, [*plain, *extra[at : at + FIELDS_AT_ONCE]])
                    if more != honest:
                        faults.append(f"{form.action} on {form.page}: {_difference(honest, more)}")
                if honest[1]:
                    acted.add(form.route)
    assert not faults
    missing = [name for name in REACHED if not any(name in route for route in sent)]
    assert not missing
    assert len(acted) >= 15, sorted(acted)


# Parts of addresses whose forms must have been found, so that the walk does not shrink unseen.
REACHED = (
    "organizations/new/",
    "members/invite/",
    "members/<int:member>/",
    "members/<int:member>/remove/",
    "leave/",
    "domain/",
    "tokens/",
    "frameworks/import/",
    "records/change/",
    "postings/new/",
    "postings/<uuid:posting>/close/",
    "retention/",
    "registry/enter/",
    "registries/choose/",
    "apply/",
    "sign-up/",
    "demo/continue/",
    "appearance/",
)


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    document = Client().get("/api/v1/openapi.json").json()
    schemas = document["components"]["schemas"]
    found = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            # A record is taken as it is, whatever it holds; every other body has a schema of its own.
            if body is not None and "$ref" in body["schema"]:
                found.append((method, path, schemas[body["schema"]["$ref"].rsplit("/", 1)[1]]))
    return found


def test_every_schema_of_the_api_names_all_that_it_takes() -> None:
    """Each body is closed: a member that it does not name is refused with 422, and no operation runs."""
    college = College()
    make_organization("board", kinds=("employers", "governance"), members={college.issuer: ["owner"]})
    token = make_token(act(college.issuer, college.organization, at=now()), name="all", scopes=SCOPES, days=1)[1]
    operations = _operations()
    assert len(operations) >= 8
    for method, path, schema in operations:
        assert schema["additionalProperties"] is False, path
        address = re.sub(r"\{\w+\}", str(uuid.UUID(int=1)), path)
        for extra in ("state", "organization_id", "approved_by", "tenant_id", "status_index", "is_fictional", "role"):
            if extra in schema["properties"]:
                continue
            with _undone() as written:
                answer = getattr(Client(), method)(
                    address,
                    {extra: "t31"},
                    content_type="application/json",
                    headers={"Authorization": f"Bearer {token}"},
                )
            assert answer.status_code in (403, 422), (path, answer.content)
            if answer.status_code == 422:
                assert "unknown_member" in answer.content.decode(), path
            assert not any("t31" in value for _sql, values in written for value in values)
