# Samvad. `make run` starts everything, `make test` checks everything; both set up what is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.setup
.DEFAULT_GOAL := help
.PHONY: help setup run test lint format messages schema screenshots benchmarks chaos clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(SETUP) ## Install what Samvad needs into .venv and node_modules
	@:

$(SETUP): requirements.txt requirements-dev.txt package.json package-lock.json scripts/setup.py
	@$(PYTHON) scripts/setup.py

run: setup ## Start Samvad (PORT=8000) and print the address and the demo logins
	@exec $(BIN)/python -m config.supervisor

test: setup lint ## Run every check and every test (ARGS="-k release" chooses)
	@$(BIN)/python scripts/browser.py
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

lint: setup ## Check style, import direction, migrations, messages and the API document
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@SAMVAD_ENV=test $(BIN)/python manage.py makemigrations --check --dry-run --skip-checks
	@SAMVAD_ENV=test $(BIN)/python manage.py messages check

format: setup ## Bring the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: setup ## Collect the texts into locale/hi and compile the catalogue
	@$(BIN)/python manage.py messages update

schema: setup ## Write the API document, docs/openapi.yaml
	@$(BIN)/python manage.py spectacular --lang en --validate --fail-on-warn --file docs/openapi.yaml

screenshots: setup ## Take the pictures of README.md anew, in docs/pictures
	@$(BIN)/python scripts/browser.py
	@$(BIN)/python -m pytest tests/journeys/test_tour.py --pictures docs/pictures -k "not every_page and not dark"

benchmarks: setup ## Run the benchmarks and print their ratios
	@$(BIN)/python -m benchmarks

chaos: setup ## Kill every part with -9 while 30,000 messages go out, and print what was lost (SEED=1)
	@$(BIN)/python -m scripts.chaos --seed $(or $(SEED),1)

clean: ## Remove what was set up (data under .samvad stays)
	@rm -rf $(VENV) node_modules
