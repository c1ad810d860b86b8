venv := .venv/bin/python

.PHONY: brief test check clean

brief:  ## output/brief-<day>.pdf from the sources of briefing.toml, else from seeds/
	@tools/setup
	@$(venv) -m briefing make --pdf

test:  ## the whole test suite
	@tools/setup test
	@$(venv) -m pytest -n auto --dist worksteal

check:  ## lint and types
	@tools/setup test
	@$(venv) -m ruff check .
	@$(venv) -m mypy

clean:  ## caches and builds; .venv and output/ stay
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find briefing tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
