#!/bin/sh
# Gets this folder ready to print: what the system lacks, then the Python packages, in .venv. `make` calls it by itself.
#
#   sh setup.sh         what printing needs
#   sh setup.sh dev     what `make test` and `make lint` need as well
#   sh setup.sh pins    writes constraints.txt anew, with the newest versions that pyproject.toml allows
#
# PYTHON=... names the Python to use. Exit code 4: something is missing that cannot be installed here; it says what to do.
set -eu
cd "$(dirname "$0")"
here=$(pwd -P) purpose=${1:-print} log=build/setup.log
mkdir -p build
: >"$log"

say() { printf '%s\n' "$*"; }

fail() {
    printf '\n%s\n' "$*" >&2
    exit 4
}

# Runs a command without its chatter; if it fails, shows its last words.
quietly() {
    "$@" </dev/null >>"$log" 2>&1 || { tail -n 12 "$log" >&2 && return 1; }
}

# --- which Python ------------------------------------------------------------------------------------------------------

# Prints the first Python that is new enough. On a Mac, Homebrew's comes first: only that one finds Homebrew's libraries.
find_python() {
    set -- python3 python3.14 python3.13 python3.12 python3.11
    [ "$manager" != brew ] || set -- "$(brew --prefix)/bin/python3" "$@"
    [ -z "${PYTHON:-}" ] || set -- "$PYTHON"
    for name; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            say "$name" && return
        fi
    done
}

no_python() {
    fail "Python 3.11 or newer is needed; found here: $("${PYTHON:-python3}" --version 2>&1 || true).
Install one, and say 'make' again:
  Debian 12, Ubuntu 24.04 or newer:  sudo apt-get install python3 python3-venv
  Ubuntu 22.04:                      sudo apt-get install python3.11 python3.11-venv
  Fedora:                            sudo dnf install python3
  Red Hat 9:                         sudo dnf install python3.12
  macOS:                             brew install python
If it lies in an unusual place, name it: make PYTHON=/path/to/python3"
}

# --- what the system lacks ---------------------------------------------------------------------------------------------

manager=none wanted=""
if command -v apt-get >/dev/null; then
    manager=apt
    wanted="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 poppler-utils"
    has() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }
elif command -v dnf >/dev/null; then
    manager=dnf wanted="pango harfbuzz fontconfig poppler-utils"
    has() { rpm -q "$1" >/dev/null 2>&1; }
elif command -v brew >/dev/null; then
    manager=brew wanted="pango harfbuzz fontconfig poppler"
    has() { brew list --versions "$1" >/dev/null 2>&1; }
elif [ "$(uname)" = Darwin ]; then
    fail "Homebrew is needed: it brings what printing needs. Get it from https://brew.sh, and say 'make' again."
fi # On any other system nothing can be installed here; the examination at the end tells what is missing.

reason() {
    case $1 in
    *pango*) say "breaks text into lines" ;;
    *subset*) say "puts only the letters that are used into a PDF: small files, and the same each time" ;;
    *harfbuzz*) say "chooses the right form of each letter" ;;
    *fontconfig*) say "finds the typefaces" ;;
    poppler*) say "measures the inks of finished pages" ;;
    *) say "runs the programs" ;;
    esac
}

python=$(find_python)
missing=""
for package in $wanted; do
    has "$package" || missing="$missing $package"
done
if [ -z "$python" ]; then
    # Installing a Python again does not make it newer; but Homebrew puts a newer one beside the system's.
    if [ -n "${PYTHON:-}" ] || { [ "$manager" != brew ] && command -v python3 >/dev/null; }; then no_python; fi
    case $manager in
    apt) missing="$missing python3 python3-venv" ;;
    dnf) missing="$missing python3" ;;
    brew) missing="$missing python" ;;
    *) no_python ;;
    esac
elif [ "$manager" = apt ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    missing="$missing $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi

if [ -n "$missing" ]; then
    say "This machine lacks some things that are needed here:"
    for package in $missing; do say "  $package: $(reason "$package")"; done
    # A fresh machine has no list of packages yet, and may be busy with updates of its own.
    case $manager in
    apt) command="apt-get update; apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300$missing" ;;
    dnf) command="dnf install -y$missing" ;;
    brew) command="brew install$missing" ;;
    esac
    sudo=""
    if [ "$manager" != brew ] && [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "You may not install programs on this machine. Ask its administrator to run this:
  $command
Then say 'make' again."
        sudo="sudo"
    fi
    say "Installing them${sudo:+ (you may be asked for your password)} ..."
    quietly $sudo env DEBIAN_FRONTEND=noninteractive sh -c "$command" || fail "That did not work. Try it by hand:
  ${sudo:+sudo }sh -c '$command'
Then say 'make' again."
    python=$(find_python)
    [ -n "$python" ] || no_python
fi

# --- the Python packages -----------------------------------------------------------------------------------------------

if [ "$purpose" = pins ]; then
    say "Looking for the newest versions ..."
    rm -rf build/pins && "$python" -m venv build/pins
    quietly build/pins/bin/python -m pip install --disable-pip-version-check -q -U setuptools -e '.[dev]'
    build/pins/bin/python -m pip freeze --all --exclude pip --exclude-editable >build/pins.txt
    { say "# The exact version of every package; 'make pins' writes this file anew." && LC_ALL=C sort -f build/pins.txt; } >constraints.txt
    rm -rf build/pins build/pins.txt
    say "constraints.txt: $(grep -c == constraints.txt) packages"
    exit
fi

# The stamp is written last. Without it, or for another folder or Python, what lies in .venv is not trusted.
if [ "$(cat .venv/ready 2>/dev/null)" != "$here" ] || [ "$(.venv/bin/python -V 2>&1)" != "$("$python" -V)" ]; then
    rm -rf .venv
    quietly "$python" -m venv .venv || fail "The folder .venv, for the Python packages, could not be made."
fi
rm -f .venv/ready .venv/ready-dev
extras="" what="the Python packages that print"
[ "$purpose" = print ] || extras="[dev]" what="the Python packages that test"
say "Fetching $what, into the folder .venv; this takes a minute ..."
# By the environment, so that what builds a package is pinned too; by a relative path, since pip splits it at spaces.
export PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt
quietly .venv/bin/python -m pip install --disable-pip-version-check -q -e ".$extras" ||
    fail "The Python packages could not be fetched (all that was said is in $log).
Is this machine connected to the internet? If it is, say 'make' again in a while."
quietly .venv/bin/brochure doctor || fail "Something is still missing on this machine: see BAD above."
say "$here" >.venv/ready
[ "$purpose" = print ] || : >.venv/ready-dev
say "Ready."
