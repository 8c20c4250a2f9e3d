# The doors. Each sets up what it needs in .venv; nothing but python3 (3.11 or newer) is assumed; style of the pages needs Node.js.
.DEFAULT_GOAL := help
.PHONY: help setup demo demo-files demo-database serve assets test lint bench docs clean

BIN := .venv/bin
TESTS := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest  # what a worker compiled need not be compiled by the next
IN_DEMO := env -u DATABASE_URL DIGUAN_DATA=demo/data $(BIN)/diguan

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## make .venv with everything that tests, lint and docs need
	@.ci/prepare dev

demo: ## a whole synthetic county through the main job, one township's check list, and the county in a database with accounts
	@.ci/prepare run
	@rm -rf demo
	$(BIN)/diguan synth --out demo/county
	@$(MAKE) --no-print-directory --jobs=2 demo-files demo-database  # side by side, for the time of the longer one
	@cat demo/database.log
	$(IN_DEMO) accounts demonstration
	@echo "网页 / pages: make serve"

demo-files: # the main job over the files
	$(BIN)/diguan screen demo/county/exports/*.xlsx --residents demo/county/residents.csv \
	  --roster health_insurance=demo/county/rosters/health_insurance.csv --roster education=demo/county/rosters/education.xlsx \
	  --standard cn-two-assurances --as-of 2019-06-30 --confirm poverty_line=3218@demonstration \
	  --confirm relocation_area_per_head=25@demonstration --confirm microloan_ceiling=50000@demonstration \
	  --out demo/result || [ $$? -eq 1 ]  # 1: done, with rejected rows, which the synthetic county has planted
	$(BIN)/diguan visits demo/result --village 152221106201 --limit 480 --out demo/visits
	$(BIN)/diguan check demo/county/exports/*.xlsx --residents demo/county/residents.csv --standard cn-consistency-pastoral \
	  --as-of 2019-06-30 --region 科尔沁镇 --out demo/checks || [ $$? -eq 1 ]  # one township, compared with the whole county

demo-database: # the same county stored in the embedded database, and a round there; what it says waits in a file
	@{ { $(IN_DEMO) load demo/county/exports/*.xlsx --residents demo/county/residents.csv \
	  --roster health_insurance=demo/county/rosters/health_insurance.csv --roster education=demo/county/rosters/education.xlsx \
	  --as-of 2019-06-30 --rejected demo/data-rejected.xlsx || [ $$? -eq 1 ]; } && \
	  { $(IN_DEMO) posts import demo/county/posts/*.xlsx --region 15 --rejected demo/posts-rejected.xlsx || [ $$? -eq 1 ]; } && \
	  $(IN_DEMO) rounds run --region 152221 --standard cn-two-assurances --as-of 2019-06-30 \
	  --confirm poverty_line=3218@demonstration --confirm relocation_area_per_head=25@demonstration \
	  --confirm microloan_ceiling=50000@demonstration; } > demo/database.log 2>&1 || { cat demo/database.log; exit 1; }

assets: ## style and scripts of the pages, bundled from npm (needs Node.js 18)
	@.ci/assets

serve: ## the pages at this machine: over the demonstration where there is one (make demo), else over diguan-data
	@.ci/prepare run
	@.ci/assets || true  # its words say that the pages then have no style
	@if [ -z "$$DIGUAN_DATA$$DATABASE_URL" ] && [ -f demo/data/registry.sqlite3 ]; then $(IN_DEMO) serve; else $(BIN)/diguan serve; fi

test: setup lint docs ## everything: lint, the documentation, all tests
	@.ci/browser
	@.ci/assets || true  # its words say what is then skipped
	@$(BIN)/python -m compileall -q src  # many tests begin commands in processes of their own: each would compile it again
	$(TESTS) -n auto --dist worksteal
# without autovacuum: it would find tables of uncommitted tests empty, and plans made for empty tables can take hours over a county
	.ci/postgres -o autovacuum=off $(TESTS) -n auto --dist worksteal --database-alone tests/domain tests/config tests/tasks tests/web tests/rest  # the server's other database

lint: setup ## style, types, the order of the house
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m tests.architecture.sizes

bench: setup ## every bar with its ratio, measured side by side
	if command -v pg_virtualenv >/dev/null; then .ci/postgres $(BIN)/python -m benchmarks; else $(BIN)/python -m benchmarks; fi

docs: setup ## the documentation site into site/, offline; a broken link or a missing page fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

clean: ## remove what the doors above made; .venv stays
	rm -rf demo site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
