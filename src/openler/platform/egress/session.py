"""How does a library that expects a requests session reach the world? Through the guarded client, in that form.

Only what django-allauth's OpenID Connect uses is offered: one message, one answer, no cookies, no redirects.
"""

import base64
import json
from collections.abc import Collection, Mapping
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from requests import RequestException

from openler.foundation.errors import ResolutionFailed
from openler.platform.egress.client import GuardedClient

# A key set or a discovery document has some kilobytes.
_MAX_ANSWER_BYTES = 256 * 1024
_PURPOSE = "sign_in"


class SessionFailed(RequestException):  # type: ignore[misc, unused-ignore]
    """No usable answer came; a library that knows requests takes it as one of its faults."""


class BasicAuth(Protocol):
    """A name and password, as requests' own class has them."""

    username: str
    password: str


class GuardedAnswer:
    """An answer in the form of a requests response.

    Attributes:
        status_code: HTTP status.
        content: the body.
        headers: only the content type, in lower-case letters.
    """

    def __init__(self, status_code: int, content: bytes, media_type: str) -> None:
        self.status_code = status_code
        self.content = content
        self.headers = {"content-type": media_type}

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """Read the body as JSON.

        Raises: SessionFailed.
        """
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise SessionFailed("The answer is no JSON.") from error

    def raise_for_status(self) -> None:
        """Refuse an answer that is none.

        Raises: SessionFailed.
        """
        if self.status_code >= 300:
            raise SessionFailed(f"The answer has the status {self.status_code}.")


class GuardedSession:
    """A requests session whose every message goes through the guarded client."""

    def __init__(self, *, allowed_loopback: Collection[str] = ()) -> None:
        self._client = GuardedClient(allowed_loopback=allowed_loopback)

    def __enter__(self) -> Self:
        """Begin; nothing is opened before a message is sent."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; nothing was left open."""

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> GuardedAnswer:
        """Fetch one document.

        Raises: SessionFailed.
        """
        return self.request("GET", url, headers=headers)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: BasicAuth | None = None,
    ) -> GuardedAnswer:
        """Send one message.

        Raises: SessionFailed.
        """
        sent = {"User-Agent": "OpenLER", "Accept": "application/json"} | dict(headers or {})
        if data is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        if auth is not None:
            sent["Authorization"] = "Basic " + base64.b64encode(f"{auth.username}:{auth.password}".encode()).decode()
        asked = f"{url}?{urlencode(params)}" if params else url
        body = urlencode(data).encode("ascii") if data is not None else b""
        try:
            reply = self._client.send(
                method, asked, purpose=_PURPOSE, headers=sent, body=body, max_bytes=_MAX_ANSWER_BYTES
            )
        except ResolutionFailed as error:
            raise SessionFailed(error.message) from error
        return GuardedAnswer(reply.status, reply.body, reply.media_type)
