#!/usr/bin/env bash
# Shows in a minute, without an account, what Keysluice does: a local server plays api.anthropic.com, a made-up key goes into a
# new vault, and curl asks a question through the gateway. Everything happens in a temporary folder that is removed afterwards.
set -eu
# shellcheck source=packaging/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

binary=${KEYSLUICE:-$project_root/build/release/app/keysluice}
if [ ! -x "$binary" ]; then
    bash "$project_root/packaging/setup.sh"
    say "building (some minutes, once)"
    configure=()
    [ -f "$project_root/build/release/build.ninja" ] || configure=(-DKEYSLUICE_TESTS=OFF)
    configure_preset release "${configure[@]}" >/dev/null
    build_preset release keysluice >/dev/null
fi
for tool in python3 openssl curl; do
    command -v $tool >/dev/null || fail "the demonstration needs $tool (apt-get install $tool)"
done

folder=$(mktemp -d)
started=()
finish() {
    local code=$?
    trap - EXIT
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$folder"
    [ $code = 0 ] || complain "the demonstration failed; the temporary folder was removed"
    exit $code
}
trap finish EXIT
trap 'exit 130' INT TERM

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
mask() { sed -E 's/(sk-ant-api03-[A-Za-z]{12,18})[A-Za-z0-9_-]*/\1…/g'; }
umask 077
mkdir "$folder/home" "$folder/provider"
key=sk-ant-api03-DemoKeyNotReal$(head -c 64 /dev/urandom | base64 -w0 | tr -dc 'A-Za-z0-9' | head -c 70)AA
head -c 18 /dev/urandom | base64 >"$folder/passphrase"
keysluice() { HOME=$folder/home "$binary" --data-dir "$folder/data" "$@"; }
proven() { keysluice --passphrase-file "$folder/passphrase" "$@"; }
# first_line FILE PID: waits until a program has said where it listens.
first_line() {
    local waited
    for ((waited = 0; waited < 300; waited++)); do
        if [ -s "$1" ]; then
            head -n 1 "$1"
            return
        fi
        kill -0 "$2" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}
field() { sed -E 's/.*"'"$1"'": ?"?([^",}]*).*/\1/'; }

step "1. A local server that plays api.anthropic.com. It takes one key only, and writes down what it receives."
PYTHONDONTWRITEBYTECODE=1 python3 "$project_root/tests/clients/provider.py" --folder "$folder/provider" --anthropic-key "$key" \
    --text "Hello. Your agent never saw the key." >"$folder/provider.json" &
started+=($!)
provider=$(first_line "$folder/provider.json" $!)
port=$(field port <<<"$provider")
echo "   it listens at 127.0.0.1:$port"

step "2. A new vault, a made-up key in it, and an agent that may use it."
proven init >/dev/null
printf %s "$key" | proven secret add --provider anthropic --name demo --no-verify
proven agent add curl-agent >/dev/null 2>&1
proven secret list | mask

step "3. The gateway."
# Not through the function above: the process itself must be known, to end it.
HOME=$folder/home "$binary" --data-dir "$folder/data" --passphrase-file "$folder/passphrase" serve --port 0 --json --resolve "api.anthropic.com:443:127.0.0.1:$port" \
    --upstream-ca "$folder/provider/ca.pem" --allow-private-destinations >"$folder/gateway.json" 2>"$folder/gateway.log" &
started+=($!)
gateway=$(first_line "$folder/gateway.json" $!) || fail "the gateway did not start: $(cat "$folder/gateway.log")"
echo "   it listens at $(field address <<<"$gateway")"

step "4. An agent, started with \`keysluice run\`, asks a question with the key that it finds in its environment."
cat >"$folder/agent.sh" <<'AGENT'
printf '{"model":"claude-sonnet-4-6","max_tokens":64,"messages":[{"role":"user","content":"Hello"}]}' |
    curl --silent --show-error --verbose --data-binary @- -H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01" \
        -H "content-type: application/json" https://api.anthropic.com/v1/messages 2>sent
AGENT
answer=$(cd "$folder/home" && keysluice run --agent curl-agent -- bash "$folder/agent.sh")
echo "   the answer:             $(sed -E 's/.*"text": ?"([^"]*)".*/\1/' <<<"$answer")"

step "5. What each side saw."
sent=$(grep -i '^> x-api-key:' "$folder/home/sent" | tr -d '\r' | sed 's/^> //')
received=$(python3 - "$folder/provider/requests.jsonl" <<'PYTHON'
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    for name, value in json.loads(line)["headers"]:
        if name.lower() in ("x-api-key", "authorization"):
            print(name + ": " + value)
PYTHON
)
echo "   the agent sent:         $(mask <<<"$sent")"
echo "   the provider received:  $(mask <<<"$received")"
echo
proven log
[ "$received" = "x-api-key: $key" ] || fail "the provider did not receive the key as it should"
if grep -qF "$key" <<<"$answer" || grep -qrF "$key" "$folder/home"; then
    fail "the key was seen on the agent's side"
fi
step "The key was in the vault and in the request that left the gateway, and nowhere else."
