"""How are many records of one shape issued, each at the cost of a few signatures? One document with slots. No I/O."""

from openler.credentials.templates.issuing import CredentialTemplate
from openler.credentials.templates.slots import BadRow, BadTemplate, Row, read_slots

__all__ = ["BadRow", "BadTemplate", "CredentialTemplate", "Row", "read_slots"]
