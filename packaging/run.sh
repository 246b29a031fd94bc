#!/usr/bin/env bash
# Installs what is needed, builds, and starts Keysluice. What is there already is not done again.
#
#   bash packaging/run.sh [OPTIONS OF KEYSLUICE]     e.g. --data-dir DIR --passphrase-file FILE --port 0
#
# Without a display the gateway is started without a window. Runs until it is closed or interrupted.
set -u
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

binary=$project_root/build/release/app/keysluice
bash "$project_root/packaging/setup.sh" || exit 1
if [ ! -x "$binary" ]; then
    say "building (some minutes, once)"
fi
log=$project_root/build/run.log
mkdir -p "$project_root/build"
# The tests are not needed to run, and take the longest; a tree that was configured for them is left as it is.
configure=()
[ -f "$project_root/build/release/build.ninja" ] || configure=(-DKEYSLUICE_TESTS=OFF)
if ! { configure_preset release "${configure[@]}" && build_preset release keysluice; } >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    fail "could not be built; the whole output is in $log"
fi
say "built: $binary"

if [ -n "${WAYLAND_DISPLAY:-}" ] || [ -n "${DISPLAY:-}" ]; then
    say "opening the window"
    "$binary" "$@"
    code=$?
    [ $code = 0 ] || fail "Keysluice ended with code $code"
    say "Keysluice was closed"
    exit 0
fi

say "there is no display: starting the gateway without a window (stop it with Ctrl+C)"
# Only the application decides how a new vault is protected; what it chose is read back from the data directory.
data=${XDG_DATA_HOME:-$HOME/.local/share}/keysluice
given=
previous=
for argument in "$@"; do
    case $previous in
        --data-dir) data=$argument ;;
        --passphrase-file | --passphrase-fd | --key-file) given=$previous ;;
    esac
    previous=$argument
done
if [ -z "$given" ] && [ ! -e "$data/vault.db" ]; then
    say "no passphrase was given: where there is no keychain either, the vault's key is put into a file in $data"
    say "that protects the vault when it is copied without this file, and from other users of this computer;"
    say "it does not protect from programs that run as you, nor from whoever gets the whole folder or disk"
fi
"$binary" serve --create "$@" &
gateway=$!
trap 'kill -TERM $gateway 2>/dev/null' INT TERM
wait $gateway
code=$?
# A signal interrupts `wait`; the gateway still drains what is running.
while kill -0 $gateway 2>/dev/null; do
    wait $gateway
    code=$?
done
trap - INT TERM
[ $code = 0 ] || fail "the gateway ended with code $code"
say "the gateway has stopped"
