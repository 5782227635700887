"""Which IRI or keyword does a word, a compact IRI or a reference stand for?

Spec: https://www.w3.org/TR/json-ld11-api/#iri-expansion
"""

from collections.abc import Callable

from openler.credentials.canonical.active_context import Vocabulary
from openler.credentials.canonical.iris import has_keyword_form, is_absolute, is_keyword, resolve


def expand_iri(
    active: Vocabulary,
    text: str,
    *,
    vocab: bool = False,
    document_relative: bool = False,
    ensure: Callable[[str], None] | None = None,
) -> str | None:
    """Write a text out (section 5.2.2); what cannot be expanded comes back as it is.

    Args:
        active: the words in force.
        text: what the document writes.
        vocab: it may be a word, or stand behind the vocabulary's IRI.
        document_relative: it may be relative to the base.
        ensure: defines a word of the local context that is being read, if it has one of this name.
    """
    # Step 1.
    if is_keyword(text):
        return text
    # Step 2.
    if has_keyword_form(text):
        return None
    # Step 3.
    if ensure is not None:
        ensure(text)
    definition = active.terms.get(text)
    # Steps 4 and 5.
    if definition is not None and (vocab or is_keyword(definition.iri)):
        return definition.iri
    # Step 6.
    if ":" in text[1:]:
        # A colon in front separates nothing.
        prefix, _, suffix = text.partition(":") if text[0] != ":" else (text, "", "")
        if prefix == "_" or suffix.startswith("//"):
            return text
        if ensure is not None:
            ensure(prefix)
        found = active.terms.get(prefix)
        if found is not None and found.iri is not None and found.prefix:
            return found.iri + suffix
        if is_absolute(text):
            return text
    # Steps 7 and 8.
    if vocab and active.vocab is not None:
        return active.vocab + text
    return resolve(active.base, text) if document_relative else text
