# Two commands do all their own set-up: `make serve` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

# Tools with demands of their own, each locked and in a place of its own (tools/README.md).
TOOLS  := .tools
SAM    := $(TOOLS)/sam/bin/sam
PIP    := python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
export SAM_CLI_TELEMETRY := 0

.PHONY: install tools serve test lint types unit simulate validate build deploy audit licences peers lock clean

install: $(STAMP)

tools: $(TOOLS)/sam/.installed $(TOOLS)/checkov/.installed $(TOOLS)/runtime/.installed

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	# As pip does with what it copies: a third of a command's start where Python itself may not keep bytecode.
	$(BIN)/python -m compileall -q cli functions layers/core templates
	@touch $@

$(TOOLS)/runtime/.installed: tools/runtime.lock $(STAMP)
	rm -rf $(@D)
	$(BIN)/$(PIP) --target $(@D) -r $<
	@touch $@

$(TOOLS)/%/.installed: tools/%.lock
	rm -rf $(@D)
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/$(PIP) -r $<
	@touch $@

serve: install
	$(BIN)/broadsheet serve $(ARGS)

test: lint types unit

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

# On each processor some of the tests: much of their time is waiting for processes that they start. What belongs
# together is told in tests/conftest.py.
unit: install tools
	$(BIN)/pytest --numprocesses=auto $(ARGS)

# Many runs with faults, and every drill: `make simulate RUNS=50000`; `make simulate SEED=123` replays one run,
# and `make simulate DRILL='edit@12+delete'` one drill.
RUNS ?= 2000
simulate: install
	PYTHONHASHSEED=0 $(BIN)/python -m tests.simulation \
	  $(if $(SEED),--seed $(SEED),$(if $(DRILL),--drill '$(DRILL)',--runs $(RUNS))) $(ARGS)

# Broadsheet beside Hugo, Pelican and Eleventy (docs/benchmarks.md); nothing else installs those three.
peers: install $(TOOLS)/peers/node/.installed
	$(BIN)/python benchmarks/peers.py $(ARGS)

# A machine without Node.js runs the others.
$(TOOLS)/peers/node/.installed: tools/peers-package.json tools/peers-package-lock.json $(TOOLS)/peers/.installed
	mkdir -p $(@D)
	cp tools/peers-package.json $(@D)/package.json
	cp tools/peers-package-lock.json $(@D)/package-lock.json
	if command -v npm > /dev/null; then \
	  npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	else echo "There is no npm here: Eleventy stays out."; fi

# For AWS: python3.13 on arm64, whatever this machine is. The first deploy asks for nothing: samconfig.toml.
validate: $(TOOLS)/sam/.installed
	$(SAM) validate --lint

build: $(STAMP) $(TOOLS)/sam/.installed
	PYTHON=$(abspath $(BIN))/python $(SAM) build $(ARGS)

deploy: build
	$(SAM) deploy $(ARGS)

# Asks the package index about every locked dependency; one that it cannot ask about is a failure, too.
audit: $(STAMP)
	for lock in requirements.lock tools/*.lock; do \
	  $(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement $$lock || exit 1; done

licences: tools
	$(BIN)/python tools/licences.py > docs/licences.md

# The locks serve every Python from 3.11 on; uv and npm are needed only to renew them.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-package broadsheet requirements.in -o requirements.lock
	for tool in sam checkov runtime peers; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    tools/$$tool.in -o tools/$$tool.lock || exit 1; done
	rm -rf $(TOOLS)/locking && mkdir -p $(TOOLS)/locking
	cp tools/peers-package.json $(TOOLS)/locking/package.json
	npm install --prefix $(TOOLS)/locking --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
	cp $(TOOLS)/locking/package-lock.json tools/peers-package-lock.json

clean:
	rm -rf $(VENV) $(TOOLS) .aws-sam .mypy_cache .pytest_cache .ruff_cache
