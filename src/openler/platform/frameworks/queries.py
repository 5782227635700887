"""Which frameworks and terms are there, which does a word find, and how does a term stand to others?"""

import re
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from openler.foundation.errors import NotFound
from openler.platform.frameworks.models import Framework, FrameworkEdge, FrameworkItem
from openler.skills.frameworks import PARENT
from openler.skills.matching import Edge
from openler.skills.porter import stem
from openler.skills.words import MAX_QUERY_WORDS, fold, words_of

# Read for one search and ordered by hand; short labels come first, so better ones are hardly beyond it.
MAX_CANDIDATES = 400
_ITEM_PATH = re.compile(r"/frameworks/items/([0-9a-fA-F-]{36})/?$")


class NoSuchFramework(NotFound):
    """There is no framework, or no term, under this address."""

    code = "no_such_framework"
    default_advice = "Search for it by its name."


def list_frameworks(tenant_id: UUID | None = None) -> QuerySet[Framework]:
    """List all frameworks, or those that one organization brought here."""
    found = Framework.objects.all()
    return found if tenant_id is None else found.filter(tenant_id=tenant_id)


def find_framework(framework_id: UUID) -> Framework:
    """Find a framework.

    Raises: NoSuchFramework.
    """
    found = Framework.objects.filter(pk=framework_id).first()
    if found is None:
        raise NoSuchFramework(_("There is no such framework here."))
    return found


def get_item(item_id: UUID) -> FrameworkItem:
    """Find a term by its id.

    Raises: NoSuchFramework.
    """
    found = FrameworkItem.objects.select_related("framework").filter(pk=item_id).first()
    if found is None:
        raise NoSuchFramework(_("There is no such skill here."))
    return found


def find_item(uri: str) -> FrameworkItem | None:
    """Find a term by its address here or at its source; of several editions the one imported last."""
    items = FrameworkItem.objects.select_related("framework")
    if uri.startswith(settings.OPENLER_PUBLIC_URL):
        match = _ITEM_PATH.match(uri.removeprefix(settings.OPENLER_PUBLIC_URL))
        return items.filter(pk=UUID(match[1])).first() if match else None
    return items.filter(source_uri=uri).order_by("-framework__imported_at").first() if uri else None


def search_items(text: str, framework: Framework | None = None, limit: int = 20) -> list[FrameworkItem]:
    """Find terms by words: an exact label first, then labels with all the words, then what else holds them."""
    words = words_of(text)[:MAX_QUERY_WORDS]
    if not words:
        return []
    items = FrameworkItem.objects.select_related("framework")
    items = items if framework is None else items.filter(framework=framework)
    key = fold(text)
    is_exact = Q(label_key=key) | Q(code__iexact=text.strip())
    exact = sorted(items.filter(is_exact).order_by("position")[:limit], key=lambda item: item.label_key != key)
    asked = Q()
    for word in words:
        # Each word from its beginning, so that what is still being typed finds something.
        asked &= Q(all_stems__contains=f" {stem(word)}") | Q(all_stems__contains=f" {word}")
    others = list(items.filter(asked).exclude(is_exact).order_by(Length("label"), "position")[:MAX_CANDIDATES])
    stems = [(stem(word), word) for word in words]
    others.sort(key=lambda item: _rank(item, key, stems))
    return [*exact, *others][:limit]


def _rank(item: FrameworkItem, key: str, stems: list[tuple[str, str]]) -> tuple[int, int]:
    if any(fold(name) == key for name in item.alternatives):
        return 0, 0
    in_label = sum(f" {one}" in item.label_stems or f" {word}" in item.label_stems for one, word in stems)
    begins = not item.label_key.startswith(key)
    return 1 + len(stems) - in_label, begins


def top_items(framework: Framework) -> QuerySet[FrameworkItem]:
    """List the terms without a parent, each with the number of its children."""
    below = FrameworkEdge.objects.filter(framework=framework, relation=PARENT).values("source")
    return _with_children(FrameworkItem.objects.filter(framework=framework).exclude(pk__in=below).order_by("position"))


def children_of(item: FrameworkItem) -> QuerySet[FrameworkItem]:
    """List the terms right under this one, each with the number of its own children."""
    return _with_children(
        FrameworkItem.objects.filter(edges_out__relation=PARENT, edges_out__target=item).order_by(
            "edges_out__position", "position"
        )
    )


def _with_children(items: QuerySet[FrameworkItem]) -> QuerySet[FrameworkItem]:
    return items.annotate(child_count=Count("edges_in", filter=Q(edges_in__relation=PARENT)))


def parents_of(item: FrameworkItem) -> list[FrameworkItem]:
    """List the terms right above this one."""
    return list(FrameworkItem.objects.filter(edges_in__relation=PARENT, edges_in__source=item).order_by("position"))


def relations_of(item: FrameworkItem) -> list[FrameworkEdge]:
    """List what is said of this term beside its place in the hierarchy."""
    found = FrameworkEdge.objects.filter(source=item).exclude(relation=PARENT)
    return list(found.select_related("target").order_by("relation", "position", "pk"))


def edges_around(uris: Iterable[str]) -> list[Edge]:
    """Give the published edges within two steps of these terms, under their addresses here, for matching."""
    found = (find_item(uri) for uri in uris)
    reached = {item.pk for item in found if item is not None}
    edges: dict[int, FrameworkEdge] = {}
    for _step in range(2):
        around = FrameworkEdge.objects.filter(Q(source__in=reached) | Q(target__in=reached))
        for edge in around.select_related("framework", "source", "target"):
            edges[edge.pk] = edge
            reached |= {edge.source_id} | ({edge.target_id} if edge.target_id else set())
    return [_published(edge) for _key, edge in sorted(edges.items())]


def _published(edge: FrameworkEdge) -> Edge:
    target = edge.target.uri if edge.target else edge.target_uri
    return Edge(edge.source.uri, edge.relation, target, edge.framework.uri, edge.framework.version)
