"""What do other implementations do with the same documents? PyLD and pyoxigraph here, Node in a process of its own."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph
from pyld import jsonld

from openler.credentials.contexts import load_bundled_context

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from interop.libraries import Libraries

LEAST_NODE = 20


def _load(url: str, options: object) -> dict[str, object]:
    return {"contextUrl": None, "documentUrl": url, "document": load_bundled_context(url)}


def by_pyld(document: dict[str, Any]) -> bytes:
    """Canonicalize by PyLD, which knows URDNA2015 only; for these documents the answer is the same."""
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": _load,
        "rdfDirection": "i18n-datatype",
    }
    return jsonld.normalize(document, options).encode()


def inlined(document: Any) -> Any:
    """Write every context out, since pyoxigraph has no document loader."""
    if isinstance(document, list):
        return [inlined(item) for item in document]
    if not isinstance(document, dict):
        return document
    written = {name: inlined(value) for name, value in document.items()}
    if "@context" in document:
        urls = document["@context"]
        urls = urls if isinstance(urls, list) else [urls]
        written["@context"] = [load_bundled_context(url)["@context"] for url in urls]
    return written


def by_pyoxigraph(text: str) -> bytes:
    """Canonicalize a document with its contexts inlined by pyoxigraph."""
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = [f"{quad} .\n" for quad in dataset]
    return "".join(sorted(lines)).encode()


@contextmanager
def node(documents: Mapping[str, Any]) -> Iterator["Callable[[], subprocess.Popen[str]] | str"]:
    """Give what starts Node with the other maker's libraries and these documents; a sentence if that cannot be done.

    Each act gets a process of its own, so that none pushes what another needs out of Node's caches.
    """
    reason = _missing()
    if reason:
        yield reason
        return
    with tempfile.TemporaryDirectory(prefix="openler-bench-node-") as name:
        folder = Path(name)
        try:
            Libraries.install(folder, contexts={})
        except (AssertionError, subprocess.TimeoutExpired):
            yield "no npm registry"
            return
        shutil.copy(HERE / "node_side.mjs", folder)
        (folder / "documents.data").write_text(json.dumps(documents, ensure_ascii=False), "utf-8")
        started: list[subprocess.Popen[str]] = []

        def start() -> "subprocess.Popen[str]":
            command = ["node", "node_side.mjs"]
            process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            started.append(process)
            return process

        try:
            yield start
        finally:
            for process in started:
                process.terminate()
                process.wait()


def _missing() -> str:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "no Node"
    found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    return "" if int(found.lstrip("v").split(".")[0]) >= LEAST_NODE else f"Node {found.strip()} is too old"
