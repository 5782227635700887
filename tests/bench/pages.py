"""How much CPU does a request cost in the server, with all its processes, and in which memory?

A server of its own is asked by one client. What the pages show was made by ``prepare.py`` before it started.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openler
from openler.credentials.keys import KeyFile, SoftwareSigner

BADGE = Path(__file__).parents[1] / "vectors" / "field-cases" / "jsonld-image-object" / "badge.json"
BIN = Path(sys.executable).parent
PORT = 8797
WARM = 3
# Sent back in cookie and header, as a form of the platform does.
_FORM_TOKEN = "a" * 32


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser, signed in or not."""

    session: str = ""

    def ask(self, path: str, body: bytes | None = None, media_type: str = "") -> tuple[int, bytes]:
        """Send one request, a POST where it has a body; give status and content."""
        cookies = {"csrf": _FORM_TOKEN, **({"session": self.session} if self.session else {})}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": media_type or "application/x-www-form-urlencoded",
                "X-CSRFToken": _FORM_TOKEN,
            }
        connection = http.client.HTTPConnection("127.0.0.1", PORT)
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def expect(self, status: int, path: str, body: bytes | None = None, media_type: str = "") -> bytes:
        """Send one request; figures of a refusal would say nothing."""
        found, content = self.ask(path, body, media_type)
        assert found == status, f"{path}: {found} {content[:300]!r}"
        return content


@dataclass(frozen=True)
class Meter:
    """Reads what the server's processes used.

    Attributes:
        check_seconds: CPU that one check of a badge takes without any server, in the same run.
    """

    pid: int
    check_seconds: float

    def row(self, name: str, act: Callable[[], object], times: int) -> tuple[str, str]:
        """Do something again and again, and give its row of the table."""
        for _ in range(WARM):
            act()
        start, cpu = time.perf_counter(), cpu_of_tree(self.pid)
        for _ in range(times):
            act()
        wall, used = (time.perf_counter() - start) / times, (cpu_of_tree(self.pid) - cpu) / times
        return name, (
            f"{used * 1000:.1f} ms of CPU, as {used / self.check_seconds:.0f} checks of a badge; "
            f"{1 / wall:.0f} a second from one client"
        )


def page_rows(check_seconds: float) -> list[tuple[str, str]]:
    """Measure the map, verifying, claiming, a share and an applicant's page."""
    with tempfile.TemporaryDirectory(prefix="openler-bench-") as home, _server(home) as (pid, made):
        meter, anybody, badge = Meter(pid, check_seconds), Visitor(), BADGE.read_bytes()
        recruiter, next_claim = Visitor(made["recruiter"]), iter(made["claims"])
        form, record = _form(badge), ("/api/v1/verifications", badge, "application/vc")
        claiming = len(made["claims"]) - WARM
        # One visitor may check 120 records a minute, so page and API share that between them; 30 shares; 20 codes.
        return [
            meter.row("the map", lambda: anybody.expect(200, "/"), 100),
            meter.row("verify a badge (page)", lambda: anybody.expect(200, "/verify/", *form), 45),
            meter.row("verify a badge (API)", lambda: anybody.expect(200, *record), 45),
            meter.row("a claim’s page", lambda: anybody.expect(200, made["claims"][-1]["path"]), 50),
            meter.row(
                "claim a record: the code, its page, the copy bound to a key (3 requests)",
                lambda: claim(Visitor(made["learner"]), next(next_claim)),
                claiming,
            ),
            meter.row("a share’s page", lambda: anybody.expect(200, made["share"]), 50),
            meter.row("open a share of two records", lambda: anybody.expect(200, made["share"], b""), 25),
            meter.row("an applicant’s page with three records", lambda: recruiter.expect(200, made["applicant"]), 50),
            ("peak memory of the server with all its processes", f"{peak_of_tree(pid):.0f} MB"),
        ]


def claim(learner: Visitor, link: Mapping[str, str]) -> None:
    """Claim one record as a wallet does."""
    learner.expect(302, f"{link['path']}check/", f"code={link['code']}".encode())
    page = learner.expect(200, link["path"]).decode()
    challenge, domain = (re.search(f'data-{name}="([^"]+)"', page) for name in ("challenge", "domain"))
    assert challenge is not None and domain is not None
    key = KeyFile.of(SoftwareSigner.generate("Ed25519"))
    signed = openler.present(
        [],
        signer=key.signer,
        verification_method=key.id,
        at=datetime.now(UTC),
        challenge=challenge[1],
        domain=domain[1],
    )
    learner.expect(201, f"{link['path']}bind/", json.dumps({"presentation": signed}).encode(), "application/json")


@contextmanager
def _server(home: str) -> Iterator[tuple[int, dict[str, Any]]]:
    environment = {**os.environ, "OPENLER_HOME": home, "OPENLER_OFFLINE": "1"}
    environment.pop("DATABASE_URL", None)
    settings = {
        "DJANGO_SETTINGS_MODULE": "openler.platform.settings",
        "OPENLER_PUBLIC_URL": f"http://127.0.0.1:{PORT}",
    }
    prepared = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("prepare.py"))],
        env={**environment, **settings},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    server = subprocess.Popen(
        [str(BIN / "openler"), "serve", "--port", str(PORT)], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()
        yield server.pid, json.loads(prepared.stdout)
    finally:
        server.terminate()
        server.wait()


def _form(record: bytes) -> tuple[bytes, str]:
    """Write the form of the verify page as a browser sends it."""
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="badge.json"\r\n\r\n'
    return head + record + b"\r\n--edge--\r\n", "multipart/form-data; boundary=edge"


def _tree(pid: int) -> set[int]:
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = dict(tuple(map(int, line.split())) for line in listed.splitlines())
    tree = {pid}
    while more := {child for child, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return tree


def peak_of_tree(pid: int) -> float:
    """Add up the most memory that each process of a tree had, in MB."""
    peaks = [re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{one}/status").read_text()) for one in _tree(pid)]
    return sum(int(peak[1]) for peak in peaks if peak) / 1024


def cpu_of_tree(pid: int) -> float:
    """Add up the CPU seconds of a process and of all that it started."""
    tick = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for member in _tree(pid):
        stat = Path(f"/proc/{member}/stat")
        if stat.exists():
            fields = stat.read_text().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / tick
    return total
