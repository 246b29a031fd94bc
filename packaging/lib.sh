# shellcheck shell=bash
# Shared by the scripts of this folder: where things are, and how they speak.

project_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export project_root
# A compiler cache, where there is one, serves every checkout and every preset with the same flags.
export CCACHE_BASEDIR=$project_root CCACHE_NOHASHDIR=true

say() { printf 'keysluice: %s\n' "$*"; }
complain() { printf 'keysluice: %s\n' "$*" >&2; }
fail() {
    complain "$*"
    exit 1
}

jobs_wanted() { printf '%s\n' "${KEYSLUICE_JOBS:-$(nproc 2>/dev/null || echo 2)}"; }

# configure_preset PRESET [cmake arguments]: always when arguments are given, otherwise once.
configure_preset() {
    local preset=$1
    shift
    if [ ! -f "$project_root/build/$preset/build.ninja" ] || [ $# -gt 0 ]; then
        (cd "$project_root" && cmake --preset "$preset" "$@")
    fi
}

# build_preset PRESET [targets]: what changed, or nothing.
build_preset() {
    local preset=$1
    shift
    cmake --build "$project_root/build/$preset" -j "$(jobs_wanted)" ${1:+--target "$@"}
}
