# `make demo` and `make test` take a fresh machine all the way; see README.md.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
RUN_STAMP := $(VENV)/.run-ready
DEV_STAMP := $(VENV)/.dev-ready
# Tests keep away from the data of the installation in this folder, and from the network.
FOR_TESTS = home="$$(mktemp -d)"; trap 'rm -rf "$$home"' EXIT; OPENLER_OFFLINE=1 OPENLER_HOME="$$home"

.PHONY: demo demo-reset test test-all lint bench bench-million clean lock

demo: $(RUN_STAMP)
	$(BIN)/openler serve --demo --with-worker --port $(PORT)

demo-reset:
	@$(PYTHON) scripts/demo_reset.py

test: $(DEV_STAMP)
	$(PYTHON) scripts/browser_for_tests.py
	$(PYTHON) scripts/module_for_tests.py
	$(FOR_TESTS) $(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow" --vectors-table docs/standards/vectors.md tests
	$(FOR_TESTS) $(BIN)/python scripts/stored_state_on_postgresql.py

test-all: test
	$(FOR_TESTS) $(BIN)/python -m pytest -m slow

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/lint_house.py

bench: $(DEV_STAMP)
	$(BIN)/python tests/bench/run.py

# A million records to a file: some minutes, and 5 GB of disk while it runs.
bench-million: $(DEV_STAMP)
	$(BIN)/python tests/bench/million.py

# Needs uv; run it after a change of pyproject.toml. What runs has the versions that were tested.
LOCKED = --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group build
lock:
	uv pip compile $(LOCKED) --group dev pyproject.toml -o requirements-dev.lock
	uv pip compile $(LOCKED) --constraint requirements-dev.lock pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "OpenLER needs Python 3.11 or newer. If you have one under another name: make demo PYTHON=python3.12" >&2; exit 64; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 64; }

$(RUN_STAMP): requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up in $(VENV); this takes about half a minute, once."
	# Not compiled ahead: what is imported is compiled when it first is, which keeps the installation below 200 MB.
	$(PIP) --no-compile -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(DEV_STAMP): requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up what tests need in $(VENV); this takes a minute or two, once."
	$(PIP) -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# Needs Node 20; writes the same bytes wherever it runs, which tests/contracts holds it to.
.PHONY: wallet
wallet:
	cd wallet && npm ci --omit-lockfile-registry-resolved --no-audit --no-fund && npm run check && npm run build

# Looks for inputs that make a parser stumble; SECONDS is for each of the targets, of which TARGETS names some.
SECONDS ?= 60
.PHONY: fuzz
fuzz: $(DEV_STAMP)
	$(FOR_TESTS) $(BIN)/python tests/fuzz/run.py --seconds $(SECONDS) $(TARGETS)
