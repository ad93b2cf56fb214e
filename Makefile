# What a contributor does, one word each. Only make, Python 3.11 or later and the package index are needed:
# every target sets up .venv by itself, with the versions and hashes of requirements.lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARTICLE := 2025-02-21-hong-kong-tech-rally
UV := 0.13.9
WORKFLOWS := action.yml .github examples
TIME := 20

export PIP_DISABLE_PIP_VERSION_CHECK := 1
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:

.PHONY: help
help:  ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

.PHONY: demo
demo: $(VENV)/installed  ## check the example article from the prices beside it, without the network
	@mkdir -p reports
	FACTCHECK_STORE=$(VENV)/demo-store $(BIN)/factcheck check claims/$(ARTICLE).factcheck.yaml \
	    --data claims/prices --offline \
	    --output reports/$(ARTICLE).html --output reports/$(ARTICLE).json
	@echo
	@echo 'The report: reports/$(ARTICLE).html'
	@echo 'The same as data: reports/$(ARTICLE).json'

.PHONY: test
test: $(VENV)/installed  ## run the tests; ARGS='-k streak' for some of them
	$(BIN)/python -m pytest $(ARGS)

.PHONY: oracle
oracle: $(VENV)/installed  ## compare a million random claims with the plain-Python oracle, in two halves
	FACTCHECK_ORACLE=500000 FACTCHECK_ORACLE_SEED=1000000 $(BIN)/python -m pytest -q tests/test_oracle.py & \
	    half=$$!; \
	FACTCHECK_ORACLE=500000 FACTCHECK_ORACLE_SEED=2000000 $(BIN)/python -m pytest -q tests/test_oracle.py \
	    && wait $$half

.PHONY: torture
torture: $(VENV)/installed  ## kill, crowd, fill and damage the store, flip the bits of a bundle; prints the figures
	FACTCHECK_TORTURE=1 FACTCHECK_KILLS=1000 FACTCHECK_CROWD_SECONDS=60 FACTCHECK_FLIPS=20000 \
	    FACTCHECK_FAULTS=8 $(BIN)/python -m pytest -q tests/test_torture.py $(ARGS)
	FACTCHECK_FLIPS=20000 $(BIN)/python -m pytest -q tests/test_bundles.py -k 'no_bit' $(ARGS)

.PHONY: mutants
mutants: $(VENV)-mutants/installed  ## change what decides and see whether a test notices; ARGS='windows change'
	$(VENV)-mutants/bin/python -m benchmarks.mutants $(ARGS)

.PHONY: fuzz
fuzz: $(VENV)-fuzz/installed  ## feed every reader and every format made-up bytes; TIME=7200 seconds each, ARGS='yahoo'
	$(VENV)-fuzz/bin/python -m fuzz --seconds $(TIME) $(ARGS)

.PHONY: lint
lint: $(VENV)/installed  ## ruff; zizmor over the workflows and the action
	$(BIN)/ruff check .
	@if [ -x $(BIN)/zizmor ]; then $(BIN)/zizmor --offline --persona pedantic --no-progress $(WORKFLOWS); \
	    else echo 'zizmor is not installed: workflows are not linted'; fi

.PHONY: types
types: $(VENV)/installed  ## mypy --strict
	$(BIN)/mypy

.PHONY: docs
docs: $(VENV)/installed  ## rewrite what is generated: README's blocks, docs/kinds.md, the schema
	$(BIN)/python docs/generate.py

.PHONY: check-generated
check-generated: $(VENV)/installed  ## fail where a generated part is stale
	$(BIN)/python docs/generate.py --check

.PHONY: bench
bench: $(VENV)/installed  ## measure start-up, many claims and reading; writes docs/performance.md
	status=0; for part in claims reading startup; do \
	    $(BIN)/python -m benchmarks.$$part || status=1; done; exit $$status

.PHONY: accuracy
accuracy: $(VENV)/installed  ## score the reading and checking of the corpus beside; writes docs/accuracy.md
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.whole

COMPILE = $(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: lock
lock:  ## choose the newest permitted versions; write requirements.lock, and of it runtime.lock
	rm -rf $(VENV)-lock
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/pip install --quiet uv==$(UV)
	$(VENV)-lock/bin/python -c 'import tomllib; \
	    print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
	    > $(VENV)-lock/build.in
	{ echo '# Written by "make lock": everything to run, test and build, for every platform, with hashes.'; \
	  $(COMPILE) --upgrade --extra test pyproject.toml $(VENV)-lock/build.in; } > $(VENV)-lock/requirements.lock
	{ echo '# Written by "make lock": what of requirements.lock is needed to run and to build, with the same hashes.'; \
	  $(COMPILE) --constraints $(VENV)-lock/requirements.lock pyproject.toml $(VENV)-lock/build.in; } \
	    > $(VENV)-lock/runtime.lock
	mv $(VENV)-lock/requirements.lock $(VENV)-lock/runtime.lock .
	rm -rf $(VENV)-lock

.PHONY: clean
clean:  ## remove the environment, caches and demo reports
	rm -rf $(VENV) $(VENV)-lock $(VENV)-mutants $(VENV)-fuzz .fuzz .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
	rm -f reports/$(ARTICLE).html reports/$(ARTICLE).json
	find . -name __pycache__ -not -path './.git/*' -type d -prune -exec rm -rf {} +

# Two stamps: other dependencies mean a fresh environment, a changed pyproject.toml only our own scripts.
# pip byte-compiles what it installs; without that every start would take several times as long.
$(VENV)/locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo 'factcheck needs Python 3.11 or later; name one with: make PYTHON=python3.12 …' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(VENV)-mutants/installed: requirements.lock benchmarks/mutants.txt
	$(PYTHON) -m venv --clear $(VENV)-mutants
	$(VENV)-mutants/bin/python -m pip install --quiet --require-hashes -r requirements.lock
	$(VENV)-mutants/bin/python -m pip install --quiet -r benchmarks/mutants.txt
	@touch $@

$(VENV)-fuzz/installed: requirements.lock fuzz/requirements.txt
	$(PYTHON) -m venv --clear $(VENV)-fuzz
	$(VENV)-fuzz/bin/python -m pip install --quiet --require-hashes -r requirements.lock
	$(VENV)-fuzz/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r fuzz/requirements.txt
	@touch $@

$(VENV)/installed: $(VENV)/locked pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
