"""How does the platform start? Data folder, migrations, public address, static files, then one server.

Spec: https://docs.gunicorn.org/en/stable/custom.html
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from openler.foundation.errors import Misuse
from openler.platform.arguments import Arguments, say
from openler.platform.base.addresses import PublicUrl, parse_public_url
from openler.platform.self_signed import (
    SELF_SIGNED,
    OwnCertificate,
    find_or_make_certificate,
    hosts_of,
    server_context,
)

_DEFAULT_PORT = 8000
_DEFAULT_HOST = "127.0.0.1"
_DEFAULT_WORKERS = 2
_THREADS = 4
_BACKLOG = 512
# A running request may end; judging a file has a shorter limit of its own.
_GRACEFUL_SECONDS = 15
_ABOUT = """\
Start the platform in this folder: make or update its database, then serve pages and the API until Ctrl+C.

The first start fixes the public address of the installation. It is stored, because signed records will carry it.
"""
_EXAMPLES = """\
examples:
  openler serve
  openler serve --port 8123
  openler serve --public-url https://records.example.org --workers 4
  openler serve --demo --tls-self-signed

environment:
  OPENLER_HOME        the data folder (var/ when not set)
  DATABASE_URL        postgres://USER:PASSWORD@HOST/NAME instead of the SQLite file in the data folder
  OPENLER_LOG_LEVEL   INFO writes one line for each request
  OPENLER_PROXY_HOPS  how many proxies of yours stand in front (1 when the public address is https)
"""


class PortTaken(Misuse):
    """Another program listens where this one should."""

    code = "port_taken"
    default_mender = "operator"


class DatabaseUnusable(Misuse):
    """The database cannot be reached, or this version cannot bring it up to date."""

    code = "database_unusable"
    default_mender = "operator"


class UnsafeStart(Misuse):
    """The platform was asked to start in a way that would endanger somebody."""

    code = "unsafe_start"
    default_mender = "operator"


def main(argv: Sequence[str]) -> int:
    """Serve until stopped; 0 after an orderly stop.

    Raises: HomeNotWritable, BadDatabaseUrl, BadPublicUrl, DatabaseUnusable, AnotherPublicUrl, PortTaken, UnsafeStart.
    """
    options = build_parser().parse_args(argv)
    public_url = choose_public_url(options)
    _prepare_environment(public_url, is_demo=options.demo, is_self_signed=options.tls_self_signed)
    _set_up_django()
    _migrate()
    is_first_start = _check_public_url(public_url)
    listener = listen(options.host, options.port, may_move=is_first_start, scheme=_scheme(options))
    with closing(listener):
        _settle_public_url(public_url)
        if options.demo:
            _load_demo()
        _collect_static_files()
        certificate = _own_certificate(options.host, public_url) if options.tls_self_signed else None
        # The server closes the port itself when it stops.
        descriptor = listener.detach()
    worker = _start_worker() if options.with_worker else None
    try:
        return _run(descriptor, workers=options.workers, public_url=public_url, certificate=certificate)
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(timeout=_GRACEFUL_SECONDS)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of `openler serve`."""
    parser = Arguments(prog="openler serve", description=_ABOUT, epilog=_EXAMPLES)
    parser.add_argument("--port", type=_port, default=_DEFAULT_PORT, help=f"port to listen on ({_DEFAULT_PORT})")
    parser.add_argument("--host", default=_DEFAULT_HOST, help=f"address to listen on ({_DEFAULT_HOST})")
    parser.add_argument("--public-url", metavar="URL", help="the address under which the world reaches this platform")
    parser.add_argument(
        "--tls-self-signed", action="store_true", help="serve over https by a certificate of its own, for trials"
    )
    parser.add_argument("--demo", action="store_true", help="mark every page as a demonstration; only on this machine")
    parser.add_argument("--with-worker", action="store_true", help="do long work too, in a process beside the server")
    parser.add_argument(
        "--workers", type=_workers, default=_DEFAULT_WORKERS, help=f"number of server processes ({_DEFAULT_WORKERS})"
    )
    return parser


