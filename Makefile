# One command each; everything lives in .venv and is pinned by requirements.lock.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo demo-reset test check bench lock docs pictures clean

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv --clear .venv
	@# jieba comes as source only: its build tool is installed first, pinned like everything else
	sed -n '/^setuptools==/,/# via/p' requirements.lock > .venv/build.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .venv/build.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# jionlp unpacks its dictionaries when it is first imported
	$(BIN)/python -c 'import jionlp' >/dev/null
	@touch $@

demo: setup
	$(BIN)/wuailin demo

demo-reset: setup
	$(BIN)/wuailin demo --reset

test: setup
	$(BIN)/python -m pytest -n 2

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/wuailin bench

docs: setup
	$(BIN)/python -m docs.generate

pictures: setup
	$(BIN)/python -m docs.screenshots

lock: setup
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
		--python-version 3.11 --custom-compile-command "make lock" --upgrade --quiet -o requirements.lock

clean:
	rm -rf .venv .demo
