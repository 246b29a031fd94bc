#!/usr/bin/env bash
# The checks that read the sources: bash packaging/lint.sh scripts | format | tidy
# `tidy` needs a configured build (build/release, or the folder named in KEYSLUICE_BUILD) for its compile commands.
set -u
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$project_root" || exit 1

tool() {
    # Formats differ between releases: the one that the files were written with comes first.
    command -v "$1-14" || command -v "$1" || fail "$1 is not installed (bash packaging/setup.sh --test)"
}
sources() { find core vault gateway ui app "$@" \( -name '*.cpp' -o -name '*.h' \) -print0; }

case "${1:-}" in
    scripts)
        shellcheck --external-sources packaging/*.sh packaging/completions/keysluice.bash .ci/run || fail "shellcheck has findings"
        say "scripts: nothing found"
        ;;
    format)
        sources tests | xargs -0 -n 40 "$(tool clang-format)" --dry-run -Werror || fail "clang-format would change files"
        say "format: nothing found"
        ;;
    tidy)
        build=${KEYSLUICE_BUILD:-build/release}
        [ -f "$build/compile_commands.json" ] || fail "$build is not configured"
        checker=$(tool clang-tidy)
        count=$(find core vault gateway ui app -name '*.cpp' | wc -l)
        # Largest first, so that the last one does not run alone. Files that this build does not compile are left out.
        find core vault gateway ui app -name '*.cpp' -printf '%s %p\n' | sort -rn | cut -d' ' -f2- |
            while IFS= read -r file; do
                grep -qF "$project_root/$file\"" "$build/compile_commands.json" && printf '%s\0' "$file"
            done |
            xargs -0 -n 1 -P "$(jobs_wanted)" nice "$checker" --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option 2>"$build/tidy.log" ||
            {
                grep -v 'warnings\? generated\.$\|^Suppressed\|^Use -' "$build/tidy.log" >&2
                fail "clang-tidy has findings"
            }
        say "tidy: nothing found in $count files"
        ;;
    *)
        echo "usage: bash packaging/lint.sh scripts|format|tidy" >&2
        exit 2
        ;;
esac
