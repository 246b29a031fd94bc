#!/usr/bin/env bash
# Takes the pictures in packaging/screenshots: every page of the window and each state of "Add secret", light and dark, of the
# real application on a screen that nobody sees, with made-up keys and a local provider.
set -u
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bash "$project_root/packaging/setup.sh" --screenshots || exit 1
binary=${KEYSLUICE:-$project_root/build/release/app/keysluice}
if [ ! -x "$binary" ]; then
    configure=()
    [ -f "$project_root/build/release/build.ninja" ] || configure=(-DKEYSLUICE_TESTS=OFF)
    { configure_preset release "${configure[@]}" && build_preset release keysluice; } >/dev/null || fail "could not be built"
fi

desktop=$(mktemp -d)
trap 'rm -rf "$desktop"' EXIT
mkdir -m 700 "$desktop/runtime"
# shellcheck disable=SC2016  # expanded by the inner shell
# A screen, a window manager, a bus with accessibility: the script presses buttons by their accessible names.
env -u WAYLAND_DISPLAY HOME="$desktop" XDG_RUNTIME_DIR="$desktop/runtime" XDG_DATA_HOME="$desktop/data" XDG_CONFIG_HOME="$desktop/config" \
    XDG_CACHE_HOME="$desktop/cache" LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 \
    xvfb-run -a -s "-screen 0 1440x960x24 -nolisten tcp" dbus-run-session -- \
    bash -c 'openbox >/dev/null 2>&1 & manager=$!; "$@"; code=$?; kill $manager; exit $code' _ \
    /usr/bin/python3 "$project_root/packaging/screenshots/take.py" "$binary" "$project_root/packaging/screenshots" ||
    fail "not all pictures could be taken"
say "the pictures are in packaging/screenshots"
