"""Text records of a name: asked of the machine's name servers alone, and no hostile answer is believed or waited for."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from openler.platform.egress import EgressFailed, EgressRefused, Limits, text_records
from openler.platform.egress.dns import system_servers
from openler.platform.egress.dns_messages import BadMessage, Texts, read_answer, write_question
from openler.testing.servers import ScriptedNameServer

NAME = "_openler.college.edu"
LINE = "openler-domain-proof=abc"
QUICK = Limits(total_seconds=2.0, connect_seconds=0.3)
# A pointer to the name in the question, right behind the header.
ASKED = b"\xc0\x0c"


def text_record(*parts: bytes, owner: bytes = ASKED, kind: int = 16) -> bytes:
    content = b"".join(bytes([len(part)]) + part for part in parts)
    return owner + kind.to_bytes(2) + b"\0\x01\0\0\0\x3c" + len(content).to_bytes(2) + content


def answer(question: bytes, *records: bytes, flags: int = 0x8180, count: int | None = None) -> bytes:
    counted = len(records) if count is None else count
    return (
        question[:2]
        + flags.to_bytes(2)
        + b"\0\x01"
        + counted.to_bytes(2)
        + b"\0\0\0\0"
        + question[12:]
        + b"".join(records)
    )


def ask(datagrams: Callable[[bytes], list[bytes]], stream: Callable[[bytes], bytes] | None = None) -> tuple[str, ...]:
    with ScriptedNameServer(datagrams, stream) as server:
        return text_records(NAME, servers=[server.address], limits=QUICK)


def test_a_text_record_is_read_with_its_parts_joined() -> None:
    """Long texts come in parts; records of other kinds and names are left out, so no alias proves a name."""
    alias = b"\xc0\x0c\0\x05\0\x01\0\0\0\x3c\0\x02\xc0\x15"
    elsewhere = text_record(b"of somebody else", owner=b"\x05other\xc0\x15")
    found = ask(
        lambda question: [answer(question, alias, elsewhere, text_record(LINE[:9].encode(), LINE[9:].encode()))]
    )
    assert found == (LINE,)


def test_each_question_has_a_port_and_a_number_of_its_own_and_asks_for_the_name_alone() -> None:
    """Whoever cannot see the question must guess both; nothing else is in it."""
    with ScriptedNameServer(lambda question: [answer(question, text_record(b"x"))]) as server:
        for _ in range(12):
            assert text_records(NAME, servers=[server.address], limits=QUICK) == ("x",)
    assert len(set(server.ports)) > 6
    assert len({question[:2] for question in server.questions}) > 6
    asked = b"\x08_openler\x07college\x03edu\0\0\x10\0\x01"
    assert {question[2:] for question in server.questions} == {b"\x01\0\0\x01\0\0\0\0\0\0" + asked}


def test_forged_answers_are_passed_over_until_the_true_one_comes() -> None:
    """Another number, another name, another kind, or a question sent back: none is taken."""

    def answers(question: bytes) -> list[bytes]:
        wrong_number = bytes([question[0] ^ 1]) + question[1:]
        other_name = question.replace(b"college", b"collage")
        other_kind = question[:-4] + b"\0\x01\0\x01"
        forged = [answer(one, text_record(b"forged")) for one in (wrong_number, other_name, other_kind)]
        unanswered = answer(question, text_record(b"forged"), flags=0x0100)
        return [*forged, unanswered, b"", b"\xff", answer(question.upper(), text_record(LINE.encode()))]

    assert ask(answers) == (LINE,)


def test_whoever_only_guesses_ends_in_a_fault() -> None:
    """Endless wrong answers are not read for ever."""
    forged = text_record(b"forged")
    with ScriptedNameServer(lambda question: [answer(b"\0\0" + question[2:], forged)] * 50) as server:
        with pytest.raises(EgressFailed):
            text_records(NAME, servers=[server.address], limits=QUICK)
        assert len(server.questions) == 2


def test_a_sender_that_was_not_asked_is_not_heard() -> None:
    """An answer from another port of the same machine does not reach us."""
    stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server = ScriptedNameServer(
        lambda question: (
            [stranger.sendto(answer(question, text_record(b"forged")), ("127.0.0.1", server.ports[-1]))]
            and [answer(question, text_record(LINE.encode()))]
        )
    )
    with server, stranger:
        assert text_records(NAME, servers=[server.address], limits=QUICK) == (LINE,)


def test_an_answer_that_does_not_fit_is_asked_for_over_a_stream() -> None:
    """What stands in the cut answer is not read."""

    def stream(question: bytes) -> bytes:
        whole = answer(question, *[text_record(b"a" * 200)] * 20, text_record(LINE.encode()))
        return len(whole).to_bytes(2) + whole

    with ScriptedNameServer(lambda question: [answer(question, text_record(b"cut"), flags=0x8380)], stream) as server:
        found = text_records(NAME, servers=[server.address], limits=QUICK)
    assert (len(found), found[-1], server.streams) == (21, LINE, 1)


@pytest.mark.parametrize(
    "stream",
    [
        None,
        lambda _question: b"",
        lambda _question: b"\x00\x20short",
        lambda _question: b"\xff\xff" + b"x" * 65535,
        lambda question: len(answer(question, flags=0x8380)).to_bytes(2) + answer(question, flags=0x8380),
        lambda question: b"\0\x20" + b"\0" * 32,
    ],
    ids=["hangs up", "nothing", "cut short", "too large", "cut again", "another number"],
)
def test_a_hostile_stream_is_a_fault(stream: Callable[[bytes], bytes] | None) -> None:
    """No answer by stream is longer than allowed, shorter than it said, or for another question."""
    with pytest.raises(EgressFailed):
        ask(lambda question: [answer(question, flags=0x8380)], stream)


@pytest.mark.parametrize(
    "records",
    [
        [text_record(b"x", owner=b"\xc0\x26")],
        [text_record(b"x", owner=b"\xc0\x28"), text_record(b"x", owner=b"\xc0\x26")],
        [text_record(b"x", owner=b"\xff\xff")],
        [text_record(b"x", owner=b"\x7f" + b"a" * 127 + b"\0")],
        [text_record(b"x", owner=(b"\x3f" + b"a" * 63) * 5 + b"\0")],
        [text_record(b"x", owner=b"\x10_openler.college\x03edu\0")],
        [text_record(b"x")[:-1]],
        [text_record(b"x")[:-2] + b"\x09x"],
        [text_record(b"x")[:6]],
    ],
    ids=[
        "points to itself",
        "points ahead",
        "points behind the end",
        "long label",
        "long name",
        "dot in a label",
        "record cut",
        "text longer than its record",
        "head cut",
    ],
)
def test_an_answer_that_is_not_whole_is_worth_nothing(records: list[bytes]) -> None:
    """A good record before a bad one does not save it, and no name leads round in a circle."""
    question = write_question(7, NAME)
    assert read_answer(answer(question, text_record(b"good")), 7, NAME) == Texts(("good",))
    with pytest.raises(BadMessage):
        read_answer(answer(question, *records, count=len(records)), 7, NAME)
    with pytest.raises(BadMessage):
        read_answer(answer(question, text_record(b"good"), count=2), 7, NAME)


def test_any_bytes_get_an_answer_or_a_fault() -> None:
    """A true answer with each of its bytes changed, or cut at each place, raises nothing else."""
    whole = answer(write_question(7, NAME), text_record(b"one"), text_record(b"two"))
    changed = [
        whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1 :] for at in range(len(whole)) for bits in (1, 0xC0)
    ]
    refused = 0
    for message in [*changed, *(whole[:at] for at in range(len(whole)))]:
        try:
            read_answer(message, 7, NAME)
        except Exception as error:
            assert type(error).__name__ in ("BadMessage", "ServerRefused")
            refused += 1
    assert refused > len(whole)


def test_no_record_is_no_fault_and_no_server_is_one() -> None:
    """A name that is not there has no text; a server that will not say is asked again, then told."""
    assert ask(lambda question: [answer(question, flags=0x8183)]) == ()
    assert ask(lambda question: [answer(question)]) == ()
    with pytest.raises(EgressFailed, match="code 2"):
        ask(lambda question: [answer(question, flags=0x8182)])
    with pytest.raises(EgressFailed, match="No name server answered"):
        ask(lambda _question: [])


def test_the_next_server_is_asked_when_one_is_silent() -> None:
    """One dead name server does not make a domain unprovable."""
    with (
        ScriptedNameServer(lambda _question: []) as silent,
        ScriptedNameServer(lambda question: [answer(question, text_record(b"here"))]) as other,
    ):
        assert text_records(NAME, servers=[silent.address, other.address], limits=QUICK) == ("here",)


@pytest.mark.parametrize("name", ["_openler.localhost", "_openler.home.arpa", "a b.edu", "x" * 64 + ".edu", "college"])
def test_names_of_local_networks_are_never_asked(name: str) -> None:
    """What is inside a network is nobody's proof."""
    with ScriptedNameServer(lambda question: [answer(question)]) as server:
        with pytest.raises(EgressRefused):
            text_records(name, servers=[server.address], limits=QUICK)
        assert server.questions == []


def test_the_servers_are_those_of_the_system(tmp_path: Path) -> None:
    """Three at most, as the system itself takes; anything that is no address is left out."""
    settings = tmp_path / "resolv.conf"
    settings.write_text("# ours\nsearch college.edu\nnameserver 192.0.2.1\nnameserver evil.example\nnameserver ::1\n")
    assert system_servers(settings) == [("192.0.2.1", 53), ("::1", 53)]
    settings.write_text("nameserver 192.0.2.1\n" * 5)
    assert len(system_servers(settings)) == 3
    assert system_servers(tmp_path / "none") == [("127.0.0.1", 53)]
