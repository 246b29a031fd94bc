# bash completion of keysluice. Needs nothing but bash.
_keysluice() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local global="--data-dir --passphrase-file --passphrase-fd --key-file --json --verbose --help"
    local serving="--port --listen --upstream-ca --resolve --upstream-proxy --allow-private-destinations"
    local command="" sub="" i
    COMPREPLY=()

    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --)
                # What follows belongs to the command that is launched.
                local -a rest=("${COMP_WORDS[@]:i+1:COMP_CWORD-i}")
                if [ ${#rest[@]} -le 1 ]; then
                    mapfile -t COMPREPLY < <(compgen -c -- "$word")
                else
                    mapfile -t COMPREPLY < <(compgen -f -- "$word")
                fi
                return
                ;;
            --data-dir | --passphrase-file | --passphrase-fd | --key-file | --port | --listen | --upstream-ca | --resolve | \
                --upstream-proxy | --agent | --shell | --provider | --kind | --name | --days | --label | --token | --minutes | \
                --out | --limit | -n | --secret | --decision | --text | --place | --method | --header | --body)
                ((i++))
                ;;
            -*) ;;
            *)
                if [ -z "$command" ]; then
                    command=${COMP_WORDS[i]}
                elif [ -z "$sub" ]; then
                    sub=${COMP_WORDS[i]}
                fi
                ;;
        esac
    done

    case $previous in
        --passphrase-file | --key-file | --upstream-ca | --out | --body)
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
        --data-dir)
            mapfile -t COMPREPLY < <(compgen -d -- "$word")
            return
            ;;
        --shell)
            mapfile -t COMPREPLY < <(compgen -W "sh fish powershell json" -- "$word")
            return
            ;;
        --decision)
            mapfile -t COMPREPLY < <(compgen -W "allowed blocked limited error" -- "$word")
            return
            ;;
        --method)
            mapfile -t COMPREPLY < <(compgen -W "GET POST PUT PATCH DELETE" -- "$word")
            return
            ;;
        --provider)
            mapfile -t COMPREPLY < <(compgen -W "anthropic openai" -- "$word")
            return
            ;;
        --for)
            mapfile -t COMPREPLY < <(compgen -W "once session 10m 1h always" -- "$word")
            return
            ;;
        --kind)
            mapfile -t COMPREPLY < <(compgen -W "api_key oauth_token" -- "$word")
            return
            ;;
        --passphrase-fd | --port | --listen | --resolve | --upstream-proxy | --agent | --name | --days | --label | --token | \
            --minutes | --limit | -n | --secret | --text | --place | --header)
            return
            ;;
    esac

    local offer=""
    case "$command $sub" in
        " ") offer="init serve run env secret agent rule status lock unlock pause resume freeze thaw mode approval ca log doctor --version $serving" ;;
        "init ") offer="--keychain --recovery-code" ;;
        "serve ") offer="$serving --create" ;;
        "run ") offer="--agent --base-url --" ;;
        "env ") offer="--agent --base-url --shell" ;;
        "secret ") offer="add list show test rotate enable disable foreign remove" ;;
        "secret add") offer="--provider --kind --name --no-verify --save-unverified" ;;
        "secret rotate") offer="--no-verify --save-unverified" ;;
        "agent ") offer="add list token grant ungrant revoke mode remove" ;;
        "agent add") offer="--days" ;;
        "agent token") offer="--label --days" ;;
        "agent revoke") offer="--token" ;;
        "rule ") offer="list add edit move enable disable remove test export import" ;;
        "rule add") offer="--place" ;;
        "rule test") offer="--method --agent --secret --header --body" ;;
        "rule export") offer="--out" ;;
        "rule import") offer="--dry-run" ;;
        "pause ") offer="--minutes" ;;
        "freeze ") offer="--cut" ;;
        "approval ") offer="list approve deny" ;;
        "approval approve") offer="--for" ;;
        "approval deny") offer="--freeze" ;;
        "ca ") offer="export bundle" ;;
        "ca export" | "ca bundle") offer="--out" ;;
        "log ") offer="--follow --limit --agent --secret --decision --text" ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$offer $global" -- "$word")
    case "$command $sub" in
        "rule add" | "rule edit" | "rule import") [[ -z $word || $word == -* ]] || mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$word") ;;
    esac
}
complete -F _keysluice keysluice
