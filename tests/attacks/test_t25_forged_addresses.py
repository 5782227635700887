"""T25: no address in a record leads this program into somebody's own network."""

import socket
from collections.abc import Iterator, Sequence

import pytest

from openler.credentials.did import resolve_did
from openler.foundation.documents import Documents
from openler.foundation.errors import LerError, ResolutionFailed
from openler.platform.egress import EgressRefused, GuardedClient, LayeredDocuments
from openler.testing.servers import ScriptedServer, answer

# {port} is where the canary listens. Names ending in "rebind.edu" are given its address by the name server below.
FORMS = """
http://127.0.0.1:{port}/
https://127.0.0.1:{port}/
https://127.0.0.1/
https://127.1:{port}/
https://127.0.1:{port}/
https://127.127.127.127:{port}/
https://2130706433:{port}/
https://0x7f000001:{port}/
https://0x7f.0.0.1:{port}/
https://0x7f.1:{port}/
https://017700000001:{port}/
https://0177.0.0.1:{port}/
https://0177.0.0.01:{port}/
https://127.0.0.1.:{port}/
https://127.0.0.1.nip.io@127.0.0.1:{port}/
https://0.0.0.0:{port}/
https://0:{port}/
https://00.00.00.00:{port}/
https://localhost:{port}/
https://LOCALHOST:{port}/
https://localhost.:{port}/
https://localhost.localdomain:{port}/
https://canary.localhost:{port}/
https://canary.local:{port}/
https://canary.internal/
https://metadata.google.internal/computeMetadata/v1/
https://canary:{port}/
https://[::1]:{port}/
https://[::]:{port}/
https://[0:0:0:0:0:0:0:1]:{port}/
https://[::ffff:127.0.0.1]:{port}/
https://[::ffff:7f00:1]:{port}/
https://[::127.0.0.1]:{port}/
https://[64:ff9b::127.0.0.1]:{port}/
https://[64:ff9b::7f00:1]:{port}/
https://[2002:7f00:1::1]:{port}/
https://[2001:0:7f00:1::]:{port}/
https://[fe80::1%25lo]:{port}/
https://[fc00::1]:{port}/
https://[fd00:ec2::254]/
https://169.254.169.254/latest/meta-data/
http://169.254.169.254/latest/meta-data/
https://[::ffff:169.254.169.254]/
https://10.0.0.1/
https://172.16.0.1/
https://192.168.0.1:8443/
https://100.64.0.1/
https://198.18.0.1/
https://224.0.0.1/
https://255.255.255.255/
https://issuer.edu@127.0.0.1:{port}/
https://issuer.edu:443@127.0.0.1:{port}/
https://127.0.0.1:{port}@issuer.rebind.edu/
https://127.0.0.1:{port}#@issuer.edu/
https://127.0.0.1:{port}\\@issuer.edu/
https://issuer.edu\\@127.0.0.1:{port}/
https:/\\127.0.0.1:{port}/
https:127.0.0.1:{port}
https:///127.0.0.1:{port}/
//127.0.0.1:{port}/
https://127.0.0.1%3A{port}/
https://127%2E0%2E0%2E1:{port}/
https://\u2460\u2461\u2466.0.0.1:{port}/
https://\uff11\uff12\uff17.0.0.1:{port}/
https://127\u30020\u30020\u30021:{port}/
https://loc\u00adalhost:{port}/
https://127.0.0.1:{port}/\r\nHost: issuer.edu
https://127.0.0.1\t:{port}/
 https://127.0.0.1:{port}/
https://issuer.rebind.edu:{port}/
https://issuer.rebind.edu/
https://mixed.rebind.edu/
https://mapped.rebind.edu/
https://nat64.rebind.edu/
https://issuer.rebind.edu:22/
https://issuer.edu:22/
file:///etc/passwd
file://127.0.0.1/etc/passwd
gopher://127.0.0.1:{port}/_GET
ftp://127.0.0.1:{port}/
dict://127.0.0.1:{port}/info
ldap://127.0.0.1:{port}/
data:application/json,{{}}
jar:https://127.0.0.1:{port}!/
javascript:alert(1)
ws://127.0.0.1:{port}/
unix:///var/run/docker.sock
""".strip("\n").split("\n")
DIDS = [
    "did:web:localhost%3A{port}",
    "did:web:127.0.0.1%3A{port}",
    "did:web:[::1]%3A{port}",
    "did:web:2130706433",
    "did:web:0x7f.1",
    "did:web:issuer.rebind.edu%3A{port}",
    "did:web:canary.localhost",
    "did:web:issuer.edu%40127.0.0.1%3A{port}",
    "did:web:issuer.edu%2F@127.0.0.1",
    "did:web:issuer.edu:..:..:127.0.0.1",
]
PURPOSES = ("did", "key", "status", "schema", "context", "issuer", "record")


