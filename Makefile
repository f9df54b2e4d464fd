# Each target does all of its own set-up: the environment in .venv, the package, missing system libraries.
# PYTHON=/path/to/python chooses the Python, TEST_JOBS=4 the number of test processes.

# Three on two cores: the tests wait for sockets and other processes half of their time.
TEST_JOBS ?= 3
VENV := .venv/bin
PY := $(VENV)/python
CODE := layers_desktop tests packaging

# Hundreds of processes start in the tests: without this each would compile the program, and each test process the tests.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench speech shots pictures icons translations package install-desktop uninstall-desktop \
	clean run-libraries test-libraries

help:
	@echo "make demo     the window on the built-in sandbox: no account, sample media at hand"
	@echo "make test     everything that must hold: style, types, import rules, tests with coverage"
	@echo "make check    style, types and import rules alone"
	@echo "make format   put the code into its style"
	@echo "make bench    the measurements: memory, frame times, start, large drops"
	@echo "make speech   what Orca 48 says of the window, in build/speech.txt (as root: it gets a Debian of its own)"
	@echo "make shots    pictures of every state of the window, in build/shots/"
	@echo "make pictures those of README and guide, out of make shots"
	@echo "make icons    the program's icon in all sizes and formats, in build/icons/"
	@echo "make translations  the .ts files follow the source, the .qm files follow them"
	@echo "make package  the wheel, in dist/"
	@echo "make install-desktop    this checkout in the desktop's menu, with its icon (Linux); uninstall-desktop: out of it"
	@echo "make clean    remove everything that make made"

# System libraries come first: what only an administrator can mend is said before minutes of downloads.
demo: run-libraries .venv/.installed-run
	@$(PY) -m layers_desktop demo

test: test-libraries check
	@$(PY) -m pytest -n $(TEST_JOBS) --cov --cov-report=term

check: .venv/.installed-dev
	@$(VENV)/ruff check $(CODE)
	@$(VENV)/ruff format --check $(CODE)
	@$(VENV)/mypy
	@$(VENV)/lint-imports

format: .venv/.installed-dev
	@$(VENV)/ruff check --fix $(CODE)
	@$(VENV)/ruff format $(CODE)

bench: test-libraries .venv/.installed-dev
	@$(PY) -m pytest tests/benchmarks -o python_files="bench_*.py" -n 0 -p no:cacheprovider -q -s

speech: test-libraries .venv/.installed-dev
	@tests/e2e/speech/orca_root.sh build/orca
	@$(PY) -m tests.e2e.speech --root build/orca --out build/speech.txt
	@cat build/speech.txt

shots: test-libraries .venv/.installed-dev
	@rm -rf build/shots
	@$(PY) -m tests.screenshots --out build/shots

pictures: shots
	@$(PY) -m tests.screenshots.guide build/shots docs/images

icons: run-libraries .venv/.installed-dev
	@$(PY) packaging/icons/build.py

translations: .venv/.installed-dev
	@$(PY) packaging/translations/update.py

package: .venv/.installed-dev
	@rm -rf build dist
	@$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@ls dist

install-desktop: run-libraries .venv/.installed-run
	@$(PY) packaging/linux/desktop_entry.py install

uninstall-desktop:
	@$(or $(PYTHON),python3) packaging/linux/desktop_entry.py uninstall

clean:
	@rm -rf .venv build dist .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The demo needs the program alone; the tools for development are several times its size.
.venv/.installed-run: pyproject.toml constraints.txt
	@packaging/make-venv.sh
	@echo "Installing the program into .venv" >&2
	@packaging/install.sh --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml constraints.txt
	@packaging/make-venv.sh
	@echo "Installing the program and its development tools into .venv" >&2
	@packaging/install.sh --editable '.[dev]'
	@touch .venv/.installed-run $@

run-libraries:
	@packaging/linux/system-libraries.sh

test-libraries:
	@packaging/linux/system-libraries.sh --tests
