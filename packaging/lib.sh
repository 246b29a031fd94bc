# shellcheck shell=bash
# Shared by the scripts of this folder: where things are, and how they speak.

project_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export project_root

say() { printf 'keysluice: %s\n' "$*"; }
complain() { printf 'keysluice: %s\n' "$*" >&2; }
fail() {
    complain "$*"
    exit 1
}

# Processor time must be shared with the person at the desk: builds run with the lowest priority that still finishes.
jobs_wanted() { printf '%s\n' "${KEYSLUICE_JOBS:-$(nproc 2>/dev/null || echo 2)}"; }

# build_preset PRESET [cmake arguments]: configures once, builds what changed.
build_preset() {
    local preset=$1
    shift
    if [ ! -f "$project_root/build/$preset/build.ninja" ] || [ $# -gt 0 ]; then
        (cd "$project_root" && cmake --preset "$preset" "$@") || return 1
    fi
    cmake --build "$project_root/build/$preset" -j "$(jobs_wanted)"
}
