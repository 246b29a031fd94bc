#!/usr/bin/env bash
# Long runs against the built program: builds what it needs and says how it went.
#
#   bash tests/soak/run.sh connections [IDLE STREAMS]   release build; 2000 and 200
#   bash tests/soak/run.sh faults [REQUESTS]            address and leak sanitizer; 100000
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

case ${1:-} in
    connections) preset=release ;;
    faults) preset=asan ;;
    *)
        sed -n '2,5p' "$0" >&2
        exit 2
        ;;
esac
name=$1
shift
cmake --preset "$preset" -DKEYSLUICE_UI=OFF -DKEYSLUICE_TESTS=ON >/dev/null
cmake --build "build/$preset" --target "soak_$name" keysluice
# What was freed is kept for a while, to catch who still uses it: less of it, so that growth shows.
ASAN_OPTIONS=detect_leaks=1:quarantine_size_mb=32 "build/$preset/tests/soak/soak_$name" "$@"