def choose_public_url(options: argparse.Namespace) -> PublicUrl:
    """Give the public address: the one that was named, or the one that follows from host and port.

    Raises: BadPublicUrl, UnsafeStart.
    """
    host = f"[{options.host}]" if ":" in options.host else options.host
    own = parse_public_url(f"{_scheme(options)}://{host}:{options.port}")
    if options.demo and not own.is_loopback:
        raise UnsafeStart(
            f"A demonstration is not served on {options.host}: anybody could act in it as anybody.",
            advice="Leave out --host, or leave out --demo.",
        )
    if options.public_url:
        named = parse_public_url(options.public_url)
        if options.tls_self_signed and named.scheme != "https":
            raise UnsafeStart(
                f"The public address {named} is plain http, and --tls-self-signed answers in https only.",
                advice=f"Say --public-url https://{named.host}:{options.port}, or leave out --tls-self-signed.",
            )
        return named
    if not own.is_loopback:
        raise UnsafeStart(
            f"Listening on {options.host} makes the platform reachable from elsewhere, under an address not yet said.",
            advice="Say it with --public-url https://…, or leave out --host.",
        )
    return own


def _scheme(options: argparse.Namespace) -> str:
    return "https" if options.tls_self_signed else "http"


def listen(host: str, port: int, *, may_move: bool = True, scheme: str = "http") -> socket.socket:
    """Take the port, so that everything after it knows that it is ours.

    Args:
        may_move: whether another port may be advised; not after the first start, which fixed it.
        scheme: how it would be asked there.

    Raises: PortTaken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        move = " or start with another port: --port N (make demo PORT=N)" if may_move else ""
        raise PortTaken(
            f"Port {port} on {host} cannot be used: {error.strerror or error}.",
            advice=f"If OpenLER runs already, open {scheme}://{host}:{port}. "
            f"Otherwise stop the program that listens there{move}.",
        ) from error
    return listener


def _prepare_environment(public_url: PublicUrl, *, is_demo: bool, is_self_signed: bool) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "openler.platform.settings"
    os.environ["OPENLER_PUBLIC_URL"] = str(public_url)
    os.environ["OPENLER_STATIC"] = "collected"
    os.environ["OPENLER_DEMO"] = "1" if is_demo else "0"
    os.environ["OPENLER_TLS"] = SELF_SIGNED if is_self_signed else ""


def _set_up_django() -> None:
    import django

    django.setup()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise DatabaseUnusable(
            f"The database cannot be used: {reason}.",
            advice="Check that it runs and that DATABASE_URL is right, or that the data folder can be written; "
            "`openler doctor` tells more.",
        ) from error


def _check_public_url(public_url: PublicUrl) -> bool:
    """Refuse another address than the stored one; True where none is stored yet."""
    from openler.platform.base.installation import find_public_url, refuse_another_url

    stored = find_public_url()
    if stored is not None:
        refuse_another_url(stored=stored, asked=str(public_url))
    return stored is None


def _settle_public_url(public_url: PublicUrl) -> None:
    from openler.platform.base.acts import now
    from openler.platform.base.installation import settle_public_url

    settle_public_url(str(public_url), at=now())


def _load_demo() -> None:
    from openler.platform.base.acts import Act, now
    from openler.platform.demo.ecosystem import load_ecosystem
    from openler.platform.demo.programs import load_instances

    act = Act(None, None, now(), purpose="demonstration")
    load_ecosystem(act)
    load_instances(act)


def _start_worker() -> "subprocess.Popen[bytes]":
    # It ends by itself when this process is gone, however it went.
    return subprocess.Popen([sys.executable, "-m", "openler.platform.work", "--with-parent"])


def _collect_static_files() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _own_certificate(host: str, public_url: PublicUrl) -> OwnCertificate:
    from django.conf import settings

    from openler.platform.base.acts import now
    from openler.platform.settings.home import HomeNotWritable

    try:
        return find_or_make_certificate(settings.OPENLER_HOME, hosts_of(host, public_url), at=now())
    except OSError as error:
        raise HomeNotWritable(
            f"The certificate cannot be kept in {settings.OPENLER_HOME}: {error.strerror or error}.",
            advice="Make the folder writable for this user, or name another with OPENLER_HOME=FOLDER.",
        ) from error


def _run(descriptor: int, *, workers: int, public_url: PublicUrl, certificate: OwnCertificate | None) -> int:
    from django.db import connections

    # Workers are copies of this process; a database connection must not be copied with it.
    connections.close_all()
    try:
        _server(descriptor, workers=workers, public_url=public_url, certificate=certificate).run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _server(descriptor: int, *, workers: int, public_url: PublicUrl, certificate: OwnCertificate | None) -> Any:
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    class InOrder(Arbiter):
        """The parent of the workers, which takes Ctrl+C as a wish to end in order, as it takes SIGTERM."""

        def handle_int(self) -> None:
            """Let requests end, then stop."""
            self.handle_term()

    values: Mapping[str, Any] = {
        "bind": f"fd://{descriptor}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": _THREADS,
        "preload_app": True,
        "graceful_timeout": _GRACEFUL_SECONDS,
        "loglevel": "warning",
        "proc_name": "openler",
        # It would listen in the user's home folder, for a command that we do not offer.
        "control_socket_disable": True,
        "post_fork": _end_at_once_until_ready,
        "post_worker_init": _leave_interrupts_to_the_parent,
        "when_ready": lambda server: _say_ready(public_url, certificate),
        **_tls_values(certificate),
    }

    class Server(BaseApplication):
        """The WSGI application with its settings, in this process."""

        def load_config(self) -> None:
            """Take over the values that this version of the server knows."""
            for name, value in values.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            """Give the application."""
            from openler.platform.wsgi import application

            return application

        def run(self) -> None:
            """Serve until a signal ends it."""
            InOrder(self).run()

    return Server()


def _tls_values(certificate: OwnCertificate | None) -> dict[str, Any]:
    if certificate is None:
        return {}
    context = server_context(certificate)
    return {
        "certfile": str(certificate.secret_file),
        # One for all connections; else key and certificate would be read for each.
        "ssl_context": lambda config, make_default: context,
        "do_handshake_on_connect": True,
    }


def _end_at_once_until_ready(arbiter: object, worker: object) -> None:
    # A worker just forked still has its parent's handlers, which would swallow the one signal to stop; it would then
    # be waited for and killed. The worker sets its own handlers as soon as it is ready.
    signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
    _leave_interrupts_to_the_parent(worker)


def _leave_interrupts_to_the_parent(worker: object) -> None:
    # Ctrl+C reaches every process of the terminal. The parent alone answers it, by asking its workers to end in order;
    # a worker that answered it by itself could wait for its own threads for ever.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _say_ready(public_url: PublicUrl, certificate: OwnCertificate | None) -> None:
    from django.conf import settings

    place = "DATABASE_URL" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else str(settings.OPENLER_HOME)
    say(f"OpenLER is running: {public_url}\nData: {place}. Stop with Ctrl+C.")
    if certificate is not None:
        say(
            f"Certificate: {certificate.certificate_file}, signed by itself, until {certificate.ends:%Y-%m-%d}.\n"
            f"Its SHA-256 fingerprint: {certificate.fingerprint}"
        )


def _port(text: str) -> int:
    return _number(text, most=65535, what="a port; a port is a number")


def _workers(text: str) -> int:
    return _number(text, most=64, what="a number of processes")


def _number(text: str, *, most: int, what: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not {what} from 1 to {most}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