def lying_name_server(host: str, port: int) -> Sequence[str]:
    """Public names that stand for private addresses; literal addresses stand for themselves."""
    known = {
        "issuer.rebind.edu": ["127.0.0.1"],
        "mixed.rebind.edu": ["93.184.215.14", "127.0.0.1"],
        "mapped.rebind.edu": ["::ffff:127.0.0.1"],
        "nat64.rebind.edu": ["64:ff9b::7f00:1"],
    }
    if host in known:
        return known[host]
    if host.replace(".", "").isdigit() or ":" in host:
        return [host]
    raise AssertionError(f"the name {host} must be refused before anybody is asked for it")


@pytest.fixture
def canary(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """A server that nobody may reach, and a watch on every attempt to connect at all."""
    attempts: list[object] = []
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        attempts.append(address)
        real(self, address)  # type: ignore[arg-type]

    with ScriptedServer(lambda connection, _: connection.sendall(answer())) as server:
        monkeypatch.setattr(socket.socket, "connect", connect)
        yield server
        monkeypatch.undo()
        assert attempts == []
        assert server.connections == 0


def client() -> GuardedClient:
    return GuardedClient(resolve=lying_name_server)


def test_there_are_at_least_sixty_forms() -> None:
    """The list is what the promise counts."""
    assert len(set(FORMS)) >= 60


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_a_private_address_is_connected_to(form: str, canary: ScriptedServer) -> None:
    """However it is written and whatever it is asked for, the answer is a refusal and no connection."""
    url = form.format(port=canary.port)
    for purpose in PURPOSES:
        with pytest.raises(EgressRefused):
            client().get(url, purpose=purpose)


@pytest.mark.parametrize("form", DIDS)
def test_no_did_web_leads_inside(form: str, canary: ScriptedServer) -> None:
    """An identifier that names a private host, by any escape, is not resolved."""
    documents: Documents = LayeredDocuments(client(), client())
    with pytest.raises(LerError):
        resolve_did(form.format(port=canary.port), documents=documents)


def test_the_allow_list_for_this_machine_opens_nothing_else(canary: ScriptedServer) -> None:
    """With localhost allowed by name, other spellings and other hosts that stand for it stay closed."""
    allowed = GuardedClient(resolve=lying_name_server, allowed_loopback={"localhost:1"})
    for form in FORMS:
        with pytest.raises(EgressRefused):
            allowed.get(form.format(port=canary.port), purpose="did")


def test_an_allowed_name_that_stands_for_another_machine_is_refused(canary: ScriptedServer) -> None:
    """A poisoned hosts file does not turn the allow-list into a door to the network."""
    poisoned = GuardedClient(resolve=lambda *_: ["10.0.0.1"], allowed_loopback={"localhost"})
    with pytest.raises(EgressRefused, match=r"10\.0\.0\.1"):
        poisoned.get(f"http://localhost:{canary.port}/", purpose="did")


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize(
    "place",
    [
        "https://127.0.0.1:{port}/",
        "http://localhost:{port}/x",
        "https://issuer.rebind.edu/",
        "file:///etc/passwd",
        "//10.0.0.1/",
    ],
)
def test_a_redirect_to_the_inside_is_not_followed(
    purpose: str, place: str, canary: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public server that leads on to a private address gets no further, even where redirects are allowed."""
    from openler.platform.egress import client as module
    from openler.platform.egress.wire import Reply

    asked: list[str] = []

    def redirect(self: GuardedClient, target: object, *_: object) -> Reply:
        host = getattr(target, "host", "")
        asked.append(host)
        if host != "issuer.edu":
            self._checked_addresses(target, module.Deadline(self._clock() + 1))  # type: ignore[arg-type]
        return Reply(302, place.format(port=canary.port), b"")

    monkeypatch.setattr(GuardedClient, "_ask", redirect)
    allowed = GuardedClient(resolve=lying_name_server, allowed_loopback={"localhost"})
    with pytest.raises(EgressRefused):
        allowed.get("https://issuer.edu/status", purpose=purpose)
    assert asked[0] == "issuer.edu"


def test_a_record_that_names_a_thousand_hosts_makes_few_requests() -> None:
    """After a fixed number of different documents the rest is not at hand, and asking again costs nothing."""

    class World:
        asked = 0

        def get(self, url: str, *, purpose: str, max_bytes: int = 0) -> bytes:
            self.asked += 1
            raise ResolutionFailed("gone")

    world = World()
    documents = LayeredDocuments(World(), world, max_fetches=20)
    for index in range(1000):
        with pytest.raises(ResolutionFailed):
            documents.get(f"https://host{index}.edu/", purpose="did")
    assert world.asked == 20
    with pytest.raises(ResolutionFailed):
        documents.get("https://host1.edu/", purpose="did")
    assert world.asked == 21
