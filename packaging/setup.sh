#!/usr/bin/env bash
# Installs the Debian packages that building, running and (with --test) testing need, and only those that are missing.
# For Debian 12 and Ubuntu 24.04. Asks for nothing: works as root, or with sudo.
set -u
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    echo "usage: bash packaging/setup.sh [--test | --screenshots]"
    echo "  --test          also what the tests need"
    echo "  --screenshots   also what taking pictures of the window needs"
}

lists=(build runtime)
case "${1:-}" in
    "") ;;
    --test) lists+=(test) ;;
    --screenshots) lists+=(screenshots) ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
esac

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
known() { apt-cache show --no-all-versions "$1" >/dev/null 2>&1; }

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    fail "this system has no apt-get; install the packages named in packaging/packages-*.txt by hand"
fi

as_root=()
if [ "$(id -u)" != 0 ]; then
    as_root=(sudo)
fi

# Each entry is a package, or alternatives of which one is enough.
entries=()
for list in "${lists[@]}"; do
    while IFS= read -r line; do
        line=${line%%#*}
        line=${line// /}
        [ -n "$line" ] && entries+=("$line")
    done <"$project_root/packaging/packages-$list.txt"
done

satisfied() {
    local name
    local -a names
    IFS='|' read -ra names <<<"$1"
    for name in "${names[@]}"; do
        installed "$name" && return 0
    done
    return 1
}
missing=()
find_missing() {
    local entry
    missing=()
    for entry in "${entries[@]}"; do
        satisfied "$entry" || missing+=("$entry")
    done
}

find_missing
if [ ${#missing[@]} = 0 ]; then
    say "all ${#entries[@]} packages are there"
    exit 0
fi

if [ ${#as_root[@]} -gt 0 ] && ! command -v sudo >/dev/null; then
    complain "missing: ${missing[*]//|/ or }"
    fail "installing packages needs root, and there is no sudo here: run this script once as root"
fi

say "installing ${#missing[@]} packages: ${missing[*]//|/ or }"
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"; }
apt update || complain "the package lists could not be refreshed; going on with those that are there"

# The distribution decides which of the alternatives it knows.
choose() {
    local name
    local -a names
    IFS='|' read -ra names <<<"$1"
    for name in "${names[@]}"; do
        if known "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    printf '%s\n' "${names[0]}"
}
chosen=()
for entry in "${missing[@]}"; do
    chosen+=("$(choose "$entry")")
done
# All at once is quick; one by one tells which of them is the trouble.
if ! apt install -y --no-install-recommends "${chosen[@]}" >/dev/null; then
    for name in "${chosen[@]}"; do
        installed "$name" || apt install -y --no-install-recommends "$name" >/dev/null
    done
fi

find_missing
if [ ${#missing[@]} -gt 0 ]; then
    fail "could not be installed: ${missing[*]//|/ or }"
fi
say "all ${#entries[@]} packages are there"
