# fish completion of keysluice.

function __keysluice_words
    # The words so far that are neither options nor the values of options.
    set -l takes_value --data-dir --passphrase-file --passphrase-fd --key-file --port --listen --upstream-ca --resolve \
        --upstream-proxy --agent --shell --provider --kind --name --days --label --token --minutes --out --limit -n --secret \
        --decision --text --place --method --header --body
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word $takes_value
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end

function __keysluice_at
    # Whether the words so far are exactly these.
    set -l words (__keysluice_words)
    test "$words" = "$argv"
end

function __keysluice_below
    # Whether the words so far begin with these.
    set -l words (__keysluice_words)
    string match -q -- "$argv*" "$words"
end

complete -c keysluice -f
complete -c keysluice -l data-dir -r -a '(__fish_complete_directories)' -d 'Folder of the vault'
complete -c keysluice -l passphrase-file -r -F -d 'Read the passphrase from the first line of a file'
complete -c keysluice -l passphrase-fd -x -d 'Read the passphrase from a file descriptor'
complete -c keysluice -l key-file -r -F -d 'Open the vault with a key file'
complete -c keysluice -l json -d 'Print JSON'
complete -c keysluice -s v -l verbose -d 'Say more on standard error'
complete -c keysluice -s h -l help -d 'Print help'
complete -c keysluice -n '__keysluice_at ""' -l version -d 'Print the version'

for place in '__keysluice_at ""' '__keysluice_at serve'
    complete -c keysluice -n $place -l port -x -d 'Listen on this port'
    complete -c keysluice -n $place -l listen -x -d 'Listen on this address'
    complete -c keysluice -n $place -l upstream-ca -r -F -d 'Also trust these certificates towards providers'
    complete -c keysluice -n $place -l resolve -x -d 'Connect to an address of your choice'
    complete -c keysluice -n $place -l upstream-proxy -x -d 'Reach providers through this HTTP proxy'
    complete -c keysluice -n $place -l allow-private-destinations -d 'Let agents reach private networks'
end

complete -c keysluice -n '__keysluice_at ""' -a init -d 'Create the vault'
complete -c keysluice -n '__keysluice_at ""' -a serve -d 'Run the gateway without a window'
complete -c keysluice -n '__keysluice_at ""' -a run -d 'Run a command through the gateway'
complete -c keysluice -n '__keysluice_at ""' -a env -d 'Print the environment for programs started by hand'
complete -c keysluice -n '__keysluice_at ""' -a secret -d 'Keys of providers'
complete -c keysluice -n '__keysluice_at ""' -a agent -d 'Who may use the keys'
complete -c keysluice -n '__keysluice_at ""' -a rule -d 'What agents may do'
complete -c keysluice -n '__keysluice_at ""' -a status -d 'State of vault and gateway'
complete -c keysluice -n '__keysluice_at ""' -a lock -d 'Lock the vault'
complete -c keysluice -n '__keysluice_at ""' -a unlock -d 'Unlock the vault of the running gateway'
complete -c keysluice -n '__keysluice_at ""' -a pause -d 'Refuse every request until resumed'
complete -c keysluice -n '__keysluice_at ""' -a resume -d 'End a pause'
complete -c keysluice -n '__keysluice_at ""' -a freeze -d 'Refuse every request of an agent, or of all agents'
complete -c keysluice -n '__keysluice_at ""' -a thaw -d 'End a freeze'
complete -c keysluice -n '__keysluice_at ""' -a mode -d 'Hosts that are not handled: open or strict'
complete -c keysluice -n '__keysluice_at ""' -a approval -d 'Requests that wait for a person'
complete -c keysluice -n '__keysluice_at ""' -a ca -d 'The certificate authority of this installation'
complete -c keysluice -n '__keysluice_at ""' -a log -d 'Show what agents did'
complete -c keysluice -n '__keysluice_at ""' -a doctor -d 'Check the installation'

complete -c keysluice -n '__keysluice_at init' -l keychain -d 'Keep the key in the keychain'
complete -c keysluice -n '__keysluice_at init' -l recovery-code -d 'Also make a recovery code'
complete -c keysluice -n '__keysluice_at serve' -l create -d 'Create the vault when there is none'
complete -c keysluice -n '__keysluice_below run' -l agent -x -d 'Run it as this agent'
complete -c keysluice -n '__keysluice_below run' -a '(__fish_complete_subcommand --fcs-skip=3)'
complete -c keysluice -n '__keysluice_at env' -l agent -x -d 'For this agent'
for place in '__keysluice_below run' '__keysluice_at env'
    complete -c keysluice -n $place -l base-url -d 'For clients that can use no proxy'
