#!/usr/bin/env bash
# Takes pictures of every page of the window and each state of "Add secret", light and dark, on a screen that nobody sees.
#
#   bash packaging/screenshots.sh                 those in packaging/screenshots: the widgets of the window over made-up data,
#                                                 the same at every run
#   bash packaging/screenshots.sh --live [DIR]    those in packaging/screenshots/window, or into DIR: the running application,
#                                                 with made-up keys and a local provider
set -u
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

live=
case ${1:-} in
    "") ;;
    --live)
        live=${2:-$project_root/packaging/screenshots/window}
        mkdir -p "$live"
        ;;
    *) fail "usage: bash packaging/screenshots.sh [--live [DIR]]" ;;
esac
bash "$project_root/packaging/setup.sh" --test || exit 1
bash "$project_root/packaging/setup.sh" --screenshots || exit 1
target=${live:+keysluice}
{ configure_preset dev && build_preset dev "${target:-gallery}"; } >/dev/null || fail "could not be built"

desktop=$(mktemp -d)
trap 'rm -rf "$desktop"' EXIT
mkdir -m 700 "$desktop/runtime"
on_a_screen() {
    env -u WAYLAND_DISPLAY HOME="$desktop" XDG_RUNTIME_DIR="$desktop/runtime" XDG_DATA_HOME="$desktop/data" \
        XDG_CONFIG_HOME="$desktop/config" XDG_CACHE_HOME="$desktop/cache" LANG=C.UTF-8 TZ=UTC PYTHONDONTWRITEBYTECODE=1 \
        xvfb-run -a -s "-screen 0 1440x960x24 -nolisten tcp" "$@"
}

# 256 colours are enough for a window without photographs, and a quarter of the size.
keep_picture() { convert "$1" -strip -colors 256 "png8:$2"; }

if [ -n "$live" ]; then
    mkdir "$desktop/taken"
    # A window manager and a bus with accessibility: the script presses buttons by their accessible names.
    # shellcheck disable=SC2016  # expanded by the inner shell
    on_a_screen dbus-run-session -- \
        bash -c 'openbox >/dev/null 2>&1 & manager=$!; "$@"; code=$?; kill $manager; exit $code' _ \
        /usr/bin/python3 "$project_root/packaging/screenshots/take.py" "$project_root/build/dev/app/keysluice" "$desktop/taken" ||
        fail "not all pictures could be taken"
    for picture in "$desktop"/taken/*.png; do
        keep_picture "$picture" "$live/$(basename "$picture")"
    done
    say "the pictures are in $live"
    exit 0
fi
for look in light dark; do
    mkdir -p "$desktop/$look"
    on_a_screen "$project_root/build/dev/tests/ui/gallery/gallery" --appearance "$look" --out "$desktop/$look" >/dev/null ||
        fail "not all pictures could be taken"
    for picture in "$desktop/$look"/*.png; do
        keep_picture "$picture" "$project_root/packaging/screenshots/$(basename "$picture" .png)-$look.png"
    done
done
say "the pictures are in packaging/screenshots"
