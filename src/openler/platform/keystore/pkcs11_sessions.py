"""How does a process talk to a hardware module: one library, a login, a few sessions, and what if it goes away?

A module's library is loaded once in a process, and anew in a process that was forked from one that had it. It is started
without leave to be used by several threads (C_Initialize with NULL, as python-pkcs11 does), so one thread at a time is
inside; processes work beside one another. Where the module is gone, or forgot our sessions, the library is started
anew, and the work is tried again. A PIN that was refused is not tried again, because modules lock themselves after a few.

Spec: https://docs.oasis-open.org/pkcs11/pkcs11-spec/v3.1/pkcs11-spec-v3.1.html (sections 2.2, 5.6)
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from openler.platform.keystore.errors import KeeperAway, KeeperUnusable

if TYPE_CHECKING:
    from pkcs11.types import Session

# A signature takes milliseconds; whoever waited so long waits for a module that hangs.
_PATIENCE_SECONDS = 10.0
# The first new start is at once, for sessions that were forgotten. The later ones wait, because a module may be out of
# sight for a moment: SoftHSM is while another process logs in.
_PAUSES_SECONDS = (0.0, 0.1, 0.4)

Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Lent:
    """A session with the keys that were found through it; both end together."""

    session: "Session"
    generation: int
    found: dict[Any, Any] = field(default_factory=dict)


class Token:
    """A token in a module, opened for this process."""

    def __init__(self, module_path: str, label: str, serial: str, pin: Callable[[], str]) -> None:
        """Take what names the token, and what reads its PIN; nothing is opened yet."""
        self._module = _module_of(module_path)
        self._label, self._serial, self._pin = label, serial, pin
        # Kept open from one signature to the next.
        self._open_session: _Lent | None = None
        # The login belongs to the token, not to a session, and lasts as long as this session does.
        self._login: _Lent | None = None
        self._refused_pin: str | None = None

    def run(self, work: Callable[["Session", dict[Any, Any]], Answer], *, writes: bool = False) -> Answer:
        """Do something in a session, again with a new one where the module had gone.

        Args:
            work: takes a session and the keys that were found through it.
            writes: whether it makes something in the token.

        Raises:
            KeeperUnusable: no library, no such token, another PIN, or whatever the module refuses for good.
            KeeperAway: the module does not answer.
        """
        from pkcs11.exceptions import PKCS11Error, SessionCount

        for pause_seconds in (*_PAUSES_SECONDS, None):
            generation = self._module.generation
            try:
                with self._module.inside(), self._session(writes=writes) as lent:
                    return work(lent.session, lent.found)
            except PKCS11Error as error:
                fault = _fault_of(error, self._label)
                # Too many sessions elsewhere: a new start would end those of others here.
                if isinstance(fault, KeeperUnusable) or isinstance(error, SessionCount) or pause_seconds is None:
                    raise fault from error
                time.sleep(pause_seconds)
                self._module.start_anew(after=generation)
        raise AssertionError

    @contextmanager
    def _session(self, *, writes: bool) -> Iterator[_Lent]:
        lent = self._open(writes=True) if writes else self._take()
        try:
            yield lent
        except BaseException:
            # What state it is in nobody knows; the next one gets another.
            self._close(lent)
            raise
        if writes:
            self._close(lent)
        else:
            self._open_session = lent

    def _take(self) -> _Lent:
        lent, self._open_session = self._open_session, None
        if lent is not None and lent.generation == self._module.generation:
            return lent
        return self._open(writes=False)

    def _open(self, *, writes: bool) -> _Lent:
        generation = self._module.generation
        token = self._module.find_token(self._label, self._serial)
        if self._login is None or self._login.generation != generation:
            self._login = _Lent(self._log_in(token), generation)
        return _Lent(token.open(rw=writes), generation)

    def _log_in(self, token: Any) -> "Session":
        from pkcs11.exceptions import PinIncorrect, PinInvalid, PinLenRange, PinLocked, UserAlreadyLoggedIn

        pin = self._pin()
        if pin == self._refused_pin:
            raise _pin_refused(self._label)
        try:
            session: Session = token.open(user_pin=pin)
        except UserAlreadyLoggedIn:
            session = token.open()
        except (PinIncorrect, PinInvalid, PinLenRange, PinLocked):
            self._refused_pin = pin
            raise _pin_refused(self._label) from None
        self._refused_pin = None
        return session

    def _close(self, lent: _Lent) -> None:
        from pkcs11.exceptions import PKCS11Error

        if lent.generation == self._module.generation:
            try:
                lent.session.close()
            except PKCS11Error:
                # It is gone already, which is what was wanted.
                pass


class _Module:
    """A module's library in this process, for one thread at a time."""

    def __init__(self, path: str, *, is_inherited: bool) -> None:
        self._path = path
        self._library = _load(path)
        self._turn = threading.Lock()
        self.generation = 1
        if is_inherited:
            # Section 5.6: a process that was forked starts the library for itself.
            self._restart()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Wait for one's turn.

        Raises: KeeperAway.
        """
        if not self._turn.acquire(timeout=_PATIENCE_SECONDS):
            raise KeeperAway(f"The module {self._path} hangs.")
        try:
            yield
        finally:
            self._turn.release()

    def start_anew(self, *, after: int) -> None:
        """End the library and start it, unless somebody did since; all sessions are void then.

        Raises: KeeperAway.
        """
        with self.inside():
            if self.generation != after:
                return
            self.generation += 1
            self._restart()

    def _restart(self) -> None:
        from pkcs11.exceptions import PKCS11Error

        try:
            self._library.reinitialize()
        except PKCS11Error as error:
            raise KeeperAway(f"The module {self._path} does not start: {_words(error)}.") from error

    def find_token(self, label: str, serial: str) -> Any:
        """Find a token by its label, and its serial number where one is given."""
        names = {"token_label": label} | ({"token_serial": serial.encode()} if serial else {})
        return self._library.get_token(**names)


_modules: dict[str, _Module] = {}
_tokens: dict[tuple[str, str, str], Token] = {}
_registry = threading.Lock()
_inherited: set[str] = set()


def token_of(module_path: str, label: str, serial: str, pin: Callable[[], str]) -> Token:
    """Give the token as it is opened in this process; the first call loads the library.

    Raises: KeeperUnusable, KeeperAway.
    """
    with _registry:
        key = (module_path, label, serial)
        if key not in _tokens:
            _tokens[key] = Token(module_path, label, serial, pin)
        return _tokens[key]


def _module_of(path: str) -> _Module:
    if path not in _modules:
        _modules[path] = _Module(path, is_inherited=path in _inherited)
        # Only now: a start that failed is tried again.
        _inherited.discard(path)
    return _modules[path]


def _forget_after_fork() -> None:
    # Locks may be held by threads that do not exist here; sessions are the parent's.
    global _registry
    _registry = threading.Lock()
    _inherited.update(_modules)
    _modules.clear()
    _tokens.clear()


os.register_at_fork(after_in_child=_forget_after_fork)


def _load(path: str) -> Any:
    try:
        import pkcs11
    except ImportError:
        raise KeeperUnusable(
            "Keys in hardware modules need the package python-pkcs11, which is not installed.",
            advice="Install OpenLER with its extra: pip install 'openler[pkcs11]'.",
        ) from None
    if not path:
        raise KeeperUnusable(
            "Which library speaks to the hardware module is not said.",
            advice="Name it with module-path in the URI, or in OPENLER_PKCS11_MODULE.",
        )
    try:
        return pkcs11.lib(path)
    except (OSError, RuntimeError) as error:
        raise KeeperUnusable(
            f"The library {path} of the hardware module cannot be used: {_words(error)}.",
            advice="Check its path, and that the module's own configuration can be read by this user.",
        ) from error


def _fault_of(error: Exception, label: str) -> KeeperAway | KeeperUnusable:
    from pkcs11 import exceptions

    if isinstance(error, exceptions.NoSuchToken):
        return KeeperAway(
            f"There is no token with the label {label!r}.",
            advice="See that it is connected, and that its label is written as its module shows it.",
        )
    if isinstance(error, exceptions.MultipleTokensReturned):
        return KeeperUnusable(f"Two tokens have the label {label!r}.", advice="Name one by serial=NUMBER in the URI.")
    refused = (
        exceptions.MechanismInvalid,
        exceptions.MechanismParamInvalid,
        exceptions.FunctionNotSupported,
        exceptions.TokenWriteProtected,
        exceptions.TemplateInconsistent,
        exceptions.TemplateIncomplete,
        exceptions.AttributeValueInvalid,
        exceptions.DomainParamsInvalid,
        exceptions.KeyTypeInconsistent,
        exceptions.ArgumentsBad,
    )
    if isinstance(error, refused):
        return KeeperUnusable(
            f"The token {label} refuses what was asked of it: {_words(error)}.",
            advice="See that it offers this kind of key: Ed25519, P-256 or P-384.",
        )
    return KeeperAway(f"The token {label} does not answer: {_words(error)}.")


def _pin_refused(label: str) -> KeeperUnusable:
    return KeeperUnusable(
        f"The token {label} refuses the PIN.",
        advice="Correct the file of the PIN; until it changes it is not tried again, because modules lock themselves.",
    )


def _words(error: Exception) -> str:
    return " ".join(filter(None, (type(error).__name__, str(error).strip().rstrip("."))))[:200]
