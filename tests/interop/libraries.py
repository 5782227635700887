"""How are the terminal's commands and the other maker's libraries asked the same question?"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openler.credentials.contexts import BUNDLED, load_bundled_context

HERE = Path(__file__).parent
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
INSTALL_SECONDS = 300
RUN_SECONDS = 300
OPENLER = str(Path(sys.executable).with_name("openler"))


@dataclass(frozen=True)
class Libraries:
    """The other maker's libraries, installed into a folder of their own."""

    folder: Path

    @classmethod
    def install(cls, folder: Path, *, contexts: Mapping[str, Any]) -> "Libraries":
        """Install the pinned versions into a copy, so that nothing is left in the project."""
        for file in (*HERE.glob("*.mjs"), *HERE.glob("*.json")):
            shutil.copy(file, folder)
        served = {**{url: load_bundled_context(url) for url in BUNDLED}, **contexts}
        (folder / "contexts.json").write_text(json.dumps(served))
        done = subprocess.run(INSTALL, check=False, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS)
        assert done.returncode == 0, f"{' '.join(INSTALL)} needs Node 20, npm and its registry: {done.stderr}"
        return cls(folder)

    def make_key(self, kind: str) -> dict[str, Any]:
        """Make a key of this kind."""
        (key,) = self._run("key.mjs", kind)
        return key

    def sign(self, claims: dict[str, Any], *, suite: str, key: dict[str, Any]) -> dict[str, Any]:
        """Sign claims in the name of the key's owner."""
        (record,) = self._run("sign.mjs", suite, self._keep("key", key), self._keep("claims", claims))
        return record

    def check(self, *records: dict[str, Any]) -> list[dict[str, Any]]:
        """Judge records; each answer says whether it is verified, and if not, why."""
        return self._run("check.mjs", *(self._keep(f"record-{n}", record) for n, record in enumerate(records)))

    def judge(self, *records: bytes, documents: Mapping[str, str]) -> list[dict[str, Any]]:
        """Ask the verifier of the Digital Credentials Consortium; ``documents`` is all that it can fetch, by address."""
        (self.folder / "documents.data").write_text(json.dumps(documents))
        names = [f"judged-{number}.data" for number in range(len(records))]
        for name, record in zip(names, records, strict=True):
            (self.folder / name).write_bytes(record)
        return self._run("verifier.mjs", "documents.data", *names)

    def canonize(self, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give the canonical form of each document, or the error that stands in its way."""
        return self._run("canonize.mjs", self._keep("documents", documents))

    def selective(self, *tasks: dict[str, Any]) -> list[dict[str, Any]]:
        """Sign, derive, confirm and check records that can be shown in part; see ``selective.mjs``."""
        return self._run("selective.mjs", self._keep("tasks", list(tasks)))

    def _keep(self, name: str, value: Any) -> str:
        # Unescaped, as the records of real issuers are.
        (self.folder / f"{name}.data").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        return f"{name}.data"

    def _run(self, *words: str) -> list[dict[str, Any]]:
        done = subprocess.run(
            ["node", *words], check=False, cwd=self.folder, capture_output=True, encoding="utf-8", timeout=RUN_SECONDS
        )
        assert done.returncode == 0, done.stderr
        # Not splitlines: a text may have line separators inside.
        return [json.loads(line) for line in done.stdout.split("\n") if line]


@dataclass(frozen=True)
class Terminal:
    """Our commands, each in a process of its own."""

    folder: Path

    def make_key(self, kind: str) -> dict[str, Any]:
        """Make a key of this kind."""
        (self.folder / "key.json").unlink(missing_ok=True)
        self._run(0, "key", "create", "--type", kind, "-o", "key.json")
        key: dict[str, Any] = json.loads((self.folder / "key.json").read_text("utf-8"))
        return key

    def sign(self, claims: dict[str, Any], *, suite: str, key: dict[str, Any]) -> dict[str, Any]:
        """Sign claims in the name of the key's owner."""
        (self.folder / "given.json").write_text(json.dumps(key))
        (self.folder / "given.json").chmod(0o600)
        (self.folder / "claims.json").write_text(json.dumps(claims, ensure_ascii=False), "utf-8")
        words = ("--key", "given.json", "--suite", suite, "claims.json", "-o", "signed.json")
        self._run(0, "credential", "issue", *words)
        record: dict[str, Any] = json.loads((self.folder / "signed.json").read_text("utf-8"))
        return record

    def check(self, record: dict[str, Any], *, code: int) -> dict[str, Any]:
        """Judge a record, expect an exit code, and give the report."""
        (self.folder / "record.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
        report: dict[str, Any] = json.loads(self._run(code, "credential", "verify", "--json", "record.json"))
        return report

    def _run(self, code: int, *words: str) -> str:
        home = {"HOME": str(self.folder), "OPENLER_HOME": str(self.folder / "openler")}
        done = subprocess.run(
            [OPENLER, *words],
            check=False,
            cwd=self.folder,
            env={**os.environ, **home, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=RUN_SECONDS,
        )
        assert done.returncode == code, f"{done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout
