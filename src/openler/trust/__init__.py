"""Who may say so? Registries, and whether one of them recognizes an issuer for a record, when it signed and now.

Nothing is fetched and nothing is remembered here: registries come in as values, the time as ``at``.
"""

from openler.trust.answers import recognition_json
from openler.trust.asked import Answered, Asked, answer, asked_of, tell
from openler.trust.policies import RecognizedIssuer
from openler.trust.questions import Question, question_of
from openler.trust.recognition import Finding, Recognition, recognize
from openler.trust.registry import Change, Entry, Registry, Scope, UnreachableRegistry
from openler.trust.registry_file import read_registry, write_registry
from openler.trust.words import recognition_light, recognition_words, verdict_sentence

__all__ = [
    "Answered",
    "Asked",
    "Change",
    "Entry",
    "Finding",
    "Question",
    "Recognition",
    "RecognizedIssuer",
    "Registry",
    "Scope",
    "UnreachableRegistry",
    "answer",
    "asked_of",
    "question_of",
    "read_registry",
    "recognition_json",
    "recognition_light",
    "recognition_words",
    "recognize",
    "tell",
    "verdict_sentence",
    "write_registry",
]
