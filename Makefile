# Two everyday commands: `make demo` and `make test`. Everything they need lands in .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
JOBS ?= 4

# Hundreds of processes start in a run: let none compile again what another has compiled.
export PYTHONDONTWRITEBYTECODE =

SIZE ?= push

.PHONY: demo test clients nothing-lost serve docs format check tutorials audit-dependencies clean

demo: $(VENV)/.installed
	$(BIN)/mockportal demo $(ARGS)

serve: $(VENV)/.installed
	$(BIN)/mockportal serve $(ARGS)

test: $(VENV)/.developed
	MOCKPORTAL_CHROMIUM="$$(sh e2e/chromium.sh $(BIN))" && export MOCKPORTAL_CHROMIUM && \
	$(MAKE) --no-print-directory check && \
	$(BIN)/pytest -n $(JOBS) --dist worksteal $(ARGS)

# Clients written by others, those from npm and apt too: needs Node 20 and swaks.
CLIENTS := mockportal/franceconnect/tests/clients mockportal/sinks/tests/clients
clients: $(VENV)/.developed
	$(BIN)/pytest -o python_files="test_*.py node_*.py apt_*.py" $(CLIENTS) $(ARGS)

# What is promised of votes, tried by force (SIZE: push, nightly, release): needs Linux and a C compiler.
nothing-lost: $(VENV)/.developed
	$(BIN)/python -m loadtests.nemesis.witness
	$(BIN)/python -m loadtests.nemesis $(SIZE)
	$(BIN)/python -m loadtests.nemesis $(SIZE) --store postgres
	$(BIN)/python -m loadtests.nemesis.mutants
	$(BIN)/python -m mockportal.tests.large

# Known holes in the libraries, those of development included. The database is asked first for a hole
# that is known to be there: a mirror without it would find nothing wrong with anything.
HOLE = https://pypi.org/pypi/aiohttp/3.9.1/json
audit-dependencies: $(VENV)/.developed
	@$(BIN)/python -c 'import json, urllib.request as r; assert json.load(r.urlopen("$(HOLE)", timeout=20))["vulnerabilities"]' 2>/dev/null || \
		{ echo "nothing was audited: no database of known holes answers here ($(HOLE))"; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip-audit>=2.9"
	$(BIN)/pip-audit --skip-editable --progress-spinner off

check: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/site

docs: $(VENV)/.developed
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

# The tutorials of the documentation, played and photographed again.
tutorials: $(VENV)/.developed
	MOCKPORTAL_CHROMIUM="$$(sh e2e/chromium.sh $(BIN))" $(BIN)/mockportal tutorial --no-pdf --to docs/tutoriels \
		follow-the-tutorial reissue-with-impots vote-in-all

format: $(VENV)/.developed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# What runs the product: the package and its own libraries.
$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("mockportal needs Python 3.11 or later, found " + sys.version.split()[0] + ": make PYTHON=python3.12 …") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[fast]"
	touch $@

# What checks it: tests, linters, documentation, browser driver, a real PostgreSQL.
$(VENV)/.developed: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev --editable .
	touch $@
