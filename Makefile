# `make site` and `make test` set up everything they need in .venv; a second run installs nothing.

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help site test torture serve check audit shapes lock words screenshots quality fonts clean

help: ## Show what there is to make
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

site: $(VENV)/.site ## Build the site into public/
	$(RUN) -m generator build

serve: $(VENV)/.site ## Show the site, drafts included, while it is edited
	$(RUN) -m generator serve --open

test: $(VENV)/.dev ## Run the tests
	$(RUN) -m pytest

torture: $(VENV)/.dev ## The same at full length: every fault, 1,500 edits, 100,000 readers (about an hour)
	TORTURE=1 $(RUN) -m pytest

check: $(VENV)/.dev ## Lint, types, and the checks of the content
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(RUN) -m generator check

audit: $(VENV)/.dev ## List the packages' licences, and their known weaknesses where a registry answers
	$(RUN) docs/audit.py

words: $(VENV)/.dev ## Bring the catalogues of words up to date with the templates
	$(RUN) docs/words.py

screenshots: $(VENV)/.dev ## Take the pictures of the README anew (needs chromium)
	$(RUN) docs/screenshots.py

quality: $(VENV)/.dev ## Valid HTML and Lighthouse, measured (needs chromium, npm, Java)
	$(RUN) benchmarks/quality.py

shapes: $(VENV)/.dev ## Make the shapes of the locator maps anew (needs npm)
	mkdir -p .cache && cd .cache && npm pack --silent world-atlas@2.0.2 i18n-iso-countries@7.14.0
	$(RUN) docs/shapes.py .cache/world-atlas-2.0.2.tgz .cache/i18n-iso-countries-7.14.0.tgz

fonts: $(VENV)/bin/python ## Make the fonts of the cards anew (needs npm, and Debian's fonts-noto-cjk)
	mkdir -p .cache/fonts && cd .cache/fonts && npm pack --silent $(FONTS)
	$(RUN) -m pip install --quiet --target .cache/fonts/tools fonttools==4.68.0
	PYTHONPATH=.cache/fonts/tools $(RUN) docs/fonts.py .cache/fonts/*.tgz $(CJK)

FONTS := $(addprefix @expo-google-fonts/,noto-serif@0.4.2 noto-sans@0.4.2 \
         noto-naskh-arabic@0.4.5 noto-serif-hebrew@0.4.2)
CJK   := /usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc

lock: ## Renew the locked dependencies (needs uv)
	uv pip compile --upgrade $(LOCK) --extra search pyproject.toml -o requirements.txt
	uv pip compile --upgrade $(LOCK) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

LOCK := --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-annotate --no-header --python-version 3.11

clean: ## Remove what can be made again
	rm -rf $(VENV) .cache public preview

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements.txt | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.site
