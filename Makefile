# Everything this project needs starts here, from nothing but python3 (3.11 to 3.13) and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.run-$(shell cat requirements/run.txt pyproject.toml | cksum | cut -d' ' -f1)
TEST   := $(VENV)/.test-$(shell cat requirements/test.txt pyproject.toml | cksum | cut -d' ' -f1)
BENCH  := $(VENV)/.bench-$(shell cat requirements/bench.txt pyproject.toml | cksum | cut -d' ' -f1)
WEB    := src/desirepath/server/static/web/.vite/manifest.json
NPM    := web/node_modules/.installed
SAID   := docs/reference/openapi.json
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help demo test lint unit docs web web-check bench soak reference lock clean

help: ## what there is to type
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN) $(WEB) ## two made-up companies in one workspace, served on http://127.0.0.1:8700
	@$(BIN)/desirepath demo --into demo --serve

test: lint web-check unit docs ## everything that must hold: style, types, layers, unit, property, golden, browser, docs

lint: $(TEST)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

unit: $(TEST)
	@tools/chromium
	@$(BIN)/pytest -n auto --dist loadfile

docs: $(TEST) ## build the documentation into docs/_build/html
	@$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html
	@echo "docs: docs/_build/html/index.html"

web: $(WEB) ## build the pages in the browser (React, TypeScript) into the server's static files

web-check: $(WEB)
	@cd web && PATH="$$(../tools/node):$$PATH" npm run --silent check

$(NPM): web/package-lock.json web/package.json web/.npmrc $(RUN)
	@echo "adding what the pages are built with (once)"
	@cd web && PATH="$$(../tools/node):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

$(WEB): $(NPM) $(SAID) $(shell find web/src web/*.ts web/*.json -type f -not -path '*/generated/*')
	@cd web && PATH="$$(../tools/node):$$PATH" && npm run --silent client && npm run --silent build
	@touch $@

bench: $(BENCH) ## time the main job beside the machine's own limit; writes bench/RESULTS.md
	@$(BIN)/python -m bench.run

soak: $(TEST) ## the laws on many more random worlds (minutes); writes bench/SOAK.md
	@$(BIN)/python -m bench.soak

reference: $(TEST) ## write the generated reference pages and schemas anew
	@$(BIN)/python -m docs.reference_pages

lock: $(TEST) ## renew requirements/*.txt (needs the network)
	@tools/lock

clean: ## remove everything that was built
	rm -rf $(VENV) demo dist build docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	    web/node_modules web/src/api/generated src/desirepath/server/static/web

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Desirepath needs Python 3.11 to 3.13; {sys.executable} is {v[0]}.{v[1]}. Say which to use: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(RUN): $(BIN)/python
	@echo "setting up $(VENV) (once; about a minute)"
	@$(PIP) install -qq --require-hashes --requirement requirements/run.txt
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.run-*; touch $@

$(TEST): $(RUN)
	@echo "adding what the tests need (once)"
	@$(PIP) install -qq --require-hashes --requirement requirements/test.txt
	@rm -f $(VENV)/.test-*; touch $@

$(BENCH): $(TEST)
	@echo "adding what others would use instead, to time beside us (once)"
	@$(PIP) install -qq --require-hashes --requirement requirements/bench.txt
	@rm -f $(VENV)/.bench-*; touch $@
