# Everything from a bare machine with Python 3.11, 3.12 or 3.13 and make. Nothing is installed outside .venv.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TREE := build/tree/kaohe
EDITABLE = $(PIP) install --no-deps --no-build-isolation -e .
ARGS ?=
unexport PYTHONDONTWRITEBYTECODE  # where it is set every run would compile and rewrite all tests anew

.PHONY: run test prove lint types audit bench lock clean

run: $(VENV)/run.stamp $(TREE)  ## the main job: simulate an office, judge it, report
	$(BIN)/kaohe run $(ARGS)

PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q

test: $(VENV)/dev.stamp $(TREE)  ## the whole test suite, the same questions every time
	$(PYTEST) $(ARGS)

prove: $(VENV)/dev.stamp $(TREE)  ## the same over many more seeds and offices, free searches, a million customers; an hour
	KAOHE_PROVE=$(SEED) $(PYTEST) $(ARGS)
SEED = $(shell date +%s)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp $(TREE)
	$(BIN)/mypy -p kaohe
	$(BIN)/mypy --explicit-package-bases tests

audit: $(VENV)/dev.stamp  ## known vulnerabilities of what is pinned; said, and no failure, where nobody can be asked
	$(BIN)/python -m tests.advisories $(ARGS)

bench: $(VENV)/dev.stamp $(TREE)  ## figures beside their goals, at 100,000 customers × 12 months; ARGS="--customers 5000 --months 3 --rounds 1"
	$(BIN)/python -m tests.benchmarks.run $(ARGS)

lock:  ## pin every dependency anew; needs uv
	uv pip compile -q pyproject.toml requirements/build.in $(LOCK) -o requirements/run.txt
	uv pip compile -q pyproject.toml requirements/build.in --extra dev -c requirements/run.txt $(LOCK) -o requirements/dev.txt
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command 'make lock'

clean:
	find kaohe -maxdepth 1 -type l -delete
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(EDITABLE)
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(EDITABLE)
	touch $@ $(VENV)/run.stamp

$(TREE):  ## what an editable installation makes besides, should it have been deleted
	$(EDITABLE)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'Kaohe needs Python 3.11, 3.12 or 3.13: install one, or name it: make PYTHON=/path/to/python3 …' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo 'This Python cannot make virtual environments: install its venv part (Debian and Ubuntu: apt-get install python3-venv).' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
