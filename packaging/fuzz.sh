#!/usr/bin/env bash
# Runs fuzz targets, as many at once as there are processors. What one finds is kept, and named at the end.
#
#   bash packaging/fuzz.sh                    every target for 20 s
#   bash packaging/fuzz.sh SECONDS TARGET...  these, that long
#
# Needs the preset `fuzz`: it is configured and built here. Interesting inputs gather in build/fuzz/corpus.
set -u
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$project_root" || exit 1

# One target, in a process of its own: fuzz.sh --one SECONDS TARGET
run_one() {
    local seconds=$1 name=$2
    local finds=build/fuzz/finds/$name gathered=build/fuzz/corpus/$name log=build/fuzz/$name.log
    local words=tests/fuzz/$name.dict
    [ -f "$words" ] || words=tests/fuzz/http.dict
    rm -rf "$finds"
    mkdir -p "$finds" "$gathered"
    if nice "build/fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=4096 \
        -dict="$words" -print_final_stats=1 -artifact_prefix="$finds/" "$gathered" "tests/fuzz/corpus/$name" \
        </dev/null >"$log" 2>&1; then
        say "fuzz: $name: nothing found, $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions"
        return 0
    fi
    grep -E 'contradiction|ERROR|SUMMARY|runtime error|timeout|out-of-memory' "$log" >&2 || tail -n 20 "$log" >&2
    complain "fuzz: $name: FAILED on $(find "$finds" -type f | head -n 1) (see $log)"
    return 1
}

if [ "${1:-}" = --one ]; then
    run_one "$2" "$3"
    exit
fi
case "${1:-20}" in
    *[!0-9]*)
        echo "usage: bash packaging/fuzz.sh [SECONDS [TARGET...]]" >&2
        exit 2
        ;;
esac
seconds=${1:-20}
[ $# -eq 0 ] || shift
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
    mapfile -t targets < <(find tests/fuzz/corpus -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
fi

compiler=()
if ! command -v clang++-14 >/dev/null; then
    compiler=(-DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++)
fi
if ! configure_preset fuzz "${compiler[@]}" || ! build_preset fuzz fuzz_targets; then
    fail "the fuzz targets do not build"
fi
printf '%s\0' "${targets[@]}" | xargs -0 -n 1 -P "$(jobs_wanted)" bash packaging/fuzz.sh --one "$seconds" ||
    fail "fuzzing found something"
