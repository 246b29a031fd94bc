#!/usr/bin/env bash
# Installs what is needed, builds, and runs every check and every test. Ends with one clear line and the exit code for it.
#
#   bash packaging/test.sh                 everything
#   bash packaging/test.sh STAGE...        only these: setup clients scripts format build package test headless sanitizers threads
#                                          fuzz tidy
set -u
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$project_root" || exit 1

all=(setup clients scripts format build package test headless sanitizers threads fuzz tidy)
# For the thread sanitizer: of the gateway those tests that have most going on at once.
threaded=(tst_gateway_{exchange,changes,streaming,limits,faults,time,network,resolver,rules,approvals})
stages=("${all[@]}")
if [ $# -gt 0 ]; then
    stages=("$@")
fi
for stage in "${stages[@]}"; do
    case " ${all[*]} " in
        *" $stage "*) ;;
        *)
            echo "usage: bash packaging/test.sh [${all[*]}]" >&2
            exit 2
            ;;
    esac
done

jobs=$(jobs_wanted)
# A test that hangs is ended by its own limit; nothing here asks anything.
ctest_of() {
    local preset=$1
    shift
    QT_QPA_PLATFORM=offscreen ctest --test-dir "build/$preset" --output-on-failure --no-tests=error -j "$jobs" "$@"
}

# The Debian package holds what an installation needs, and depends on what the linker cannot see.
check_package() {
    local package=build/release/package contents file
    rm -rf "$package"
    (cd build/release && cpack -G DEB -B "$project_root/$package" >"$project_root/build/package.log" 2>&1) || {
        cat build/package.log
        return 1
    }
    contents=$(dpkg-deb --fsys-tarfile "$package"/*.deb | tar -t) || return 1
    for file in bin/keysluice share/applications/org.keysluice.Keysluice.desktop share/doc/keysluice/copyright \
        share/metainfo/org.keysluice.Keysluice.metainfo.xml share/icons/hicolor/scalable/apps/keysluice.svg \
        share/man/man1/keysluice.1.gz share/bash-completion/completions/keysluice share/zsh/vendor-completions/_keysluice \
        share/fish/vendor_completions.d/keysluice.fish; do
        grep -qx "./usr/$file" <<<"$contents" || { complain "the package lacks $file" && return 1; }
    done
    for file in libqt6sql6-sqlite libsecret-1-0 ca-certificates libqt6svg6; do
        dpkg-deb --field "$package"/*.deb Depends | grep -q "$file" || { complain "the package does not depend on $file" && return 1; }
    done
    say "package: $(basename "$package"/*.deb)"
}

run_stage() {
    case $1 in
        setup) bash packaging/setup.sh --test ;;
        clients) bash packaging/setup-clients.sh ;;
        scripts) bash packaging/lint.sh scripts ;;
        format) bash packaging/lint.sh format ;;
        build) configure_preset release -DKEYSLUICE_TESTS=ON && build_preset release ;;
        package) check_package ;;
        test) ctest_of release ;;
        headless)
            configure_preset headless -DKEYSLUICE_TESTS=OFF && build_preset headless &&
                ! ldd build/headless/app/keysluice | grep -E 'libQt6(Gui|Widgets)' &&
                build/headless/app/keysluice --version
            ;;
        sanitizers)
            # Without the test of what a build for sanitizers has to give up: its memory is open to a debugger and to siblings.
            configure_preset asan -DKEYSLUICE_UI=OFF && build_preset asan &&
                ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 \
                    UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
                    ctest_of asan -L 'unit|integration' -E '^app_program_protection_test$'
            ;;
        threads)
            configure_preset tsan && build_preset tsan "${threaded[@]}" &&
                TSAN_OPTIONS="suppressions=$project_root/tests/support/thread_sanitizer.supp:halt_on_error=1" \
                    ctest_of tsan -R "^($(IFS='|' && echo "${threaded[*]}"))$"
            ;;
        fuzz) bash packaging/fuzz.sh 20 ;;
        tidy) bash packaging/lint.sh tidy ;;
    esac
}

declare -A took=()
failed=()
started=$SECONDS
for stage in "${stages[@]}"; do
    say "== $stage"
    begun=$SECONDS
    run_stage "$stage" </dev/null || failed+=("$stage")
    took[$stage]=$((SECONDS - begun))
    case " ${failed[*]} " in
        # Nothing that follows makes sense without these.
        *" setup "* | *" build "*) break ;;
    esac
done

echo
for stage in "${stages[@]}"; do
    if [ -n "${took[$stage]:-}" ]; then
        mark=passed
        case " ${failed[*]} " in *" $stage "*) mark=FAILED ;; esac
        printf '  %-12s %4d s  %s\n' "$stage" "${took[$stage]}" "$mark"
    fi
done
total=$((SECONDS - started))
if [ ${#failed[@]} -gt 0 ]; then
    fail "FAILED in ${failed[*]}, after $((total / 60)) min $((total % 60)) s"
fi
say "everything passed, in $((total / 60)) min $((total % 60)) s"
