# Everything runs in .venv, made here from the pins in constraints/. Needs: Python 3.11 to 3.13, make.
#
#   make demo          sample dispatches in, an answer on the terminal, then the site (ONCE=1: and stop)
#   make test          the whole suite; prints what this machine could not run, and why
#   make lint          format, lint, types and layers only
#   make docs          the documentation, with its generated parts brought up to date
#   make bench         the measurements of bench/
#   make pins          write constraints/ again (needs uv)

VENV ?= .venv
RUN := $(VENV)/bin/python
ONCE ?=
ARGS ?=
UPGRADE ?=
GENERATED := docs/reference/*.md docs/explanation/graphs.md
PINS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-annotate --custom-compile-command "make pins" --quiet $(UPGRADE)
PIP := $(RUN) -m pip --disable-pip-version-check --no-input -qq

.PHONY: demo test lint docs bench pins clean
.DEFAULT_GOAL := demo

demo: $(VENV)/run.done
	$(RUN) examples/demo.py $(if $(ONCE),--once)

test: $(VENV)/test.done
	$(RUN) -m pytest -rs --numprocesses auto --dist loadgroup $(ARGS)

lint: $(VENV)/test.done
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

docs: $(VENV)/test.done
	$(RUN) -m cogapp -r -I docs $(GENERATED)
	$(RUN) -m mkdocs build --strict --quiet --site-dir build/docs
	$(RUN) -W ignore docs/_ontology.py build/docs/ontology.html
	@echo "build/docs/index.html"

bench: $(VENV)/test.done
	set -e; for bench in bench/*/run.py; do $(RUN) $$bench $(ARGS); done

pins:
	uv pip compile pyproject.toml --group build $(PINS) --output-file constraints/run.txt
	uv pip compile pyproject.toml --group build --group test --group docs \
	  --constraints constraints/run.txt $(PINS) --output-file constraints/test.txt

clean:
	rm -rf $(VENV) build

# The first Python that fits and can make environments (Debian keeps that in python3-venv).
$(VENV)/made:
	@for python in python3.11 python3.12 python3.13 python3; do \
	  if $$python -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	    2>/dev/null; then test -x $(RUN) || $$python -m venv $(VENV); break; fi; done; \
	if ! test -x $(RUN); then \
	  echo "No Python 3.11, 3.12 or 3.13 with the venv module here (Debian: python3-venv)." >&2; exit 1; fi
	@$(RUN) -m pip --version >/dev/null 2>&1 || $(RUN) -m ensurepip >/dev/null
	@touch $@

# The two locks agree on what they share (test.txt is compiled under run.txt), so either may come first.
$(VENV)/%.done: constraints/%.txt pyproject.toml $(VENV)/made
	@echo "Installing constraints/$*.txt into $(VENV)"
	@$(PIP) install --require-hashes --requirement constraints/$*.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
