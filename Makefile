# One command each: make run, make test, make install. Everything lands in .venv and data/.
PYTHON ?= python3
TORCH_INDEX ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test soak install lock clean
.DEFAULT_GOAL := run

run: install
	@$(BIN)/hoidap corpus samples --if-new
	@exec $(BIN)/hoidap serve

test: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest

# What takes too long for every change: the bot is killed a hundred times, at random moments.
soak: install
	SOAK_DEATHS=100 $(BIN)/pytest tests/bot/test_telegram_crashes.py tests/bot/test_zalo_crashes.py

install: $(STAMP)

$(STAMP): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "error: hoidap needs Python 3.11 or newer, and '$(PYTHON)' is missing or older; name another one: make install PYTHON=python3.12" >&2; exit 7; }
	@echo "Setting up $(VENV) (once; a few minutes, mostly downloading)..."
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "error: '$(PYTHON) -m venv' failed; on Debian and Ubuntu: apt install python3-venv" >&2; exit 7; }
	@if [ -n "$(TORCH_INDEX)" ]; then \
	  $(BIN)/pip install --no-deps --index-url "$(TORCH_INDEX)" -c constraints.txt torch; fi
	$(BIN)/pip install -c constraints.txt -e '.[dev]'
	@touch $@

# The versions now in .venv become the pinned ones.
lock: install
	@{ sed -n '/^#/p' constraints.txt; $(BIN)/pip freeze --all --exclude pip --exclude-editable | sed 's/+[a-z0-9.]*$$//'; } > constraints.txt.tmp
	@mv constraints.txt.tmp constraints.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
