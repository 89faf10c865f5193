# Needs python3 (3.11 or later) with venv and pip, and make; everything else is fetched into .venv.
#   make demo      match the example clients against their products
#   make test      lint, types, import contracts, tests and doctests (without browser and office)
#   make docs      build the documentation into docs/_build/html
#   make bench     run every benchmark
#   make packs     compile the shipped packs after a change to their YAML
#   make mutants   plant faults and see that the tests notice each
#   make mcdm      other libraries of decision methods on exported matrices (installs them)
#   make browser   the HTML report in Chromium (skips where there is none), and charts as Vega-Lite draws them
#   make office    workbooks and documents in LibreOffice (skips where there is none)
#   make clean     remove what the other targets made
# Another interpreter: make test PYTHON=python3.12

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet
BUYER  := examples/public-buyer
STUDIO := examples/game-and-security
SHOWN  := build/demo

# The environment is stale, and made anew, when it does not run, the interpreter differs or the folder has moved.
VENV_WANT := $(shell $(PYTHON) -c 'import sys; print(*sys.version_info[:2], sys.base_prefix)' 2>/dev/null) $(CURDIR)
VENV_HAVE := $(shell $(BIN)/python -c '' 2>/dev/null && cat $(VENV)/.made-with 2>/dev/null)

# Tests that need programs of the system; `make browser` and `make office` run them.
APART := tests/browser tests/office

# Folders that hold Python files by now (mypy refuses an empty one).
TYPED := $(shell for d in src tests examples; do find $$d -name '*.py' 2>/dev/null | grep -q . && echo $$d; done)

# $(call step,title,command): says what runs, and says what failed.
define step
@printf '\n=== %s ===\n' '$(1)'; $(2) || { printf '\n*** make $@ stopped: %s failed\n' '$(1)' >&2; exit 1; }
endef

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help demo test docs bench packs mutants mcdm browser office clean

help:
	@sed -n 's/^#   make/make/p' Makefile

demo: $(VENV)/.installed-analysis $(VENV)/.installed-excel $(VENV)/.installed-word
	$(BIN)/tobfit match $(BUYER)/client.yaml $(BUYER)/products --pack $(BUYER)/pack.yaml --policy $(BUYER)/policy.yaml --stated-only
	$(BIN)/python examples/game-and-security/walk.py
	$(BIN)/python examples/game-and-security/deal.py
	$(BIN)/tobfit match examples/game-and-security/studio.yaml examples/game-and-security/products --limit 3
	$(BIN)/python examples/public-buyer/decide.py
	$(BIN)/tobfit match examples/landscapes/security-firm/client.yaml examples/landscapes/security-firm/products --stated-only
	@mkdir -p $(SHOWN)
	$(BIN)/tobfit match $(BUYER)/client.yaml $(BUYER)/products --pack $(BUYER)/pack.yaml --policy $(BUYER)/policy.yaml --stated-only --format html -o $(SHOWN)/public-buyer.html --force
	$(BIN)/tobfit match $(STUDIO)/studio.yaml $(STUDIO)/products --format html -o $(SHOWN)/studio.html --force
	$(BIN)/tobfit match $(STUDIO)/studio.yaml $(STUDIO)/products --format xlsx -o $(SHOWN)/studio.xlsx --force
	$(BIN)/tobfit match $(STUDIO)/studio.yaml $(STUDIO)/products --format docx --lang zh -o $(SHOWN)/studio.docx --force
	@printf '\nReports to open:\n' && ls $(SHOWN)/*

test: $(VENV)/.installed-test
	$(call step,ruff check,$(BIN)/ruff check .)
	$(call step,mypy --strict,$(BIN)/mypy $(TYPED))
	$(call step,import contracts,$(BIN)/lint-imports)
	$(call step,tests and doctests,$(BIN)/python -m pytest -q -n auto --dist worksteal $(APART:%=--ignore=%))
	@printf '\nmake test: ruff, mypy, import contracts, tests and doctests passed; not run here: %s\n' '$(APART)'

docs: $(VENV)/.installed-docs
	$(call step,sphinx-build -W,$(BIN)/python -m sphinx -q -E -W --keep-going -b html -d docs/_build/doctrees docs docs/_build/html)
	@printf 'docs/_build/html/index.html\n'

bench: $(VENV)/.installed-bench
	@set -- benchmarks/bench_*.py; \
	test -e "$$1" || { echo '*** make bench: there is no benchmarks/bench_*.py' >&2; exit 1; }; \
	for f in "$$@"; do \
	    printf '\n=== %s ===\n' "$$f"; \
	    $(BIN)/python "$$f" || { printf '\n*** make bench stopped: %s failed\n' "$$f" >&2; exit 1; }; \
	done

packs: $(VENV)/.installed
	$(BIN)/python -m tobfit.formats.shipped

mutants: $(VENV)/.installed-test
	$(call step,mutants,$(BIN)/python tests/mutants/run.py)

mcdm: $(VENV)/.installed-test $(VENV)/.installed-mcdm
	$(call step,other libraries,$(BIN)/python -m pytest -q tests/analysis/test_other_libraries.py)

browser: $(VENV)/.installed-test $(VENV)/.installed-browser
	$(call step,the report in a browser,$(BIN)/python -m pytest -q -rs tests/browser tests/report/test_vega.py)

office: $(VENV)/.installed-test
	$(call step,workbooks and documents in LibreOffice,$(BIN)/python -m pytest -q -rs tests/office)

clean:
	rm -rf $(VENV) build dist docs/_build docs/errors/TF*.md docs/reference/api.md
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./.git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------- the environment
ifneq ($(strip $(VENV_WANT)),$(strip $(VENV_HAVE)))
.PHONY: $(VENV)/.made-with
endif

# The base interpreter makes it, so that this works from within an activated .venv too.
$(VENV)/.made-with:
	@command -v $(PYTHON) >/dev/null || { echo '*** $(PYTHON) is not installed; set PYTHON=' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo '*** tobfit needs Python 3.11 or later; set PYTHON=' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	    { echo '*** $(PYTHON) cannot make virtual environments; install its venv package (Debian, Ubuntu: python3-venv)' >&2; exit 1; }
	@printf '=== virtual environment in %s ===\n' '$(VENV)'
	@base=$$($(PYTHON) -c 'import sys; print(getattr(sys, "_base_executable", "") or sys.executable)') && \
	    rm -rf $(VENV) && "$$base" -m venv $(VENV)
	@printf '%s\n' '$(strip $(VENV_WANT))' > $@

$(VENV)/.installed: pyproject.toml $(VENV)/.made-with
	@printf '=== installing tobfit ===\n'
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-%: pyproject.toml $(VENV)/.made-with
	@printf '=== installing tobfit[%s] ===\n' '$*'
	@$(PIP) -e '.[$*]'
	@touch $(VENV)/.installed $@