end
complete -c keysluice -n '__keysluice_at env' -l shell -x -a 'sh fish powershell json' -d Syntax
complete -c keysluice -n '__keysluice_at pause' -l minutes -x -d 'Resume by itself'
complete -c keysluice -n '__keysluice_at freeze' -l cut -d 'Cut running answers, too'

complete -c keysluice -n '__keysluice_at secret' -a 'add list show test rotate enable disable foreign remove'
complete -c keysluice -n '__keysluice_below secret foreign' -a 'replace refuse pass'
complete -c keysluice -n '__keysluice_at secret add' -l provider -x -a 'anthropic openai' -d Provider
complete -c keysluice -n '__keysluice_at secret add' -l kind -x -a 'api_key oauth_token' -d 'Kind of key'
complete -c keysluice -n '__keysluice_at secret add' -l name -x -d 'Name of the secret'
for place in '__keysluice_below secret add' '__keysluice_below secret rotate'
    complete -c keysluice -n $place -l no-verify -d 'Do not ask the provider'
    complete -c keysluice -n $place -l save-unverified -d 'Store it when the provider cannot be asked'
end

complete -c keysluice -n '__keysluice_at agent' -a 'add list token grant ungrant revoke mode remove'
complete -c keysluice -n '__keysluice_below agent mode' -a 'inherit open strict'
complete -c keysluice -n '__keysluice_at mode' -a 'open strict'
complete -c keysluice -n '__keysluice_below agent add' -l days -x -d 'Until the token expires'
complete -c keysluice -n '__keysluice_below agent token' -l label -x -d 'What the token is for'
complete -c keysluice -n '__keysluice_below agent token' -l days -x -d 'Until it expires'
complete -c keysluice -n '__keysluice_below agent revoke' -l token -x -d 'Revoke only this one'

complete -c keysluice -n '__keysluice_at approval' -a 'list approve deny'
complete -c keysluice -n '__keysluice_below approval approve' -l for -x -a 'once session 10m 1h always' -d 'How long'
complete -c keysluice -n '__keysluice_below approval deny' -l freeze -d 'Freeze the agent, too'

complete -c keysluice -n '__keysluice_at rule' -a 'list add edit move enable disable remove test export import'
for place in '__keysluice_at rule add' '__keysluice_below rule edit' '__keysluice_at rule import'
    complete -c keysluice -n $place -F
end
complete -c keysluice -n '__keysluice_below rule add' -l place -x -d 'Its number in the list'
complete -c keysluice -n '__keysluice_below rule test' -l method -x -a 'GET POST PUT PATCH DELETE' -d 'Its method'
complete -c keysluice -n '__keysluice_below rule test' -l agent -x -d 'The agent that would send it'
complete -c keysluice -n '__keysluice_below rule test' -l secret -x -d 'The secret that would be used'
complete -c keysluice -n '__keysluice_below rule test' -l header -x -d 'A header of it'
complete -c keysluice -n '__keysluice_below rule test' -l body -r -F -d 'Its body'
complete -c keysluice -n '__keysluice_at rule export' -l out -r -F -d 'Write them to a file'
complete -c keysluice -n '__keysluice_below rule import' -l dry-run -d 'Only tell what would be different'

complete -c keysluice -n '__keysluice_at ca' -a 'export bundle'
complete -c keysluice -n '__keysluice_below ca ' -l out -r -F -d 'Write it to a file'
complete -c keysluice -n '__keysluice_at log' -s f -l follow -d 'Wait for more'
complete -c keysluice -n '__keysluice_at log' -s n -l limit -x -d 'At most so many rows'
complete -c keysluice -n '__keysluice_at log' -l agent -x -d 'Only of this agent'
complete -c keysluice -n '__keysluice_at log' -l secret -x -d 'Only with this secret'
complete -c keysluice -n '__keysluice_at log' -l decision -x -a 'allowed blocked limited error' -d 'Only with this decision'
complete -c keysluice -n '__keysluice_at log' -l text -x -d 'Only rows with this'
