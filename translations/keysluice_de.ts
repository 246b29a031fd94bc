<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en_US">
<context>
    <name>keysluice::app::CommandLine</name>
    <message>
        <source>The vault opens with the key file %1. That protects copies and backups of the vault without the file, and nothing else: whoever can read this file can read every key. Add a passphrase or use a keychain where you can.</source>
        <translation>Der Tresor öffnet sich mit der Schlüsseldatei %1. Das schützt Kopien und Sicherungen des Tresors ohne die Datei und sonst nichts: Wer diese Datei lesen kann, kann jeden Schlüssel lesen. Wo es geht, eine Passphrase hinzufügen oder einen Schlüsselbund benutzen.</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>deaktiviert</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>every secret</source>
        <translation>jeder Schlüssel</translation>
    </message>
    <message>
        <source>Vault: %1</source>
        <translation>Tresor: %1</translation>
    </message>
    <message>
        <source>Gateway: %1</source>
        <translation>Gateway: %1</translation>
    </message>
    <message>
        <source>, paused</source>
        <translation>, angehalten</translation>
    </message>
    <message>
        <source>Gateway: not running</source>
        <translation>Gateway: läuft nicht</translation>
    </message>
    <message>
        <source>Secrets: %1, agents: %2, launches: %3</source>
        <translation>Schlüssel: %1, Agenten: %2, Starts: %3</translation>
    </message>
    <message>
        <source>%1 began before %2 was added: start it again to use that.</source>
        <extracomment>%1 is a program, %2 a list of host names</extracomment>
        <translation>%1 lief schon, bevor %2 dazukam: zum Benutzen neu starten.</translation>
    </message>
    <message>
        <source>Data directory: %1</source>
        <translation>Datenordner: %1</translation>
    </message>
    <message>
        <source>The key works (%1 models).</source>
        <translation>Der Schlüssel funktioniert (%1 Modelle).</translation>
    </message>
    <message>
        <source>%1 rejects this key.</source>
        <translation>%1 weist diesen Schlüssel ab.</translation>
    </message>
    <message>
        <source>%1 knows this key, but does not let it list models.</source>
        <translation>%1 kennt diesen Schlüssel, lässt ihn aber keine Modelle auflisten.</translation>
    </message>
    <message>
        <source>%1 knows this key, but limits it at the moment.</source>
        <translation>%1 kennt diesen Schlüssel, begrenzt ihn aber im Moment.</translation>
    </message>
    <message>
        <source>%1 knows this key, but its account is out of credit.</source>
        <translation>%1 kennt diesen Schlüssel, aber das Konto hat kein Guthaben mehr.</translation>
    </message>
    <message>
        <source>The name %1 could not be resolved.</source>
        <translation>Der Name %1 ließ sich nicht auflösen.</translation>
    </message>
    <message>
        <source>%1 could not be reached.</source>
        <translation>%1 war nicht erreichbar.</translation>
    </message>
    <message>
        <source>%1 could not prove its identity; nothing was sent.</source>
        <translation>%1 konnte sich nicht ausweisen; nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>The upstream proxy did not let the check through.</source>
        <translation>Der vorgeschaltete Proxy ließ die Prüfung nicht durch.</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 antwortete nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>%1 is overloaded at the moment.</source>
        <translation>%1 ist im Moment überlastet.</translation>
    </message>
    <message>
        <source>%1 has a failure of its own (HTTP %2).</source>
        <translation>%1 hat selbst eine Störung (HTTP %2).</translation>
    </message>
    <message>
        <source>%1 gave an answer that is no list of models.</source>
        <translation>%1 gab eine Antwort, die keine Modellliste ist.</translation>
    </message>
    <message>
        <source>“%1” is stored; agents can use it on their next request.</source>
        <translation>„%1“ ist gespeichert; Agenten können ihn ab der nächsten Anfrage benutzen.</translation>
    </message>
    <message>
        <source>This token is shown only now.</source>
        <translation>Dieses Token wird nur jetzt gezeigt.</translation>
    </message>
    <message>
        <source>Passphrase of the vault: </source>
        <translation>Passphrase des Tresors: </translation>
    </message>
    <message>
        <source>Other hosts: refused</source>
        <translation>Andere Hosts: abgewiesen</translation>
    </message>
    <message>
        <source>Other hosts: tunnelled</source>
        <translation>Andere Hosts: durchgeleitet</translation>
    </message>
    <message>
        <source>, frozen</source>
        <translation>, eingefroren</translation>
    </message>
    <message>
        <source>All agents: frozen</source>
        <translation>Alle Agenten: eingefroren</translation>
    </message>
    <message>
        <source>, decided by: %1</source>
        <translation>, entschieden durch: %1</translation>
    </message>
</context>
<context>
    <name>keysluice::app::ConfirmationDialog</name>
    <message>
        <source>Allow this?</source>
        <translation>Das erlauben?</translation>
    </message>
    <message>
        <source>A program asks for more</source>
        <translation>Ein Programm verlangt mehr</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Command:</source>
        <translation>Befehl:</translation>
    </message>
    <message>
        <source>Asked by:</source>
        <translation>Gefragt von:</translation>
    </message>
    <message>
        <source>Process:</source>
        <translation>Prozess:</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
</context>
<context>
    <name>keysluice::app::DesktopView</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>LLMs</source>
        <translation>LLMs</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>Steuerung</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Freigaben</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
</context>
<context>
    <name>keysluice::app::DoctorCommand</name>
    <message>
        <source>Memory is closed to other processes, and there are no core files.</source>
        <translation>Der Speicher ist für andere Prozesse verschlossen, und es gibt keine Speicherabzüge.</translation>
    </message>
    <message>
        <source>The process could not be protected.</source>
        <translation>Der Prozess ließ sich nicht schützen.</translation>
    </message>
    <message>
        <source>NODE_TLS_REJECT_UNAUTHORIZED=0 makes Node programs accept any certificate.</source>
        <translation>Mit NODE_TLS_REJECT_UNAUTHORIZED=0 nehmen Node-Programme jedes Zertifikat an.</translation>
    </message>
    <message>
        <source>Take it out of your environment.</source>
        <translation>Aus der Umgebung entfernen.</translation>
    </message>
    <message>
        <source>Node programs check certificates.</source>
        <translation>Node-Programme prüfen Zertifikate.</translation>
    </message>
    <message>
        <source>No proxy or certificate variables are set here.</source>
        <translation>Hier sind keine Variablen für Proxy oder Zertifikate gesetzt.</translation>
    </message>
    <message>
        <source>Set here: %1.</source>
        <translation>Hier gesetzt: %1.</translation>
    </message>
    <message>
        <source>A start honours them only with a passphrase or key file; the upstream proxy is also a setting.</source>
        <translation>Ein Start beachtet sie nur mit Passphrase oder Schlüsseldatei; der vorgeschaltete Proxy ist auch eine Einstellung.</translation>
    </message>
    <message>
        <source>The vault is locked; every request is refused.</source>
        <translation>Der Tresor ist gesperrt; jede Anfrage wird abgewiesen.</translation>
    </message>
    <message>
        <source>Run “keysluice unlock”, or unlock it in the window.</source>
        <translation>„keysluice unlock“ ausführen oder im Fenster entsperren.</translation>
    </message>
    <message>
        <source>The vault is open.</source>
        <translation>Der Tresor ist offen.</translation>
    </message>
    <message>
        <source>The vault is there.</source>
        <translation>Der Tresor ist da.</translation>
    </message>
    <message>
        <source>Choose another port with --port or in Settings.</source>
        <translation>Mit --port oder in den Einstellungen einen anderen Port wählen.</translation>
    </message>
    <message>
        <source>It listens on %1.</source>
        <translation>Es lauscht auf %1.</translation>
    </message>
    <message>
        <source>It is not running; port %1 is free.</source>
        <translation>Es läuft nicht; Port %1 ist frei.</translation>
    </message>
    <message>
        <source>Start it with “keysluice” or “keysluice serve”.</source>
        <translation>Mit „keysluice“ oder „keysluice serve“ starten.</translation>
    </message>
    <message>
        <source>Start it with --port.</source>
        <translation>Mit --port starten.</translation>
    </message>
    <message>
        <source>The system keychain is usable.</source>
        <translation>Der Schlüsselbund des Systems ist benutzbar.</translation>
    </message>
    <message>
        <source>The certificate authority is valid until %1.</source>
        <translation>Die Zertifizierungsstelle gilt bis %1.</translation>
    </message>
    <message>
        <source>Open the vault: it is renewed then.</source>
        <translation>Den Tresor öffnen: Dann wird sie erneuert.</translation>
    </message>
    <message>
        <source>There is no certificate authority yet; the first start makes it.</source>
        <translation>Es gibt noch keine Zertifizierungsstelle; der erste Start erzeugt sie.</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>%1 antwortet.</translation>
    </message>
    <message>
        <source>Check the network, and the upstream proxy in Settings.</source>
        <translation>Das Netzwerk prüfen, und den vorgeschalteten Proxy in den Einstellungen.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock differs from %1 by %2 s.</source>
        <translation>Die Uhr dieses Computers weicht von %1 um %2 s ab.</translation>
    </message>
    <message>
        <source>The clock is right.</source>
        <translation>Die Uhr geht richtig.</translation>
    </message>
    <message>
        <source>Set the clock: certificates are checked against it.</source>
        <translation>Die Uhr stellen: Zertifikate werden gegen sie geprüft.</translation>
    </message>
    <message>
        <source>No provider answered, so the clock could not be compared.</source>
        <translation>Kein Anbieter antwortete; die Uhr ließ sich nicht vergleichen.</translation>
    </message>
    <message>
        <source>Change the upstream proxy in Settings, or where this start was given it.</source>
        <translation>Den vorgeschalteten Proxy in den Einstellungen ändern, oder dort, wo dieser Start ihn bekam.</translation>
    </message>
</context>
<context>
    <name>keysluice::app::InitCommand</name>
    <message>
        <source>init: how is the vault opened? Give --keychain, --passphrase-file, --passphrase-fd or --key-file.</source>
        <translation>init: Wie wird der Tresor geöffnet? --keychain, --passphrase-file, --passphrase-fd oder --key-file angeben.</translation>
    </message>
    <message>
        <source>New passphrase (8 characters or more): </source>
        <translation>Neue Passphrase (mindestens 8 Zeichen): </translation>
    </message>
    <message>
        <source>The same again: </source>
        <translation>Noch einmal: </translation>
    </message>
    <message>
        <source>The two passphrases differ. Nothing was created.</source>
        <translation>Die beiden Passphrasen unterscheiden sich. Nichts wurde angelegt.</translation>
    </message>
    <message>
        <source>The recovery code opens the vault like a passphrase. It is shown only now; keep it on paper:</source>
        <translation>Der Wiederherstellungscode öffnet den Tresor wie eine Passphrase. Er wird nur jetzt gezeigt; auf Papier aufbewahren:</translation>
    </message>
    <message>
        <source>The vault is in %1.</source>
        <translation>Der Tresor liegt in %1.</translation>
    </message>
</context>
<context>
    <name>keysluice::app::Operation</name>
    <message>
        <source>The vault is unlocked, and agents can use your keys again.</source>
        <translation>Der Tresor wird entsperrt, und Agenten können die Schlüssel wieder benutzen.</translation>
    </message>
    <message>
        <source>The pause ends, and agents can use your keys again.</source>
        <translation>Die Pause endet, und Agenten können die Schlüssel wieder benutzen.</translation>
    </message>
    <message>
        <source>A new key is stored, and agents may use it.</source>
        <translation>Ein neuer Schlüssel wird gespeichert, und Agenten dürfen ihn benutzen.</translation>
    </message>
    <message>
        <source>The stored key is replaced by another one and destroyed.</source>
        <translation>Der gespeicherte Schlüssel wird durch einen anderen ersetzt und vernichtet.</translation>
    </message>
    <message>
        <source>Agents may use this key again.</source>
        <translation>Agenten dürfen diesen Schlüssel wieder benutzen.</translation>
    </message>
    <message>
        <source>The stored key is destroyed.</source>
        <translation>Der gespeicherte Schlüssel wird vernichtet.</translation>
    </message>
    <message>
        <source>A new agent may use every enabled key.</source>
        <translation>Ein neuer Agent darf jeden aktivierten Schlüssel benutzen.</translation>
    </message>
    <message>
        <source>Whoever gets the new token can act as this agent.</source>
        <translation>Wer das neue Token bekommt, kann als dieser Agent auftreten.</translation>
    </message>
    <message>
        <source>The agent may use one more key.</source>
        <translation>Der Agent darf einen weiteren Schlüssel benutzen.</translation>
    </message>
    <message>
        <source>The agent and its tokens are removed.</source>
        <translation>Der Agent und seine Tokens werden entfernt.</translation>
    </message>
    <message>
        <source>Agents reach hosts that Keysluice does not handle, and it sees nothing of what is said there.</source>
        <translation>Agenten erreichen Hosts, um die sich Keysluice nicht kümmert, und es sieht nicht, was dort gesprochen wird.</translation>
    </message>
    <message>
        <source>The agent is no longer held to the hosts that Keysluice handles.</source>
        <translation>Der Agent ist nicht mehr auf die Hosts beschränkt, um die sich Keysluice kümmert.</translation>
    </message>
    <message>
        <source>Requests that bring another key are no longer refused, or reach the provider with it.</source>
        <translation>Anfragen, die einen anderen Schlüssel mitbringen, werden nicht mehr abgewiesen oder erreichen den Anbieter damit.</translation>
    </message>
    <message>
        <source>Whoever was frozen can use your keys again.</source>
        <translation>Wer eingefroren war, kann Ihre Schlüssel wieder benutzen.</translation>
    </message>
    <message>
        <source>It can let requests pass that were blocked, or that you were asked about.</source>
        <translation>Sie kann Anfragen durchlassen, die blockiert wurden oder nach denen Sie gefragt wurden.</translation>
    </message>
    <message>
        <source>What the rule or limit said before no longer holds.</source>
        <translation>Was die Regel oder das Limit bisher sagte, gilt nicht mehr.</translation>
    </message>
    <message>
        <source>The first rule that fits decides: another one can let more requests pass.</source>
        <translation>Die erste passende Regel entscheidet: Eine andere kann mehr Anfragen durchlassen.</translation>
    </message>
    <message>
        <source>The rule or limit no longer keeps agents from anything.</source>
        <translation>Die Regel oder das Limit hält Agenten von nichts mehr ab.</translation>
    </message>
    <message>
        <source>All your rules and limits are replaced by others.</source>
        <translation>Alle Ihre Regeln und Limits werden durch andere ersetzt.</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n Regel</numerusform>
            <numerusform>%n Regeln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s)</source>
        <translation>
            <numerusform>%n Limit</numerusform>
            <numerusform>%n Limits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::app::RuleCommand</name>
    <message numerus="yes">
        <source>%n time(s) in 7 days</source>
        <translation>
            <numerusform>%n Mal in 7 Tagen</numerusform>
            <numerusform>%n Mal in 7 Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no rules and no limits.</source>
        <translation>Es gibt keine Regeln und keine Limits.</translation>
    </message>
    <message>
        <source>%1 to place %2: %3</source>
        <translation>%1 an Platz %2: %3</translation>
    </message>
    <message>
        <source>Nothing would be different.</source>
        <translation>Nichts wäre anders.</translation>
    </message>
    <message>
        <source>It fits because “%1” cannot be made out, and unknown is not innocent.</source>
        <translation>Sie passt, weil „%1“ nicht festzustellen ist, und Unbekanntes gilt nicht als harmlos.</translation>
    </message>
    <message>
        <source>Blocked by rule %1: %2</source>
        <translation>Blockiert durch Regel %1: %2</translation>
    </message>
    <message>
        <source>You would be asked by rule %1: %2</source>
        <translation>Nachgefragt durch Regel %1: %2</translation>
    </message>
    <message>
        <source>Limit %1 is reached: %2</source>
        <translation>Limit %1 ist erreicht: %2</translation>
    </message>
    <message>
        <source>Allowed by rule %1: %2</source>
        <translation>Erlaubt durch Regel %1: %2</translation>
    </message>
    <message>
        <source>Allowed: no rule fits.</source>
        <translation>Erlaubt: Keine Regel passt.</translation>
    </message>
    <message>
        <source>What is said in a WebSocket cannot be examined, so it is blocked.</source>
        <translation>Was in einem WebSocket gesagt wird, lässt sich nicht prüfen, darum wird er blockiert.</translation>
    </message>
    <message>
        <source>Blocked: no rule allows it, and strict mode blocks the rest.</source>
        <translation>Blockiert: Keine Regel erlaubt es, und der strenge Modus blockiert den Rest.</translation>
    </message>
</context>
<context>
    <name>keysluice::app::RunCommand</name>
    <message>
        <source>NODE_TLS_REJECT_UNAUTHORIZED=0 is set: Node programs accept any certificate. Take it out of your environment.</source>
        <translation>NODE_TLS_REJECT_UNAUTHORIZED=0 ist gesetzt: Node-Programme nehmen jedes Zertifikat an. Aus der Umgebung entfernen.</translation>
    </message>
</context>
<context>
    <name>keysluice::app::ServeCommand</name>
    <message>
        <source>Passphrase of the vault: </source>
        <translation>Passphrase des Tresors: </translation>
    </message>
    <message>
        <source>Listening on %1. Run an agent with: keysluice run -- COMMAND</source>
        <translation>Lauscht auf %1. Einen Agenten starten mit: keysluice run -- BEFEHL</translation>
    </message>
    <message>
        <source>, paused</source>
        <translation>, angehalten</translation>
    </message>
</context>
<context>
    <name>keysluice::app::SimpleCommand</name>
    <message>
        <source>Key (it is not shown): </source>
        <translation>Schlüssel (er wird nicht gezeigt): </translation>
    </message>
    <message>
        <source>Passphrase of the vault: </source>
        <translation>Passphrase des Tresors: </translation>
    </message>
    <message>
        <source>Nothing was stored.</source>
        <translation>Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Nothing was stored; --save-unverified stores it anyway.</source>
        <translation>Nichts wurde gespeichert; --save-unverified speichert ihn trotzdem.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui</name>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Unchecked</source>
        <translation>Ungeprüft</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>Eingeschränkt</translation>
    </message>
    <message>
        <source>Rate-limited</source>
        <translation>Ratenlimit</translation>
    </message>
    <message>
        <source>No credit</source>
        <translation>Kein Guthaben</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>Limited</source>
        <translation>Begrenzt</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ActivityAlerts</name>
    <message>
        <source>“%1” brought another key</source>
        <translation>„%1“ brachte einen anderen Schlüssel mit</translation>
    </message>
    <message>
        <source>“%1” refuses that. Look at the request in Activity.</source>
        <translation>„%1“ weist das ab. Sehen Sie sich die Anfrage unter Aktivität an.</translation>
    </message>
    <message>
        <source>An answer to “%1” contained “%2”</source>
        <translation>Eine Antwort an „%1“ enthielt „%2“</translation>
    </message>
    <message>
        <source>It was kept from the agent. Consider a new key.</source>
        <translation>Sie wurde dem Agenten vorenthalten. Erwägen Sie einen neuen Schlüssel.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ActivityPage</name>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Ctrl+F filter, Space pause</source>
        <translation>Strg+F filtern, Leertaste anhalten</translation>
    </message>
    <message>
        <source>Filter by agent, host, path, method or code</source>
        <translation>Nach Agent, Host, Pfad, Methode oder Code filtern</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Every decision</source>
        <translation>Jede Entscheidung</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Hold new rows back</source>
        <translation>Neue Zeilen zurückhalten</translation>
    </message>
    <message>
        <source>Hold new rows back (Space)</source>
        <translation>Neue Zeilen zurückhalten (Leertaste)</translation>
    </message>
    <message>
        <source>One flow</source>
        <translation>Ein Fluss</translation>
    </message>
    <message>
        <source>Do not restrict to %1</source>
        <translation>Nicht auf %1 beschränken</translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s)</source>
        <translation>
            <numerusform>%n neue Anfrage</numerusform>
            <numerusform>%n neue Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>No request fits this filter.</source>
        <translation>Keine Anfrage passt zu diesem Filter.</translation>
    </message>
    <message>
        <source>Nothing yet. Every request of an agent shows here as it happens.</source>
        <translation>Noch nichts. Jede Anfrage eines Agenten erscheint hier, sobald sie geschieht.</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) shown</source>
        <translation>
            <numerusform>%n Anfrage gezeigt</numerusform>
            <numerusform>%n Anfragen gezeigt</numerusform>
        </translation>
    </message>
    <message>
        <source>The newest %1 are shown; a filter finds older ones</source>
        <translation>Gezeigt sind die neuesten %1; ein Filter findet ältere</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <extracomment>%1 is &quot;Live&quot; or &quot;Held&quot;, %2 how many rows are shown</extracomment>
        <translation>%1. %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ActivityPane</name>
    <message>
        <source>Close the details</source>
        <translation>Details schließen</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Verbrauch</translation>
    </message>
    <message>
        <source>Not metered inside a WebSocket</source>
        <translation>In einem WebSocket nicht gemessen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Again after</source>
        <translation>Erneut nach</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>To provider</source>
        <translation>Zum Anbieter</translation>
    </message>
    <message>
        <source>To agent</source>
        <translation>Zum Agenten</translation>
    </message>
    <message>
        <source>What the agent sent as its key was removed, and %1 was set with “%2”.</source>
        <translation>Was der Agent als Schlüssel mitschickte, wurde entfernt; %1 wurde mit „%2“ gesetzt.</translation>
    </message>
    <message>
        <source>No key was sent.</source>
        <translation>Es wurde kein Schlüssel gesendet.</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>Entschieden durch</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Gewartet</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ActivityTableModel</name>
    <message>
        <source>At</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>The credential that was used, or the host where none was</source>
        <translation>Der benutzte Schlüssel, oder der Host, wo keiner benutzt wurde</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Schlüssel</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ActivityText</name>
    <message>
        <source>The caller did not prove which agent it is, or its token was revoked or has expired.</source>
        <translation>Der Aufrufer hat sich nicht als Agent ausgewiesen, oder sein Token ist widerrufen oder abgelaufen.</translation>
    </message>
    <message>
        <source>The vault was locked. Unlock it, then the agent can try again.</source>
        <translation>Der Tresor war gesperrt. Nach dem Entsperren kann der Agent es erneut versuchen.</translation>
    </message>
    <message>
        <source>Agents or settings were changed outside Keysluice. Look at them, then accept them.</source>
        <translation>Agenten oder Einstellungen wurden außerhalb von Keysluice geändert. Erst ansehen, dann annehmen.</translation>
    </message>
    <message>
        <source>The activity could not be written, so the request was not made.</source>
        <translation>Die Aktivität ließ sich nicht schreiben, daher ging die Anfrage nicht hinaus.</translation>
    </message>
    <message>
        <source>No key is stored for this provider. Add one under LLMs.</source>
        <translation>Für diesen Anbieter ist kein Schlüssel gespeichert. Unter LLMs einen hinzufügen.</translation>
    </message>
    <message>
        <source>The key for this provider is switched off. Enable it under LLMs.</source>
        <translation>Der Schlüssel für diesen Anbieter ist ausgeschaltet. Unter LLMs aktivieren.</translation>
    </message>
    <message>
        <source>The agent may not use the key of this provider. Grant it under Agents.</source>
        <translation>Der Agent darf den Schlüssel dieses Anbieters nicht benutzen. Unter Agenten freigeben.</translation>
    </message>
    <message>
        <source>The stored key could not be opened. Put it in again.</source>
        <translation>Der gespeicherte Schlüssel ließ sich nicht öffnen. Neu eingeben.</translation>
    </message>
    <message>
        <source>Strict mode refuses hosts that have no key here.</source>
        <translation>Der strenge Modus lehnt Hosts ohne hinterlegten Schlüssel ab.</translation>
    </message>
    <message>
        <source>The address or port is one that the gateway never connects to.</source>
        <translation>Mit dieser Adresse oder diesem Port verbindet sich das Gateway nie.</translation>
    </message>
    <message>
        <source>The gateway was paused.</source>
        <translation>Das Gateway war angehalten.</translation>
    </message>
    <message>
        <source>Too many connections were open at once.</source>
        <translation>Zu viele Verbindungen waren gleichzeitig offen.</translation>
    </message>
    <message>
        <source>The gateway had no memory left for this request.</source>
        <translation>Das Gateway hatte keinen Speicher für diese Anfrage.</translation>
    </message>
    <message>
        <source>The agent asked for http, which would send the key unencrypted.</source>
        <translation>Der Agent verlangte http; der Schlüssel ginge unverschlüsselt hinaus.</translation>
    </message>
    <message>
        <source>The request names another host than the connection it came on.</source>
        <translation>Die Anfrage nennt einen anderen Host als ihre Verbindung.</translation>
    </message>
    <message>
        <source>The request was malformed, so nothing of it was sent on.</source>
        <translation>Die Anfrage war fehlerhaft; nichts davon wurde weitergeleitet.</translation>
    </message>
    <message>
        <source>The head of the request was larger than the gateway accepts.</source>
        <translation>Der Kopf der Anfrage war größer, als das Gateway annimmt.</translation>
    </message>
    <message>
        <source>The agent took too long to send its request.</source>
        <translation>Der Agent brauchte zu lange, um seine Anfrage zu senden.</translation>
    </message>
    <message>
        <source>The method is not one that the gateway passes on.</source>
        <translation>Diese Methode leitet das Gateway nicht weiter.</translation>
    </message>
    <message>
        <source>The provider&apos;s name could not be resolved. Check the network.</source>
        <translation>Der Name des Anbieters ließ sich nicht auflösen. Netzwerk prüfen.</translation>
    </message>
    <message>
        <source>The provider&apos;s address refused the connection.</source>
        <translation>Die Adresse des Anbieters lehnte die Verbindung ab.</translation>
    </message>
    <message>
        <source>The provider closed the connection in the middle.</source>
        <translation>Der Anbieter brach die Verbindung mittendrin ab.</translation>
    </message>
    <message>
        <source>The provider&apos;s certificate did not verify. Nothing of the request was sent.</source>
        <translation>Das Zertifikat des Anbieters war nicht gültig. Nichts von der Anfrage wurde gesendet.</translation>
    </message>
    <message>
        <source>The provider&apos;s answer was malformed and was not passed on.</source>
        <translation>Die Antwort des Anbieters war fehlerhaft und wurde nicht weitergegeben.</translation>
    </message>
    <message>
        <source>The upstream proxy refused or did not answer. Check it in Settings.</source>
        <translation>Der vorgeschaltete Proxy lehnte ab oder antwortete nicht. In den Einstellungen prüfen.</translation>
    </message>
    <message>
        <source>The provider did not answer in time.</source>
        <translation>Der Anbieter antwortete nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>The provider&apos;s answer contained the key. It was kept from the agent.</source>
        <translation>Die Antwort des Anbieters enthielt den Schlüssel. Der Agent hat ihn nicht bekommen.</translation>
    </message>
    <message>
        <source>Keysluice was shutting down.</source>
        <translation>Keysluice wurde gerade beendet.</translation>
    </message>
    <message>
        <source>What is sent has to be examined, so the agent was told to use plain requests instead of a WebSocket.</source>
        <translation>Was gesendet wird, muss untersucht werden; dem Agenten wurde deshalb gesagt, dass er einfache Anfragen statt eines WebSockets nehmen soll.</translation>
    </message>
    <message>
        <source>There is nothing at this address; the gateway is used as a proxy.</source>
        <translation>An dieser Adresse gibt es nichts; das Gateway wird als Proxy benutzt.</translation>
    </message>
    <message>
        <source>This was still running when Keysluice ended without warning.</source>
        <translation>Das lief noch, als Keysluice unerwartet beendet wurde.</translation>
    </message>
    <message>
        <source>The agent closed the connection before the answer was complete.</source>
        <translation>Der Agent schloss die Verbindung, bevor die Antwort vollständig war.</translation>
    </message>
    <message>
        <source>No TLS connection with the agent came about. It may not trust the certificate of Keysluice.</source>
        <translation>Mit dem Agenten kam keine TLS-Verbindung zustande. Vielleicht vertraut er dem Zertifikat von Keysluice nicht.</translation>
    </message>
    <message>
        <source>Keysluice cut this, because the vault was locked or the gateway stopped.</source>
        <translation>Keysluice hat dies abgebrochen, weil der Tresor gesperrt oder das Gateway beendet wurde.</translation>
    </message>
    <message>
        <source>Nothing was sent for a long time, so the connection was closed.</source>
        <translation>Lange wurde nichts gesendet, deshalb wurde die Verbindung geschlossen.</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>Limited</source>
        <translation>Begrenzt</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>%1, by Keysluice</source>
        <extracomment>%1 is an HTTP status, &quot;403 Forbidden&quot;</extracomment>
        <translation>%1, von Keysluice</translation>
    </message>
    <message>
        <source>%1, complete</source>
        <translation>%1, vollständig</translation>
    </message>
    <message>
        <source>%1, cut off</source>
        <translation>%1, abgebrochen</translation>
    </message>
    <message>
        <source>The request failed with the code “%1”.</source>
        <translation>Die Anfrage scheiterte mit dem Code „%1“.</translation>
    </message>
    <message>
        <source>The agent brought a key of its own, which strict mode or the stored key refuses.</source>
        <translation>Der Agent brachte einen eigenen Schlüssel mit, den der strenge Modus oder der gespeicherte Schlüssel abweist.</translation>
    </message>
    <message>
        <source>An agent, or something that it started, wanted to change what agents may do. It cannot.</source>
        <translation>Ein Agent oder etwas, das er gestartet hat, wollte ändern, was Agenten dürfen. Das kann er nicht.</translation>
    </message>
    <message>
        <source>The passphrase or key file that came with the command was wrong.</source>
        <translation>Die Passphrase oder Schlüsseldatei, die mit dem Befehl kam, war falsch.</translation>
    </message>
    <message>
        <source>Nobody could be asked: there was no window, and the command brought no passphrase.</source>
        <translation>Niemand konnte gefragt werden: Es gab kein Fenster, und der Befehl brachte keine Passphrase mit.</translation>
    </message>
    <message>
        <source>The question at the window was not answered with yes.</source>
        <translation>Die Frage am Fenster wurde nicht mit Ja beantwortet.</translation>
    </message>
    <message>
        <source>Keysluice was to be started with another address for a provider, without the passphrase.</source>
        <translation>Keysluice sollte ohne die Passphrase mit einer anderen Adresse für einen Anbieter gestartet werden.</translation>
    </message>
    <message>
        <source>The command could not be carried out.</source>
        <translation>Der Befehl konnte nicht ausgeführt werden.</translation>
    </message>
    <message>
        <source>Something at the control socket did not speak its language. It was cut off.</source>
        <translation>Etwas am Steuersocket hat dessen Sprache nicht gesprochen. Die Verbindung wurde getrennt.</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Befehlszeile</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>The agent was frozen. Thaw it under Agents.</source>
        <translation>Der Agent war eingefroren. Unter Agenten auftauen.</translation>
    </message>
    <message>
        <source>One of your rules blocks this.</source>
        <translation>Eine Ihrer Regeln verbietet das.</translation>
    </message>
    <message>
        <source>One of your rules has to look into the request, and could not make out what is in it.</source>
        <translation>Eine Ihrer Regeln muss in die Anfrage sehen und konnte nicht erkennen, was darin ist.</translation>
    </message>
    <message>
        <source>One of your limits was reached.</source>
        <translation>Eine Ihrer Grenzen war erreicht.</translation>
    </message>
    <message>
        <source>One of your rules asks you about this, and you could not be asked.</source>
        <translation>Eine Ihrer Regeln fragt Sie dazu, und Sie konnten nicht gefragt werden.</translation>
    </message>
    <message>
        <source>One of your rules asked you about this, and you denied it.</source>
        <translation>Eine Ihrer Regeln hat Sie dazu gefragt, und Sie haben abgelehnt.</translation>
    </message>
    <message>
        <source>One of your rules asked you about this, and there was no answer in time.</source>
        <translation>Eine Ihrer Regeln hat Sie dazu gefragt, und es kam nicht rechtzeitig eine Antwort.</translation>
    </message>
    <message>
        <source>A rule without a name</source>
        <translation>Eine Regel ohne Namen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AddSecretDialog</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Add secret</source>
        <translation>Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>Rotate “%1”</source>
        <translation>„%1“ ersetzen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AddSecretFooter</name>
    <message>
        <source>The vault is unchanged until the answer arrives.</source>
        <translation>Der Tresor bleibt unverändert, bis die Antwort da ist.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AddSecretForm</name>
    <message>
        <source>What agents&apos; requests get</source>
        <translation>Was Anfragen der Agenten bekommen</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Kind of key</source>
        <translation>Art des Schlüssels</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Agents that may use it</source>
        <translation>Agenten, die ihn benutzen dürfen</translation>
    </message>
    <message>
        <source>Time until the check gives up</source>
        <translation>Zeit, bis die Prüfung aufgibt</translation>
    </message>
    <message>
        <source>%1 of %2 s</source>
        <translation>%1 von %2 s</translation>
    </message>
    <message>
        <source>to</source>
        <extracomment>where a request goes; stands before a host name</extracomment>
        <translation>an</translation>
    </message>
    <message>
        <source>set</source>
        <extracomment>a header that is set; stands before it</extracomment>
        <translation>gesetzt</translation>
    </message>
    <message>
        <source>add</source>
        <extracomment>a header that gets one more value; stands before it</extracomment>
        <translation>ergänzt</translation>
    </message>
    <message>
        <source>remove</source>
        <extracomment>headers that are removed first; stands before them</extracomment>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>%1 sent by the agent</source>
        <translation>%1 vom Agenten</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AddSecretPresenter</name>
    <message>
        <source>Correct the key, or paste another one.</source>
        <translation>Schlüssel berichtigen oder einen anderen einfügen.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>%1 is a provider (&quot;Anthropic&quot;), %2 a kind of key (&quot;API key&quot;)</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Paste it here. Provider and kind are recognised from it.</source>
        <translation>Hier einfügen. Anbieter und Art werden daran erkannt.</translation>
    </message>
    <message>
        <source>There is a space or a line break inside. Copy the key again, in one piece.</source>
        <translation>Ein Leerzeichen oder Zeilenumbruch steckt darin. Schlüssel noch einmal in einem Stück kopieren.</translation>
    </message>
    <message>
        <source>A key has only plain letters, digits and signs. Copy it again.</source>
        <translation>Ein Schlüssel besteht nur aus einfachen Buchstaben, Ziffern und Zeichen. Noch einmal kopieren.</translation>
    </message>
    <message>
        <source>%1: the beginning is right, but the end is missing. Copy all of it.</source>
        <translation>%1: Der Anfang stimmt, aber das Ende fehlt. Vollständig kopieren.</translation>
    </message>
    <message>
        <source>Its beginning is not known. It is taken for a key of %1.</source>
        <translation>Der Anfang ist nicht bekannt. Er gilt als Schlüssel von %1.</translation>
    </message>
    <message>
        <source>Its beginning is not known. It is taken for %1 %2.</source>
        <translation>Der Anfang ist nicht bekannt. Er gilt als %1 %2.</translation>
    </message>
    <message>
        <source>This is a key of %1. “%2” goes to %3: add it as a new secret instead.</source>
        <translation>Dies ist ein Schlüssel von %1. „%2“ geht an %3: stattdessen als neuen Schlüssel hinzufügen.</translation>
    </message>
    <message>
        <source>This looks like a key of %1, not of %2.</source>
        <translation>Dies sieht nach einem Schlüssel von %1 aus, nicht von %2.</translation>
    </message>
    <message>
        <source>By its prefix this is an %1, not an %2.</source>
        <translation>Dem Anfang nach ist dies: %1, nicht: %2.</translation>
    </message>
    <message>
        <source>%1, recognised by its prefix %2</source>
        <translation>%1, erkannt am Anfang %2</translation>
    </message>
    <message>
        <source>The old key stays: the new one could not be stored.</source>
        <translation>Der alte Schlüssel bleibt: Der neue ließ sich nicht speichern.</translation>
    </message>
    <message>
        <source>The key could not be stored.</source>
        <translation>Der Schlüssel ließ sich nicht speichern.</translation>
    </message>
    <message>
        <source>Asking %1 which models this key can see</source>
        <translation>%1 wird gefragt, welche Modelle dieser Schlüssel sieht</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Verify and replace</source>
        <translation>Prüfen und ersetzen</translation>
    </message>
    <message>
        <source>Verify and save</source>
        <translation>Prüfen und speichern</translation>
    </message>
    <message>
        <source>Replace unchecked</source>
        <translation>Ungeprüft ersetzen</translation>
    </message>
    <message>
        <source>Save unchecked</source>
        <translation>Ungeprüft speichern</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AgentChooser</name>
    <message>
        <source>Every agent, later ones too</source>
        <translation>Jeder Agent, auch spätere</translation>
    </message>
    <message>
        <source>Every agent</source>
        <translation>Jeder Agent</translation>
    </message>
    <message>
        <source>No agent yet</source>
        <translation>Noch kein Agent</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AgentPane</name>
    <message>
        <source>Launch</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Revoke all</source>
        <translation>Alle widerrufen</translation>
    </message>
    <message>
        <source>Every key, future ones included</source>
        <translation>Jeder Schlüssel, auch künftige</translation>
    </message>
    <message>
        <source>Running sessions</source>
        <translation>Laufende Sitzungen</translation>
    </message>
    <message>
        <source>Connect by hand</source>
        <translation>Von Hand verbinden</translation>
    </message>
    <message>
        <source>May use</source>
        <translation>Darf benutzen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>New token</source>
        <translation>Neues Token</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>Details schließen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Added %1, seen %2</source>
        <translation>Hinzugefügt: %1, gesehen: %2</translation>
    </message>
    <message>
        <source>No key is stored yet.</source>
        <translation>Noch ist kein Schlüssel gespeichert.</translation>
    </message>
    <message>
        <source>Made %1</source>
        <translation>Erstellt: %1</translation>
    </message>
    <message>
        <source>used %1</source>
        <translation>benutzt: %1</translation>
    </message>
    <message>
        <source>does not expire</source>
        <translation>läuft nicht ab</translation>
    </message>
    <message>
        <source>expired %1</source>
        <translation>abgelaufen: %1</translation>
    </message>
    <message>
        <source>expires %1</source>
        <translation>läuft ab: %1</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <extracomment>Three facts about a token: when it was made, its last use, when it expires.</extracomment>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Revoke “%1”</source>
        <translation>„%1“ widerrufen</translation>
    </message>
    <message>
        <source>None. The agent is refused until it has one; a launch brings its own.</source>
        <translation>Keines. Ohne Token wird der Agent abgewiesen; ein Start bringt sein eigenes mit.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Stop %1 in %2</source>
        <translation>%1 in %2 beenden</translation>
    </message>
    <message>
        <source>Rename agent</source>
        <translation>Agent umbenennen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Revoke every token of “%1”?</source>
        <translation>Alle Tokens von „%1“ widerrufen?</translation>
    </message>
    <message>
        <source>Its running sessions end, and programs that hold one of its tokens are refused at once.</source>
        <translation>Laufende Sitzungen enden; Programme mit einem dieser Tokens werden sofort abgewiesen.</translation>
    </message>
    <message>
        <source>Its tokens stop working at once. What it did stays in Activity.</source>
        <translation>Seine Tokens gelten sofort nicht mehr. Was er tat, bleibt unter Aktivität.</translation>
    </message>
    <message numerus="yes">
        <source>%n running session(s) end.</source>
        <translation>
            <numerusform>%n laufende Sitzung endet.</numerusform>
            <numerusform>%n laufende Sitzungen enden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete “%1”?</source>
        <translation>„%1“ löschen?</translation>
    </message>
    <message>
        <source>Hosts without a key</source>
        <translation>Hosts ohne Schlüssel</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>Wie in den Einstellungen</translation>
    </message>
    <message>
        <source>Open: they pass unseen</source>
        <translation>Offen: sie gehen ungesehen durch</translation>
    </message>
    <message>
        <source>Strict: they are refused</source>
        <translation>Streng: sie werden abgewiesen</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>Einfrieren</translation>
    </message>
    <message>
        <source>Thaw</source>
        <translation>Auftauen</translation>
    </message>
    <message>
        <source>All agents are frozen. Their requests are refused until you thaw them.</source>
        <translation>Alle Agenten sind eingefroren. Ihre Anfragen werden abgelehnt, bis Sie sie auftauen.</translation>
    </message>
    <message>
        <source>%1 is frozen. Its requests are refused until you thaw it.</source>
        <translation>%1 ist eingefroren. Seine Anfragen werden abgelehnt, bis Sie ihn auftauen.</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AgentTableModel</name>
    <message>
        <source>Every key</source>
        <translation>Jeder Schlüssel</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Kein Schlüssel</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) running</source>
        <translation>
            <numerusform>%n Sitzung läuft</numerusform>
            <numerusform>%n Sitzungen laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>No valid token</source>
        <translation>Kein gültiges Token</translation>
    </message>
    <message>
        <source>Token never used</source>
        <translation>Token nie benutzt</translation>
    </message>
    <message>
        <source>No session</source>
        <translation>Keine Sitzung</translation>
    </message>
    <message numerus="yes">
        <source>%1, %2, may use %3, seen %4, %n request(s) today</source>
        <translation>
            <numerusform>%1, %2, darf benutzen: %3, gesehen: %4, %n Anfrage heute</numerusform>
            <numerusform>%1, %2, darf benutzen: %3, gesehen: %4, %n Anfragen heute</numerusform>
        </translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>May use</source>
        <translation>Darf benutzen</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>No token</source>
        <translation>Kein Token</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>Eingefroren</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AgentsPage</name>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>New agent</source>
        <translation>Neuer Agent</translation>
    </message>
    <message>
        <source>No agent yet</source>
        <translation>Noch kein Agent</translation>
    </message>
    <message>
        <source>An agent is a program that may use your keys through the gateway, under a name of its own.</source>
        <translation>Ein Agent ist ein Programm, das Schlüssel über das Gateway benutzen darf, unter eigenem Namen.</translation>
    </message>
    <message>
        <source>Found on this computer</source>
        <translation>Auf diesem Computer gefunden</translation>
    </message>
    <message>
        <source>not connected yet</source>
        <translation>noch nicht verbunden</translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s)</source>
        <translation>
            <numerusform>%n Agent</numerusform>
            <numerusform>%n Agenten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 is &quot;5 agents&quot;, %2 &quot;3 sessions&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n Sitzung</numerusform>
            <numerusform>%n Sitzungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>%1 verbinden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Add agent</source>
        <translation>Agent hinzufügen</translation>
    </message>
    <message>
        <source>Freeze all</source>
        <translation>Alle einfrieren</translation>
    </message>
    <message>
        <source>Thaw all</source>
        <translation>Alle auftauen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalActions</name>
    <message>
        <source>Deny</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Approve for</source>
        <translation>Freigeben für</translation>
    </message>
    <message>
        <source>Approve once</source>
        <translation>Einmal freigeben</translation>
    </message>
    <message>
        <source>Vault or recovery passphrase</source>
        <translation>Passphrase des Tresors oder für den Notfall</translation>
    </message>
    <message>
        <source>The rule is marked as high risk: approving takes the passphrase.</source>
        <translation>Die Regel ist als hohes Risiko markiert: Das Freigeben braucht die Passphrase.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalAnswerText</name>
    <message>
        <source>Once</source>
        <translation>Einmal</translation>
    </message>
    <message>
        <source>For this session of %1</source>
        <translation>Für diese Sitzung von %1</translation>
    </message>
    <message>
        <source>For this session of %1 in %2</source>
        <extracomment>%1: an agent, %2: a folder</extracomment>
        <translation>Für diese Sitzung von %1 in %2</translation>
    </message>
    <message>
        <source>For 10 minutes</source>
        <translation>Für 10 Minuten</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Für 1 Stunde</translation>
    </message>
    <message>
        <source>Always: adds the rule “%1” above rule %2</source>
        <extracomment>%1: the sentence of a rule, %2: the number of another one</extracomment>
        <translation>Immer: fügt die Regel „%1“ über Regel %2 ein</translation>
    </message>
    <message>
        <source>Answers rule %1 for this session of %2 only, until the vault is locked.</source>
        <extracomment>%1: the number of a rule, %2: an agent</extracomment>
        <translation>Beantwortet Regel %1 nur für diese Sitzung von %2, bis der Tresor gesperrt wird.</translation>
    </message>
    <message>
        <source>Answers rule %1 for %2 outside of sessions only, until the vault is locked.</source>
        <extracomment>%1: the number of a rule, %2: an agent</extracomment>
        <translation>Beantwortet Regel %1 für %2 nur außerhalb von Sitzungen, bis der Tresor gesperrt wird.</translation>
    </message>
    <message>
        <source>Deny and freeze %1</source>
        <translation>Ablehnen und %1 einfrieren</translation>
    </message>
    <message>
        <source>Approved once</source>
        <translation>Einmal freigegeben</translation>
    </message>
    <message>
        <source>Approved for the session</source>
        <translation>Für die Sitzung freigegeben</translation>
    </message>
    <message>
        <source>Approved for 10 minutes</source>
        <translation>Für 10 Minuten freigegeben</translation>
    </message>
    <message>
        <source>Approved for 1 hour</source>
        <translation>Für 1 Stunde freigegeben</translation>
    </message>
    <message>
        <source>Approved, and a rule added</source>
        <translation>Freigegeben und eine Regel eingefügt</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Denied: no answer in time</source>
        <translation>Abgelehnt: keine rechtzeitige Antwort</translation>
    </message>
    <message>
        <source>The agent left</source>
        <translation>Der Agent ist gegangen</translation>
    </message>
    <message>
        <source>Denied: the vault was locked</source>
        <translation>Abgelehnt: der Tresor wurde gesperrt</translation>
    </message>
    <message>
        <source>Denied: Keysluice was quit</source>
        <translation>Abgelehnt: Keysluice wurde beendet</translation>
    </message>
    <message>
        <source>Decided by a change of rules, agents or keys</source>
        <translation>Entschieden durch geänderte Regeln, Agenten oder Schlüssel</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <extracomment>%1: an agent, %2: the folder of its session</extracomment>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1, outside of sessions</source>
        <translation>%1, außerhalb von Sitzungen</translation>
    </message>
    <message>
        <source>until the session ends</source>
        <translation>bis die Sitzung endet</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalDecider</name>
    <message>
        <source>Type the passphrase to approve this.</source>
        <translation>Zum Freigeben die Passphrase eingeben.</translation>
    </message>
    <message>
        <source>It does not wait any more.</source>
        <translation>Die Anfrage wartet nicht mehr.</translation>
    </message>
    <message>
        <source>It was denied, but the agent is not frozen. %1</source>
        <extracomment>%1: a sentence that says why</extracomment>
        <translation>Es wurde abgelehnt, aber der Agent ist nicht eingefroren. %1</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalListModel</name>
    <message>
        <source>%1, waiting, %2, %3 left</source>
        <translation>%1, wartet, %2, noch %3</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <extracomment>a row for the screen reader; %1: &quot;aider asks to use …&quot;, %2: how it ended, %3: when</extracomment>
        <translation>%1, %2, %3</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalNotices</name>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Approve it in the window, with the passphrase.</source>
        <translation>Im Fenster mit der Passphrase freigeben.</translation>
    </message>
    <message>
        <source>Approve once</source>
        <translation>Einmal freigeben</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Ablehnen</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) of %1 wait for you</source>
        <extracomment>%1: an agent</extracomment>
        <translation>
            <numerusform>%n Anfrage von %1 wartet auf Sie</numerusform>
            <numerusform>%n Anfragen von %1 warten auf Sie</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalOutcomeText</name>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Approved by an earlier answer</source>
        <translation>Durch eine frühere Antwort freigegeben</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>No answer in time</source>
        <translation>Keine Antwort in der Zeit</translation>
    </message>
    <message>
        <source>Nobody could be asked</source>
        <translation>Niemand konnte gefragt werden</translation>
    </message>
    <message>
        <source>Over before it was answered</source>
        <translation>Vor einer Antwort zu Ende</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalPane</name>
    <message>
        <source>Close the details</source>
        <translation>Details schließen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalPrompt</name>
    <message>
        <source>Approval needed</source>
        <translation>Freigabe nötig</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>%1: which of the waiting requests is shown, %2: how many wait</extracomment>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalPrompter</name>
    <message>
        <source>Rule added: %1</source>
        <extracomment>%1: the sentence of a rule</extracomment>
        <translation>Regel eingefügt: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalText</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <comment>models</comment>
        <translation>
            <numerusform>%Ln weiteres</numerusform>
            <numerusform>%Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>the agent</source>
        <comment>could not be established</comment>
        <translation>der Agent</translation>
    </message>
    <message>
        <source>the provider</source>
        <comment>could not be established</comment>
        <translation>der Anbieter</translation>
    </message>
    <message>
        <source>the host</source>
        <comment>could not be established</comment>
        <translation>der Host</translation>
    </message>
    <message>
        <source>the time</source>
        <comment>could not be established</comment>
        <translation>die Uhrzeit</translation>
    </message>
    <message>
        <source>the method</source>
        <comment>could not be established</comment>
        <translation>die Methode</translation>
    </message>
    <message>
        <source>what the request is for</source>
        <comment>could not be established</comment>
        <translation>wofür die Anfrage ist</translation>
    </message>
    <message>
        <source>the path</source>
        <comment>could not be established</comment>
        <translation>der Pfad</translation>
    </message>
    <message>
        <source>the size of the request</source>
        <comment>could not be established</comment>
        <translation>die Größe der Anfrage</translation>
    </message>
    <message>
        <source>what its headers say</source>
        <comment>could not be established</comment>
        <translation>was ihre Kopfzeilen sagen</translation>
    </message>
    <message>
        <source>the model</source>
        <comment>could not be established</comment>
        <translation>das Modell</translation>
    </message>
    <message>
        <source>how long the answer may be</source>
        <comment>could not be established</comment>
        <translation>wie lang die Antwort werden darf</translation>
    </message>
    <message>
        <source>how much thinking is allowed</source>
        <comment>could not be established</comment>
        <translation>wie viel Nachdenken erlaubt ist</translation>
    </message>
    <message>
        <source>the effort</source>
        <comment>could not be established</comment>
        <translation>der Aufwand</translation>
    </message>
    <message>
        <source>the cost</source>
        <comment>could not be established</comment>
        <translation>was es kostet</translation>
    </message>
    <message>
        <source>whether the answer is streamed</source>
        <comment>could not be established</comment>
        <translation>ob die Antwort gestreamt wird</translation>
    </message>
    <message>
        <source>which hosted tools it uses</source>
        <comment>could not be established</comment>
        <translation>welche gehosteten Werkzeuge sie benutzt</translation>
    </message>
    <message>
        <source>which MCP servers it uses</source>
        <comment>could not be established</comment>
        <translation>welche MCP-Server sie benutzt</translation>
    </message>
    <message>
        <source>whether it contains images</source>
        <comment>could not be established</comment>
        <translation>ob sie Bilder enthält</translation>
    </message>
    <message>
        <source>whether it contains documents</source>
        <comment>could not be established</comment>
        <translation>ob sie Dokumente enthält</translation>
    </message>
    <message>
        <source>what its text says</source>
        <comment>could not be established</comment>
        <translation>was ihr Text sagt</translation>
    </message>
    <message>
        <source>less than %1</source>
        <extracomment>an estimated cost; %1 is &quot;$0.01&quot;</extracomment>
        <translation>weniger als %1</translation>
    </message>
    <message>
        <source>about %1</source>
        <extracomment>an estimated cost; %1 is &quot;$1.90&quot;</extracomment>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1: a credential&apos;s name, %2: its provider
----------
an estimate; %1: &quot;about 112,400 tokens&quot;, %2: &quot;about $1.90&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 asks to connect to %2</source>
        <extracomment>%1: an agent, %2: host and port</extracomment>
        <translation>%1 möchte sich mit %2 verbinden</translation>
    </message>
    <message>
        <source>%1 asks to use %2</source>
        <extracomment>%1: an agent, %2: one or more models</extracomment>
        <translation>%1 möchte %2 benutzen</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <extracomment>%1: an agent, %2: method, host and path</extracomment>
        <translation>%1 fragt nach %2</translation>
    </message>
    <message>
        <source>Held by rule %1: %2</source>
        <extracomment>%1: the number of a rule in the list, %2: its sentence</extracomment>
        <translation>Angehalten von Regel %1: %2</translation>
    </message>
    <message>
        <source>Held by rule %1, “%2”: %3</source>
        <extracomment>%1: the number of a rule in the list, %2: its name, %3: its sentence</extracomment>
        <translation>Angehalten von Regel %1, „%2“: %3</translation>
    </message>
    <message>
        <source>It is asked because %1 could not be established.</source>
        <translation>Es wird gefragt, weil sich nicht feststellen ließ: %1.</translation>
    </message>
    <message numerus="yes">
        <source>about %Ln token(s)</source>
        <translation>
            <numerusform>etwa %Ln Token</numerusform>
            <numerusform>etwa %Ln Tokens</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, cost unknown</source>
        <extracomment>%1: &quot;about 112,400 tokens&quot;</extracomment>
        <translation>%1, Kosten unbekannt</translation>
    </message>
    <message>
        <source>%1, tokens unknown</source>
        <translation>%1, Tokens unbekannt</translation>
    </message>
    <message>
        <source>tokens and cost unknown</source>
        <translation>Tokens und Kosten unbekannt</translation>
    </message>
    <message>
        <source>a part of %1</source>
        <extracomment>%1: a size, &quot;412.0 kB&quot;</extracomment>
        <translation>ein Teil von %1</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Started as</source>
        <translation>Gestartet als</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>none: it was not launched here</source>
        <translation>keine: nicht von hier gestartet</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Schätzung</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalsPage</name>
    <message>
        <source>Approvals</source>
        <translation>Freigaben</translation>
    </message>
    <message>
        <source>Answer the oldest</source>
        <translation>Älteste beantworten</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Recent decisions</source>
        <translation>Letzte Entscheidungen</translation>
    </message>
    <message>
        <source>Opens the prompt of the oldest waiting request, from everywhere with %1; then A approves it once, D denies it</source>
        <extracomment>%1: a key combination</extracomment>
        <translation>Öffnet die Abfrage der ältesten wartenden Anfrage, von überall mit %1; dann gibt A sie einmal frei, D lehnt sie ab</translation>
    </message>
    <message>
        <source>Nothing waits for you.</source>
        <translation>Nichts wartet auf Sie.</translation>
    </message>
    <message>
        <source>Remembered answers</source>
        <translation>Gemerkte Antworten</translation>
    </message>
    <message>
        <source>Nothing to approve</source>
        <translation>Nichts freizugeben</translation>
    </message>
    <message>
        <source>When a rule says “Ask”, the request waits here, and nothing is sent until you have answered. Without an answer in time it is denied.</source>
        <translation>Wenn eine Regel „Fragt“, wartet die Anfrage hier, und nichts wird gesendet, bis Sie geantwortet haben. Ohne rechtzeitige Antwort wird sie abgelehnt.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) wait</source>
        <translation>
            <numerusform>%n Anfrage wartet</numerusform>
            <numerusform>%n Anfragen warten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CodeBox</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ConditionEditor</name>
    <message>
        <source>%1: condition</source>
        <translation>%1: Bedingung</translation>
    </message>
    <message>
        <source>Take out: %1</source>
        <translation>Herausnehmen: %1</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ConditionText</name>
    <message>
        <source>the host is a known provider&apos;s</source>
        <translation>der Host der eines bekannten Anbieters ist</translation>
    </message>
    <message>
        <source>the host is no known provider&apos;s</source>
        <translation>der Host nicht der eines bekannten Anbieters ist</translation>
    </message>
    <message>
        <source>the provider is %1</source>
        <translation>der Anbieter %1 ist</translation>
    </message>
    <message>
        <source>the provider is not %1</source>
        <translation>der Anbieter nicht %1 ist</translation>
    </message>
    <message>
        <source>something else</source>
        <comment>what a request is for</comment>
        <translation>etwas anderes</translation>
    </message>
    <message>
        <source>an answer of a model</source>
        <comment>what a request is for</comment>
        <translation>die Antwort eines Modells</translation>
    </message>
    <message>
        <source>files</source>
        <comment>what a request is for</comment>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>batches</source>
        <comment>what a request is for</comment>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>the account</source>
        <comment>what a request is for</comment>
        <translation>das Konto</translation>
    </message>
    <message>
        <source>none</source>
        <comment>effort</comment>
        <translation>keiner</translation>
    </message>
    <message>
        <source>minimal</source>
        <comment>effort</comment>
        <translation>minimal</translation>
    </message>
    <message>
        <source>low</source>
        <comment>effort</comment>
        <translation>niedrig</translation>
    </message>
    <message>
        <source>medium</source>
        <comment>effort</comment>
        <translation>mittel</translation>
    </message>
    <message>
        <source>high</source>
        <comment>effort</comment>
        <translation>hoch</translation>
    </message>
    <message>
        <source>maximum</source>
        <comment>effort</comment>
        <translation>maximal</translation>
    </message>
    <message>
        <source>%1 MiB</source>
        <translation>%1 MiB</translation>
    </message>
    <message>
        <source>%1 KiB</source>
        <translation>%1 KiB</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>days of the week</comment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>it is %1</source>
        <extracomment>%1: days of the week</extracomment>
        <translation>es %1 ist</translation>
    </message>
    <message>
        <source>it is between %1 and %2</source>
        <extracomment>times of the day</extracomment>
        <translation>es zwischen %1 und %2 Uhr ist</translation>
    </message>
    <message>
        <source>it is %1 between %2 and %3</source>
        <extracomment>%1: days of the week, %2 and %3: times of the day</extracomment>
        <translation>es %1 zwischen %2 und %3 Uhr ist</translation>
    </message>
    <message>
        <source>it is %1 between %2 and %3 of the next day</source>
        <translation>es %1 zwischen %2 und %3 Uhr des nächsten Tages ist</translation>
    </message>
    <message numerus="yes">
        <source>the answer may have more than %Ln token(s)</source>
        <translation>
            <numerusform>die Antwort mehr als %Ln Token haben darf</numerusform>
            <numerusform>die Antwort mehr als %Ln Tokens haben darf</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>thinking may take more than %Ln token(s)</source>
        <translation>
            <numerusform>das Nachdenken mehr als %Ln Token brauchen darf</numerusform>
            <numerusform>das Nachdenken mehr als %Ln Tokens brauchen darf</numerusform>
        </translation>
    </message>
    <message>
        <source>the effort is above %1</source>
        <translation>der Aufwand über „%1“ liegt</translation>
    </message>
    <message>
        <source>the cost is above %1</source>
        <translation>die Kosten über %1 liegen</translation>
    </message>
    <message>
        <source>the request is larger than %1</source>
        <translation>die Anfrage größer als %1 ist</translation>
    </message>
    <message>
        <source>the answer is streamed</source>
        <translation>die Antwort gestreamt wird</translation>
    </message>
    <message>
        <source>the answer is not streamed</source>
        <translation>die Antwort nicht gestreamt wird</translation>
    </message>
    <message>
        <source>it contains images</source>
        <translation>sie Bilder enthält</translation>
    </message>
    <message>
        <source>it contains no images</source>
        <translation>sie keine Bilder enthält</translation>
    </message>
    <message>
        <source>it contains documents</source>
        <translation>sie Dokumente enthält</translation>
    </message>
    <message>
        <source>it contains no documents</source>
        <translation>sie keine Dokumente enthält</translation>
    </message>
    <message>
        <source>the header %1 is “%2”</source>
        <translation>der Header %1 „%2“ lautet</translation>
    </message>
    <message>
        <source>the header %1 is there</source>
        <translation>der Header %1 vorhanden ist</translation>
    </message>
    <message>
        <source>it contains “%1”</source>
        <translation>sie „%1“ enthält</translation>
    </message>
    <message>
        <source>it contains what matches “%1”</source>
        <translation>sie etwas enthält, worauf „%1“ passt</translation>
    </message>
    <message>
        <source>$%1</source>
        <extracomment>an amount of US dollars</extracomment>
        <translation>%1 $</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <extracomment>the end of a list of conditions: &quot;the model is x, the method is PUT and the answer is streamed&quot;</extracomment>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>the host is %1</source>
        <translation>der Host %1 ist</translation>
    </message>
    <message>
        <source>the host is not %1</source>
        <translation>der Host nicht %1 ist</translation>
    </message>
    <message>
        <source>the method is %1</source>
        <translation>die Methode %1 ist</translation>
    </message>
    <message>
        <source>the method is not %1</source>
        <translation>die Methode nicht %1 ist</translation>
    </message>
    <message>
        <source>the path is %1</source>
        <translation>der Pfad %1 ist</translation>
    </message>
    <message>
        <source>the path is not %1</source>
        <translation>der Pfad nicht %1 ist</translation>
    </message>
    <message>
        <source>the request is for %1</source>
        <translation>es um %1 geht</translation>
    </message>
    <message>
        <source>the model is %1</source>
        <translation>das Modell %1 ist</translation>
    </message>
    <message>
        <source>the model is not %1</source>
        <translation>das Modell nicht %1 ist</translation>
    </message>
    <message>
        <source>every hosted tool is %1</source>
        <translation>jedes Werkzeug des Anbieters %1 ist</translation>
    </message>
    <message>
        <source>a hosted tool is %1</source>
        <translation>ein Werkzeug des Anbieters %1 ist</translation>
    </message>
    <message>
        <source>no hosted tool is %1</source>
        <translation>kein Werkzeug des Anbieters %1 ist</translation>
    </message>
    <message>
        <source>a hosted tool is not %1</source>
        <translation>ein Werkzeug des Anbieters nicht %1 ist</translation>
    </message>
    <message>
        <source>every MCP server is %1</source>
        <translation>jeder MCP-Server %1 ist</translation>
    </message>
    <message>
        <source>an MCP server is %1</source>
        <translation>ein MCP-Server %1 ist</translation>
    </message>
    <message>
        <source>no MCP server is %1</source>
        <translation>kein MCP-Server %1 ist</translation>
    </message>
    <message>
        <source>an MCP server is not %1</source>
        <translation>ein MCP-Server nicht %1 ist</translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <extracomment>the end of a list of choices: &quot;a, b or c&quot;</extracomment>
        <translation>%1 oder %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ConditionValue</name>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Name of the header</source>
        <translation>Name des Headers</translation>
    </message>
    <message>
        <source>Value of the header</source>
        <translation>Wert des Headers</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ConnectStep</name>
    <message>
        <source>The same from a terminal</source>
        <translation>Dasselbe im Terminal</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Start it in</source>
        <translation>Starten in</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>Connect an agent</source>
        <translation>Einen Agenten verbinden</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Launch</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Launch %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>Another program</source>
        <translation>Ein anderes Programm</translation>
    </message>
    <message>
        <source>Any command that talks to a provider</source>
        <translation>Jeder Befehl, der mit einem Anbieter spricht</translation>
    </message>
    <message>
        <source>There is no folder “%1”.</source>
        <translation>Den Ordner „%1“ gibt es nicht.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What its requests are shown under</source>
        <translation>Unter diesem Namen erscheinen seine Anfragen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>A program that you start by hand</source>
        <translation>Ein Programm, das Sie von Hand starten</translation>
    </message>
    <message>
        <source>Its environment, ready to paste: for scripts, editors and containers</source>
        <translation>Seine Umgebung zum Einfügen: für Skripte, Editoren und Container</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CountdownLabel</name>
    <message>
        <source>then denied</source>
        <translation>dann abgelehnt</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialDelegate</name>
    <message>
        <source>Rotate</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Agents can use it</source>
        <translation>Agenten können ihn benutzen</translation>
    </message>
    <message>
        <source>No agent can use it</source>
        <translation>Kein Agent kann ihn benutzen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialList</name>
    <message>
        <source>Credentials</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Enter edits, Space switches on or off, F5 tests, Delete deletes</source>
        <translation>Eingabetaste bearbeitet, Leertaste schaltet ein oder aus, F5 testet, Entf löscht</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialListHeader</name>
    <message>
        <source>Credential</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialModel</name>
    <message numerus="yes">
        <source>%1, %2 of %3, %4, %5, %n request(s) today, %6</source>
        <extracomment>name, kind of key, provider, state, time of the check; read aloud</extracomment>
        <translation>
            <numerusform>%1, %2 von %3, %4, %5, %n Anfrage heute, %6</numerusform>
            <numerusform>%1, %2 von %3, %4, %5, %n Anfragen heute, %6</numerusform>
        </translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>aktiviert</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>deaktiviert</translation>
    </message>
    <message numerus="yes">
        <source>%n credential(s) fit %1. “%2” is used first.</source>
        <translation>
            <numerusform>%n Schlüssel passt zu %1. „%2“ wird zuerst benutzt.</numerusform>
            <numerusform>%n Schlüssel passen zu %1. „%2“ wird zuerst benutzt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialNotices</name>
    <message>
        <source>%1 rejects “%2”</source>
        <translation>%1 lehnt „%2“ ab</translation>
    </message>
    <message>
        <source>Agents receive its answer %1. Put a new key in.</source>
        <translation>Agenten erhalten die Antwort %1. Neuen Schlüssel eingeben.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialPane</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>What reaches the provider</source>
        <translation>Was beim Anbieter ankommt</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Benutzt von</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
    <message>
        <source>Agents can use it</source>
        <translation>Agenten können ihn benutzen</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 is a provider, %2 a kind of key</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The vault has no passphrase, so no key can be shown. Set one in Settings.</source>
        <translation>Der Tresor hat keine Passphrase, daher lässt sich kein Schlüssel zeigen. In den Einstellungen eine festlegen.</translation>
    </message>
    <message>
        <source>Visible for 15 s. Other programs on this desktop can read it while it is shown.</source>
        <translation>15 s lang sichtbar. Andere Programme auf diesem Desktop können ihn solange lesen.</translation>
    </message>
    <message>
        <source>Reveal and copy ask for the vault passphrase.</source>
        <translation>Zeigen und Kopieren fragen nach der Passphrase des Tresors.</translation>
    </message>
    <message>
        <source>Removed first: %1, where the agent sent them.</source>
        <translation>Zuvor entfernt: %1, falls der Agent sie mitschickte.</translation>
    </message>
    <message>
        <source>No agent yet</source>
        <translation>Noch kein Agent</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n Anfrage</numerusform>
            <numerusform>%n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>If an agent brings another key</source>
        <translation>Wenn ein Agent einen anderen Schlüssel mitbringt</translation>
    </message>
    <message>
        <source>Replace it with this one</source>
        <translation>Durch diesen ersetzen</translation>
    </message>
    <message>
        <source>Refuse the request</source>
        <translation>Die Anfrage abweisen</translation>
    </message>
    <message>
        <source>Let it pass</source>
        <translation>Ihn durchlassen</translation>
    </message>
    <message>
        <source>Whatever the agent sends as its key, this one reaches the provider.</source>
        <translation>Was der Agent auch als Schlüssel sendet: Den Anbieter erreicht dieser.</translation>
    </message>
    <message>
        <source>The agent is told so, and you are alerted. Placeholders are replaced as always.</source>
        <translation>Der Agent erfährt es, und Sie werden benachrichtigt. Platzhalter werden wie immer ersetzt.</translation>
    </message>
    <message>
        <source>It reaches the provider as it is, on its own account. Placeholders are replaced as always.</source>
        <translation>Er erreicht den Anbieter, wie er ist, auf eigene Rechnung. Platzhalter werden wie immer ersetzt.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialText</name>
    <message>
        <source>%1 answered 429. Accepted again at %2; agents receive 429 until then.</source>
        <translation>%1 antwortete 429. Wieder angenommen ab %2; bis dahin erhalten Agenten 429.</translation>
    </message>
    <message>
        <source>%1 answered 429 and accepts requests again since %2. Test it to be sure.</source>
        <translation>%1 antwortete 429 und nimmt seit %2 wieder Anfragen an. Zur Sicherheit testen.</translation>
    </message>
    <message>
        <source>%1 answered 429. Agents receive this answer until it accepts requests again.</source>
        <translation>%1 antwortete 429. Agenten erhalten diese Antwort, bis wieder Anfragen angenommen werden.</translation>
    </message>
    <message>
        <source>This key was never checked. Agents can use it.</source>
        <translation>Dieser Schlüssel wurde nie geprüft. Agenten können ihn benutzen.</translation>
    </message>
    <message>
        <source>Could not check: %1 answered %2. Agents can use it.</source>
        <translation>Prüfung nicht möglich: %1 antwortete %2. Agenten können ihn benutzen.</translation>
    </message>
    <message>
        <source>Could not check: %1 could not be reached. Agents can use it.</source>
        <translation>Prüfung nicht möglich: %1 war nicht erreichbar. Agenten können ihn benutzen.</translation>
    </message>
    <message>
        <source>Checked: valid</source>
        <translation>Geprüft: gültig</translation>
    </message>
    <message numerus="yes">
        <source>Checked: valid, %n model(s)</source>
        <translation>
            <numerusform>Geprüft: gültig, %n Modell</numerusform>
            <numerusform>Geprüft: gültig, %n Modelle</numerusform>
        </translation>
    </message>
    <message>
        <source>Checked: restricted (%1)</source>
        <translation>Geprüft: eingeschränkt (%1)</translation>
    </message>
    <message>
        <source>Checked: rate-limited (%1)</source>
        <translation>Geprüft: Ratenlimit (%1)</translation>
    </message>
    <message>
        <source>Checked: no credit (%1)</source>
        <translation>Geprüft: kein Guthaben (%1)</translation>
    </message>
    <message>
        <source>Checked: rejected (%1)</source>
        <translation>Geprüft: abgelehnt (%1)</translation>
    </message>
    <message>
        <source>Could not be checked (%1)</source>
        <translation>Prüfung nicht möglich (%1)</translation>
    </message>
    <message>
        <source>Could not be checked</source>
        <translation>Prüfung nicht möglich</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>Eingeschränkt</translation>
    </message>
    <message>
        <source>Rate-limited</source>
        <translation>Ratenlimit</translation>
    </message>
    <message>
        <source>No credit</source>
        <translation>Kein Guthaben</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Unchecked</source>
        <translation>Ungeprüft</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>OAuth token</source>
        <translation>OAuth-Token</translation>
    </message>
    <message>
        <source>never checked</source>
        <translation>nie geprüft</translation>
    </message>
    <message>
        <source>checked %1</source>
        <extracomment>%1 is &quot;now&quot;, &quot;4 min ago&quot;, &quot;13:44&quot; or a day</extracomment>
        <translation>geprüft: %1</translation>
    </message>
    <message>
        <source>never used</source>
        <translation>nie benutzt</translation>
    </message>
    <message>
        <source>used %1</source>
        <extracomment>%1 is &quot;now&quot;, &quot;4 min ago&quot;, &quot;13:44&quot; or a day</extracomment>
        <translation>benutzt: %1</translation>
    </message>
    <message>
        <source>%1 answered 403: this key may not do everything. Agents can use what it allows.</source>
        <translation>%1 antwortete 403: Dieser Schlüssel darf nicht alles. Agenten können nutzen, was er erlaubt.</translation>
    </message>
    <message>
        <source>%1 answered 402: no credit is left. Agents receive this answer.</source>
        <translation>%1 antwortete 402: kein Guthaben mehr. Agenten erhalten diese Antwort.</translation>
    </message>
    <message>
        <source>%1 answered 401. Agents receive this answer. Put a new key in.</source>
        <translation>%1 antwortete 401. Agenten erhalten diese Antwort. Neuen Schlüssel eingeben.</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Rotated; the old key was destroyed</source>
        <translation>Ersetzt; der alte Schlüssel wurde vernichtet</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Aktiviert</translation>
    </message>
    <message>
        <source>Renamed</source>
        <translation>Umbenannt</translation>
    </message>
    <message>
        <source>No agent uses it. The key is destroyed and cannot be brought back.</source>
        <translation>Kein Agent benutzt ihn. Der Schlüssel wird vernichtet und ist nicht wiederherstellbar.</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 use it; from then on “%2” is used. The key is destroyed.</source>
        <translation>
            <numerusform>%1 benutzt ihn; danach gilt „%2“. Der Schlüssel wird vernichtet.</numerusform>
            <numerusform>%1 benutzen ihn; danach gilt „%2“. Der Schlüssel wird vernichtet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 use it; their next request to %2 fails.</source>
        <extracomment>%1 is a list of agents, %n their number, %2 a provider</extracomment>
        <translation>
            <numerusform>%1 benutzt ihn; die nächste Anfrage an %2 scheitert.</numerusform>
            <numerusform>%1 benutzen ihn; ihre nächste Anfrage an %2 scheitert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 answered 401 to %n request(s). Agents receive this answer. Put a new key in.</source>
        <extracomment>%1 is a provider, %n how many requests of agents it has refused</extracomment>
        <translation>
            <numerusform>%1 antwortete auf %n Anfrage mit 401. Agenten erhalten diese Antwort. Neuen Schlüssel eingeben.</numerusform>
            <numerusform>%1 antwortete auf %n Anfragen mit 401. Agenten erhalten diese Antwort. Neuen Schlüssel eingeben.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::DeleteQuestion</name>
    <message>
        <source>Delete secret</source>
        <translation>Schlüssel löschen</translation>
    </message>
    <message>
        <source>Delete “%1”?</source>
        <translation>„%1“ löschen?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::DryRunSummary</name>
    <message>
        <source>%1 allowed, %2 blocked, %3 asked about</source>
        <translation>%1 zugelassen, %2 blockiert, %3 gefragt</translation>
    </message>
    <message>
        <source>Nothing would have gone otherwise.</source>
        <translation>Nichts wäre anders verlaufen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) would have gone otherwise.</source>
        <translation>
            <numerusform>%Ln Anfrage wäre anders verlaufen.</numerusform>
            <numerusform>%Ln Anfragen wären anders verlaufen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) cannot be judged from history.</source>
        <translation>
            <numerusform>%Ln Anfrage ist aus dem Verlauf nicht zu beurteilen.</numerusform>
            <numerusform>%Ln Anfragen sind aus dem Verlauf nicht zu beurteilen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Decided by this rule, the newest:</source>
        <translation>Von dieser Regel entschieden, die neuesten:</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::DryRunView</name>
    <message>
        <source>Tried against the last 7 days</source>
        <translation>An den letzten 7 Tagen erprobt</translation>
    </message>
    <message>
        <source>Looking at them…</source>
        <translation>Sie werden angesehen …</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::EmptyLlms</name>
    <message>
        <source>Add secret</source>
        <translation>Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>Noch kein Schlüssel</translation>
    </message>
    <message>
        <source>Add the key of a provider. Agents on this computer can use it from their next request, without ever seeing it.</source>
        <translation>Den Schlüssel eines Anbieters hinzufügen. Agenten auf diesem Computer können ihn ab der nächsten Anfrage benutzen, ohne ihn je zu sehen.</translation>
    </message>
    <message>
        <source>Paste from clipboard</source>
        <translation>Aus der Zwischenablage einfügen</translation>
    </message>
    <message>
        <source>Encrypted here</source>
        <translation>Hier verschlüsselt</translation>
    </message>
    <message>
        <source>Each key is encrypted on this disk. Nothing is uploaded.</source>
        <translation>Jeder Schlüssel liegt verschlüsselt auf diesem Datenträger. Nichts wird hochgeladen.</translation>
    </message>
    <message>
        <source>Agents never hold it</source>
        <translation>Agenten halten ihn nie</translation>
    </message>
    <message>
        <source>They get a placeholder; the gateway puts the key in on the way out.</source>
        <translation>Sie bekommen einen Platzhalter; das Gateway setzt den Schlüssel unterwegs ein.</translation>
    </message>
    <message>
        <source>Every use is recorded</source>
        <translation>Jede Benutzung wird festgehalten</translation>
    </message>
    <message>
        <source>You see which agent used it, when, and how it ended.</source>
        <translation>Sichtbar ist, welcher Agent ihn wann benutzte und wie es ausging.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ExcerptSection</name>
    <message>
        <source>Excerpt, as sent</source>
        <translation>Auszug, wie gesendet</translation>
    </message>
    <message>
        <source>What is sent through the connection cannot be seen here.</source>
        <translation>Was durch die Verbindung gesendet wird, ist hier nicht zu sehen.</translation>
    </message>
    <message>
        <source>The request has no body.</source>
        <translation>Die Anfrage hat keinen Inhalt.</translation>
    </message>
    <message>
        <source>The body cannot be shown.</source>
        <translation>Der Inhalt lässt sich nicht zeigen.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ExcerptText</name>
    <message numerus="yes">
        <source>[and %Ln more]</source>
        <extracomment>stands in a text behind the first of many invisible characters, or of bytes that are no text</extracomment>
        <translation>
            <numerusform>[und %Ln weiteres]</numerusform>
            <numerusform>[und %Ln weitere]</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln invisible character(s) are shown</source>
        <translation>
            <numerusform>%Ln unsichtbares Zeichen wird gezeigt</numerusform>
            <numerusform>%Ln unsichtbare Zeichen werden gezeigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln byte(s) are no text</source>
        <translation>
            <numerusform>%Ln Byte ist kein Text</numerusform>
            <numerusform>%Ln Bytes sind kein Text</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>two remarks on a text: &quot;2 invisible characters are shown&quot;, &quot;3 bytes are no text&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ExcerptView</name>
    <message>
        <source>Excerpt, as sent</source>
        <translation>Auszug, wie gesendet</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::Failure</name>
    <message>
        <source>There is no “%1”.</source>
        <translation>„%1“ gibt es nicht.</translation>
    </message>
    <message>
        <source>The name “%1” is in use. Choose another one.</source>
        <translation>Der Name „%1“ ist vergeben. Einen anderen wählen.</translation>
    </message>
    <message>
        <source>A name has 1 to 64 characters, without line breaks.</source>
        <translation>Ein Name hat 1 bis 64 Zeichen, ohne Zeilenumbrüche.</translation>
    </message>
    <message>
        <source>No key was given.</source>
        <translation>Es wurde kein Schlüssel angegeben.</translation>
    </message>
    <message>
        <source>A key has no spaces, line breaks or special characters inside. Copy it again.</source>
        <translation>Ein Schlüssel enthält keine Leerzeichen, Zeilenumbrüche oder Sonderzeichen. Noch einmal kopieren.</translation>
    </message>
    <message>
        <source>This is too long for a key. Copy only the key itself.</source>
        <translation>Das ist zu lang für einen Schlüssel. Nur den Schlüssel selbst kopieren.</translation>
    </message>
    <message>
        <source>This looks like an agent&apos;s placeholder, not a provider&apos;s key.</source>
        <translation>Das sieht nach dem Platzhalter eines Agenten aus, nicht nach dem Schlüssel eines Anbieters.</translation>
    </message>
    <message>
        <source>The provider “%1” is not known.</source>
        <translation>Der Anbieter „%1“ ist nicht bekannt.</translation>
    </message>
    <message>
        <source>This is not possible here: %1</source>
        <translation>Das ist hier nicht möglich: %1</translation>
    </message>
    <message>
        <source>There is no vault yet. Create one with “keysluice init” or in the window.</source>
        <translation>Es gibt noch keinen Tresor. Mit „keysluice init“ oder im Fenster anlegen.</translation>
    </message>
    <message>
        <source>There is a vault already in this data directory. Nothing was changed.</source>
        <translation>In diesem Datenordner gibt es schon einen Tresor. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The vault is locked. Unlock it first.</source>
        <translation>Der Tresor ist gesperrt. Zuerst entsperren.</translation>
    </message>
    <message>
        <source>This passphrase does not open the vault.</source>
        <translation>Diese Passphrase öffnet den Tresor nicht.</translation>
    </message>
    <message>
        <source>The vault has no passphrase. Set one in Settings first.</source>
        <translation>Der Tresor hat keine Passphrase. Zuerst in den Einstellungen eine festlegen.</translation>
    </message>
    <message>
        <source>This is the only way to open the vault. Add another one first.</source>
        <translation>Dies ist der einzige Weg, den Tresor zu öffnen. Zuerst einen anderen hinzufügen.</translation>
    </message>
    <message>
        <source>A passphrase needs at least 8 characters.</source>
        <translation>Eine Passphrase braucht mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>The data is damaged (%1). Nothing was changed; restore a copy of the data directory.</source>
        <translation>Die Daten sind beschädigt (%1). Nichts wurde geändert; eine Kopie des Datenordners einspielen.</translation>
    </message>
    <message>
        <source>The data was written by a newer version of Keysluice. Update the application.</source>
        <translation>Die Daten stammen von einer neueren Version von Keysluice. Anwendung aktualisieren.</translation>
    </message>
    <message>
        <source>Agents or settings were changed outside Keysluice. Requests are refused until you have looked.</source>
        <translation>Agenten oder Einstellungen wurden außerhalb von Keysluice geändert. Anfragen werden abgewiesen, bis sie angesehen sind.</translation>
    </message>
    <message>
        <source>The vault file is older than the one used last. It may have been replaced.</source>
        <translation>Die Tresordatei ist älter als die zuletzt benutzte. Sie wurde vielleicht ausgetauscht.</translation>
    </message>
    <message>
        <source>There is no system keychain in this session. Use a passphrase.</source>
        <translation>In dieser Sitzung gibt es keinen Schlüsselbund. Eine Passphrase benutzen.</translation>
    </message>
    <message>
        <source>The system keychain is locked. Unlock it, or use the passphrase.</source>
        <translation>Der Schlüsselbund des Systems ist gesperrt. Entsperren oder die Passphrase benutzen.</translation>
    </message>
    <message>
        <source>The keychain&apos;s prompt was closed. Try again, or use the passphrase.</source>
        <translation>Die Abfrage des Schlüsselbunds wurde geschlossen. Erneut versuchen oder die Passphrase benutzen.</translation>
    </message>
    <message>
        <source>The system keychain does not answer. Use the passphrase, or try again.</source>
        <translation>Der Schlüsselbund des Systems antwortet nicht. Die Passphrase benutzen oder erneut versuchen.</translation>
    </message>
    <message>
        <source>The keychain has no entry of this vault. Use the passphrase or the recovery code.</source>
        <translation>Der Schlüsselbund hat keinen Eintrag dieses Tresors. Passphrase oder Wiederherstellungscode benutzen.</translation>
    </message>
    <message>
        <source>The system keychain failed: %1</source>
        <translation>Der Schlüsselbund des Systems versagte: %1</translation>
    </message>
    <message>
        <source>The disk is full. Nothing was lost; make room and try again.</source>
        <translation>Der Datenträger ist voll. Nichts ging verloren; Platz schaffen und erneut versuchen.</translation>
    </message>
    <message>
        <source>“%1” cannot be written. Choose another data directory.</source>
        <translation>„%1“ ist nicht beschreibbar. Einen anderen Datenordner wählen.</translation>
    </message>
    <message>
        <source>“%1” may not be opened by this user.</source>
        <translation>„%1“ darf von diesem Benutzer nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>“%1” can be read or replaced by others. Make it yours alone (mode 0600, folder 0700).</source>
        <translation>„%1“ können andere lesen oder ersetzen. Rechte auf den eigenen Benutzer beschränken (0600, Ordner 0700).</translation>
    </message>
    <message>
        <source>Another Keysluice uses this data directory.</source>
        <translation>Ein anderes Keysluice benutzt diesen Datenordner.</translation>
    </message>
    <message>
        <source>It failed: %1</source>
        <translation>Fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Port %1 is in use by another program. No agent can connect.</source>
        <translation>Port %1 wird von einem anderen Programm benutzt. Kein Agent kann sich verbinden.</translation>
    </message>
    <message>
        <source>The address %1 does not exist on this computer.</source>
        <translation>Die Adresse %1 gibt es auf diesem Computer nicht.</translation>
    </message>
    <message>
        <source>Keysluice is not running. Start it with “keysluice” or “keysluice serve”.</source>
        <translation>Keysluice läuft nicht. Mit „keysluice“ oder „keysluice serve“ starten.</translation>
    </message>
    <message>
        <source>It was refused.</source>
        <translation>Es wurde abgelehnt.</translation>
    </message>
    <message>
        <source>This needs a person: confirm it in the window, or prove the passphrase with --passphrase-file.</source>
        <translation>Das braucht einen Menschen: im Fenster bestätigen oder die Passphrase mit --passphrase-file nachweisen.</translation>
    </message>
    <message>
        <source>A launched agent may not do this.</source>
        <translation>Ein gestarteter Agent darf das nicht.</translation>
    </message>
    <message>
        <source>%1 is honoured only when the vault is opened with a passphrase or key file given for this start. The same choice is in Settings.</source>
        <translation>%1 gilt nur, wenn der Tresor mit einer für diesen Start angegebenen Passphrase oder Schlüsseldatei geöffnet wird. Dieselbe Wahl gibt es in den Einstellungen.</translation>
    </message>
    <message>
        <source>Whose key this is cannot be told from its beginning. Name its provider.</source>
        <translation>Am Anfang dieses Schlüssels ist nicht zu erkennen, von welchem Anbieter er ist. Bitte den Anbieter angeben.</translation>
    </message>
    <message>
        <source>The upstream proxy %1 is this gateway itself. It is not used: providers are reached directly.</source>
        <translation>Der vorgeschaltete Proxy %1 ist dieses Gateway selbst. Er wird nicht benutzt: Anbieter werden direkt erreicht.</translation>
    </message>
    <message>
        <source>These rules cannot be used: %1</source>
        <translation>Diese Regeln sind nicht verwendbar: %1</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::FirstRunPage</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Skip this step</source>
        <translation>Schritt überspringen</translation>
    </message>
    <message>
        <source>Each step can be skipped and repeated later from Settings.</source>
        <translation>Jeder Schritt lässt sich überspringen und später aus den Einstellungen wiederholen.</translation>
    </message>
    <message>
        <source>Protect the vault</source>
        <translation>Den Tresor schützen</translation>
    </message>
    <message>
        <source>Keys are encrypted on this computer. Choose what opens them.</source>
        <translation>Schlüssel liegen verschlüsselt auf diesem Computer. Wählen, was sie öffnet.</translation>
    </message>
    <message>
        <source>Add the first key</source>
        <translation>Ersten Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>Connect an agent</source>
        <translation>Einen Agenten verbinden</translation>
    </message>
    <message>
        <source>A launched agent gets the gateway&apos;s address and a worthless placeholder. Your key stays in the vault.</source>
        <translation>Ein gestarteter Agent bekommt die Adresse des Gateways und einen wertlosen Platzhalter. Der Schlüssel bleibt im Tresor.</translation>
    </message>
    <message>
        <source>See its first request</source>
        <translation>Seine erste Anfrage sehen</translation>
    </message>
    <message>
        <source>What an agent does with your key is in sight, always.</source>
        <translation>Was ein Agent mit dem Schlüssel tut, bleibt immer sichtbar.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Paste the key of a provider. Agents use it through the gateway and never have it.</source>
        <translation>Fügen Sie den Schlüssel eines Anbieters ein. Agenten benutzen ihn über das Gateway und haben ihn nie.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::FlowCard</name>
    <message>
        <source>As a table</source>
        <translation>Als Tabelle</translation>
    </message>
    <message>
        <source>Through the gate today</source>
        <translation>Heute durch das Tor</translation>
    </message>
    <message>
        <source>Through the gate today, as a table</source>
        <translation>Heute durch das Tor, als Tabelle</translation>
    </message>
    <message>
        <source>As a picture</source>
        <translation>Als Bild</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::FlowView</name>
    <message>
        <source>Through the gate today</source>
        <translation>Heute durch das Tor</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Without a key</source>
        <translation>Ohne Schlüssel</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n request(s) refused at the gate</source>
        <translation>
            <numerusform>%1: %n Anfrage am Tor abgewiesen</numerusform>
            <numerusform>%1: %n Anfragen am Tor abgewiesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 to %2: %n request(s)</source>
        <translation>
            <numerusform>%1 an %2: %n Anfrage</numerusform>
            <numerusform>%1 an %2: %n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>No requests today</source>
        <translation>Heute keine Anfragen</translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n abgewiesen</numerusform>
            <numerusform>%n abgewiesen</numerusform>
        </translation>
    </message>
    <message>
        <source>No requests yet today.</source>
        <translation>Heute noch keine Anfragen.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::FreezeText</name>
    <message>
        <source>Cut running answers</source>
        <translation>Laufende Antworten abbrechen</translation>
    </message>
    <message>
        <source>Let running answers finish</source>
        <translation>Laufende Antworten zu Ende lassen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::GateWidget</name>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>For 15 minutes</source>
        <translation>Für 15 Minuten</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Für 1 Stunde</translation>
    </message>
    <message>
        <source>Until resumed</source>
        <translation>Bis zum Fortsetzen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>Angehalten bis %1</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 benutzen</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message numerus="yes">
        <source>Vault open, locks in %n min</source>
        <translation>
            <numerusform>Tresor offen, sperrt in %n min</numerusform>
            <numerusform>Tresor offen, sperrt in %n min</numerusform>
        </translation>
    </message>
    <message>
        <source>Vault open</source>
        <translation>Tresor offen</translation>
    </message>
    <message>
        <source>No vault yet</source>
        <translation>Noch kein Tresor</translation>
    </message>
    <message>
        <source>Vault locked</source>
        <translation>Tresor gesperrt</translation>
    </message>
    <message>
        <source>Vault open, changed from outside</source>
        <translation>Tresor offen, von außen geändert</translation>
    </message>
    <message>
        <source>Vault not usable</source>
        <translation>Tresor nicht benutzbar</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>Eingefroren</translation>
    </message>
    <message>
        <source>Thaw</source>
        <translation>Auftauen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::GatewaySection</name>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>Empfang</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>127.0.0.1 and ::1 are reachable from this computer only.</source>
        <translation>127.0.0.1 und ::1 sind nur von diesem Computer aus erreichbar.</translation>
    </message>
    <message>
        <source>Other computers can reach the gateway at such an address. They still need an agent&apos;s token, and that token travels unencrypted.</source>
        <translation>Andere Computer erreichen das Gateway unter einer solchen Adresse. Sie brauchen weiterhin das Token eines Agenten, und dieses Token reist unverschlüsselt.</translation>
    </message>
    <message>
        <source>Open: other hosts pass unseen</source>
        <translation>Offen: andere Hosts gehen ungesehen durch</translation>
    </message>
    <message>
        <source>Strict: only hosts with a key</source>
        <translation>Streng: nur Hosts mit Schlüssel</translation>
    </message>
    <message>
        <source>Hosts without a key</source>
        <translation>Hosts ohne Schlüssel</translation>
    </message>
    <message>
        <source>In open mode they are tunnelled on port 443 and only counted; in strict mode they are refused.</source>
        <translation>Im offenen Modus werden sie auf Port 443 durchgeleitet und nur gezählt, im strengen abgewiesen.</translation>
    </message>
    <message>
        <source>Cut answers when the vault locks</source>
        <translation>Antworten beim Sperren abbrechen</translation>
    </message>
    <message>
        <source>Otherwise answers that are on their way may finish.</source>
        <translation>Sonst dürfen laufende Antworten zu Ende gehen.</translation>
    </message>
    <message>
        <source>Towards the providers</source>
        <translation>Zu den Anbietern</translation>
    </message>
    <message>
        <source>Upstream proxy</source>
        <translation>Vorgeschalteter Proxy</translation>
    </message>
    <message>
        <source>For example http://proxy.example:3128. Empty: none.</source>
        <translation>Zum Beispiel http://proxy.example:3128. Leer: keiner.</translation>
    </message>
    <message>
        <source>Proxy user</source>
        <translation>Proxy-Benutzer</translation>
    </message>
    <message>
        <source>Proxy password</source>
        <translation>Proxy-Passwort</translation>
    </message>
    <message>
        <source>Address overrides</source>
        <translation>Eigene Adressen</translation>
    </message>
    <message>
        <source>One a line: host:port:address, or host:port:address:port. The provider&apos;s certificate must still fit its name.</source>
        <translation>Je Zeile eine: host:port:adresse oder host:port:adresse:port. Das Zertifikat des Anbieters muss weiterhin zu seinem Namen passen.</translation>
    </message>
    <message>
        <source>Allow private destinations</source>
        <translation>Private Ziele erlauben</translation>
    </message>
    <message>
        <source>An agent can then reach routers, databases and other machines of your network through the gateway.</source>
        <translation>Ein Agent erreicht dann über das Gateway Router, Datenbanken und andere Geräte im eigenen Netz.</translation>
    </message>
    <message>
        <source>Stored; type to replace</source>
        <translation>Gespeichert; zum Ersetzen tippen</translation>
    </message>
    <message>
        <source>Forget the proxy&apos;s user and password</source>
        <translation>Benutzer und Passwort des Proxys vergessen</translation>
    </message>
    <message>
        <source>Not listening.</source>
        <translation>Kein Empfang.</translation>
    </message>
    <message>
        <source>Listening at %1</source>
        <translation>Empfängt unter %1</translation>
    </message>
    <message>
        <source>A user name is needed, without a colon.</source>
        <translation>Ein Benutzername ohne Doppelpunkt ist nötig.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::HourBars</name>
    <message>
        <source>Requests today by hour</source>
        <translation>Heutige Anfragen je Stunde</translation>
    </message>
    <message>
        <source>%1 to %2: %3 allowed, %4 refused</source>
        <extracomment>A bar of the chart: %1 and %2 are hours of the day, %3 and %4 numbers of requests.</extracomment>
        <translation>%1 bis %2 Uhr: %3 erlaubt, %4 abgewiesen</translation>
    </message>
    <message>
        <source>No requests today</source>
        <translation>Heute keine Anfragen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ImportDialog</name>
    <message>
        <source>New, as rule %1</source>
        <translation>Neu, als Regel %1</translation>
    </message>
    <message>
        <source>New limit</source>
        <translation>Neues Limit</translation>
    </message>
    <message>
        <source>Removed: rule %1</source>
        <translation>Entfernt: Regel %1</translation>
    </message>
    <message>
        <source>Removed limit</source>
        <translation>Entferntes Limit</translation>
    </message>
    <message>
        <source>Changed limit</source>
        <translation>Geändertes Limit</translation>
    </message>
    <message>
        <source>Changed: rule %1</source>
        <translation>Geändert: Regel %1</translation>
    </message>
    <message>
        <source>Changed: rule %1, now rule %2</source>
        <translation>Geändert: Regel %1, jetzt Regel %2</translation>
    </message>
    <message>
        <source>Moved: rule %1, now rule %2</source>
        <translation>Verschoben: Regel %1, jetzt Regel %2</translation>
    </message>
    <message>
        <source>Import rules</source>
        <translation>Regeln importieren</translation>
    </message>
    <message>
        <source>Replace the rules by those of “%1”?</source>
        <translation>Die Regeln durch die aus „%1“ ersetzen?</translation>
    </message>
    <message>
        <source>“%1” says what is in force already</source>
        <translation>In „%1“ steht, was schon in Kraft ist</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) and limit(s) stay as they are.</source>
        <translation>
            <numerusform>%n Regel oder Limit bleibt, wie es ist.</numerusform>
            <numerusform>%n Regeln und Limits bleiben, wie sie sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Replace the rules</source>
        <translation>Regeln ersetzen</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>Vorher: %1</translation>
    </message>
    <message>
        <source>Now: %1</source>
        <translation>Jetzt: %1</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::KeyBox</name>
    <message>
        <source>Show key</source>
        <translation>Schlüssel zeigen</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Hide key</source>
        <translation>Schlüssel verbergen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::KeyCheckText</name>
    <message>
        <source>The address of %1 could not be found. Is this computer online?</source>
        <translation>Die Adresse von %1 wurde nicht gefunden. Ist dieser Computer online?</translation>
    </message>
    <message>
        <source>%1 could not be reached.</source>
        <translation>%1 war nicht erreichbar.</translation>
    </message>
    <message>
        <source>The certificate of %1 could not be trusted, so the key was not sent.</source>
        <translation>Dem Zertifikat von %1 war nicht zu trauen, daher wurde der Schlüssel nicht gesendet.</translation>
    </message>
    <message>
        <source>The proxy refused or did not answer.</source>
        <translation>Der Proxy lehnte ab oder antwortete nicht.</translation>
    </message>
    <message>
        <source>%1 did not answer within 10 s.</source>
        <translation>%1 antwortete nicht innerhalb von 10 s.</translation>
    </message>
    <message>
        <source>%1 is overloaded (%2).</source>
        <translation>%1 ist überlastet (%2).</translation>
    </message>
    <message>
        <source>%1 has a problem of its own (%2).</source>
        <translation>%1 hat selbst ein Problem (%2).</translation>
    </message>
    <message>
        <source>%1 gave an answer that is not a list of models (%2).</source>
        <translation>%1 gab eine Antwort, die keine Modell-Liste ist (%2).</translation>
    </message>
    <message>
        <source>%1 gave an answer that is not a list of models.</source>
        <translation>%1 gab eine Antwort, die keine Modell-Liste ist.</translation>
    </message>
    <message>
        <source>The key works, but it is restricted (%1).</source>
        <translation>Der Schlüssel gilt, ist aber eingeschränkt (%1).</translation>
    </message>
    <message>
        <source>%1 does not let it see the models. Agents can use what it allows; it shows “Restricted” until a check succeeds.</source>
        <translation>%1 zeigt ihm die Modelle nicht. Agenten können nutzen, was er erlaubt; bis eine Prüfung gelingt, steht „Eingeschränkt“ dabei.</translation>
    </message>
    <message>
        <source>The key works, but no credit is left (%1).</source>
        <translation>Der Schlüssel gilt, aber das Guthaben ist aufgebraucht (%1).</translation>
    </message>
    <message>
        <source>Agents receive this answer until credit is added in the %1 console.</source>
        <translation>Agenten erhalten diese Antwort, bis in der Konsole von %1 Guthaben aufgeladen ist.</translation>
    </message>
    <message>
        <source>The key works, but it is rate-limited now (%1).</source>
        <translation>Der Schlüssel gilt, ist aber gerade im Ratenlimit (%1).</translation>
    </message>
    <message numerus="yes">
        <source>%1 accepts requests again in %n s. Agents receive 429 until then.</source>
        <translation>
            <numerusform>%1 nimmt in %n s wieder Anfragen an. Bis dahin erhalten Agenten 429.</numerusform>
            <numerusform>%1 nimmt in %n s wieder Anfragen an. Bis dahin erhalten Agenten 429.</numerusform>
        </translation>
    </message>
    <message>
        <source>Agents receive 429 until %1 accepts requests again.</source>
        <translation>Agenten erhalten 429, bis %1 wieder Anfragen annimmt.</translation>
    </message>
    <message>
        <source>%1 rejected this key (%2). The old key stays.</source>
        <translation>%1 lehnte diesen Schlüssel ab (%2). Der alte Schlüssel bleibt.</translation>
    </message>
    <message>
        <source>%1 rejected this key (%2). Nothing was saved.</source>
        <translation>%1 lehnte diesen Schlüssel ab (%2). Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Check that all of it was pasted and that it is still active in the %1 console.</source>
        <translation>Prüfen, ob er vollständig eingefügt wurde und in der Konsole von %1 noch aktiv ist.</translation>
    </message>
    <message>
        <source>Could not check the key now.</source>
        <translation>Der Schlüssel ließ sich jetzt nicht prüfen.</translation>
    </message>
    <message>
        <source>%1 This says nothing about the key. Replace the old one anyway: it shows “Unchecked” until a check succeeds.</source>
        <extracomment>%1 is a sentence with the reason</extracomment>
        <translation>%1 Über den Schlüssel sagt das nichts. Den alten trotzdem ersetzen: Bis eine Prüfung gelingt, steht „Ungeprüft“ dabei.</translation>
    </message>
    <message>
        <source>%1 This says nothing about the key. Save it anyway: it shows “Unchecked” until a check succeeds.</source>
        <translation>%1 Über den Schlüssel sagt das nichts. Trotzdem speichern: Bis eine Prüfung gelingt, steht „Ungeprüft“ dabei.</translation>
    </message>
    <message>
        <source>Host: %1</source>
        <translation>Host: %1</translation>
    </message>
    <message>
        <source>Status: %1</source>
        <translation>Status: %1</translation>
    </message>
    <message>
        <source>Quotes and a line break around it were removed.</source>
        <translation>Anführungszeichen und ein Zeilenumbruch darum wurden entfernt.</translation>
    </message>
    <message>
        <source>Quotes and white space around it were removed.</source>
        <translation>Anführungszeichen und Leerraum darum wurden entfernt.</translation>
    </message>
    <message>
        <source>Quotes around it were removed.</source>
        <translation>Anführungszeichen darum wurden entfernt.</translation>
    </message>
    <message>
        <source>A line break around it was removed.</source>
        <translation>Ein Zeilenumbruch darum wurde entfernt.</translation>
    </message>
    <message>
        <source>White space around it was removed.</source>
        <translation>Leerraum darum wurde entfernt.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::KeyStep</name>
    <message>
        <source>Add another key</source>
        <translation>Weiteren Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>Add the first key</source>
        <translation>Ersten Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>%1, “%2”</source>
        <extracomment>%1 is a provider, %2 the name of a key</extracomment>
        <translation>%1, „%2“</translation>
    </message>
    <message>
        <source>Stored: %1. Agents can use it from their next request, without ever seeing it.</source>
        <translation>Gespeichert: %1. Agenten können ihn ab der nächsten Anfrage benutzen, ohne ihn je zu sehen.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Its kind is recognised, the provider is asked whether it works, and it goes into the vault. It is never shown again.</source>
        <translation>Seine Art wird erkannt, der Anbieter gefragt, ob er gilt, und er kommt in den Tresor. Er wird nie wieder angezeigt.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::LanguageSection</name>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::LaunchPrompt</name>
    <message>
        <source>Launch agent</source>
        <translation>Agent starten</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Start it in</source>
        <translation>Starten in</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>It opens in a terminal and gets the gateway&apos;s address and a worthless placeholder. Your key stays in the vault.</source>
        <translation>Öffnet sich in einem Terminal und bekommt die Adresse des Gateways und einen wertlosen Platzhalter. Der Schlüssel bleibt im Tresor.</translation>
    </message>
    <message>
        <source>Launch</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Write the command to start.</source>
        <translation>Den Befehl angeben, der starten soll.</translation>
    </message>
    <message>
        <source>There is no folder “%1”.</source>
        <translation>Den Ordner „%1“ gibt es nicht.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::LimitOutcome</name>
    <message>
        <source>In what time</source>
        <translation>In welcher Zeit</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Gezählt wird</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>requests a minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>requests an hour</source>
        <translation>Anfragen pro Stunde</translation>
    </message>
    <message>
        <source>requests a day</source>
        <translation>Anfragen pro Tag</translation>
    </message>
    <message>
        <source>Each minute, hour or day of local time counts from its beginning. A request that is refused does not count.</source>
        <translation>Jede Minute, Stunde oder jeder Tag der Ortszeit zählt von ihrem Beginn an. Eine abgelehnte Anfrage zählt nicht.</translation>
    </message>
    <message>
        <source>Each agent by itself</source>
        <translation>Jeder Agent für sich</translation>
    </message>
    <message>
        <source>Each secret by itself</source>
        <translation>Jeder Schlüssel für sich</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Alle zusammen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::LinesEdit</name>
    <message>
        <source>One a line</source>
        <translation>Je Zeile einer</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::LlmsPage</name>
    <message>
        <source>LLMs</source>
        <translation>LLMs</translation>
    </message>
    <message>
        <source>Test all</source>
        <translation>Alle testen</translation>
    </message>
    <message>
        <source>Add secret</source>
        <translation>Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>Find by name, provider or host</source>
        <translation>Nach Name, Anbieter oder Host suchen</translation>
    </message>
    <message>
        <source>Show credentials of one state</source>
        <translation>Schlüssel eines Zustands zeigen</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Jeder Zustand</translation>
    </message>
    <message>
        <source>Rate-limited, no credit</source>
        <translation>Ratenlimit, kein Guthaben</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>No credential fits this filter.</source>
        <translation>Kein Schlüssel passt zu diesem Filter.</translation>
    </message>
    <message>
        <source>The key was taken off the clipboard.</source>
        <translation>Der Schlüssel wurde aus der Zwischenablage entfernt.</translation>
    </message>
    <message numerus="yes">
        <source>%n credential(s)</source>
        <translation>
            <numerusform>%n Schlüssel</numerusform>
            <numerusform>%n Schlüssel</numerusform>
        </translation>
    </message>
    <message>
        <source>Drag the rows, or press Alt with Up or Down. The first one that fits is used.</source>
        <translation>Zeilen ziehen, oder Alt mit Pfeil auf oder ab. Der erste passende wird benutzt.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Change the order</source>
        <translation>Reihenfolge ändern</translation>
    </message>
    <message>
        <source>“%1” has its new key. Agents use it from their next request.</source>
        <translation>„%1“ hat den neuen Schlüssel. Agenten benutzen ihn ab der nächsten Anfrage.</translation>
    </message>
    <message>
        <source>“%1” is saved.</source>
        <translation>„%1“ ist gespeichert.</translation>
    </message>
    <message>
        <source>Launch an agent</source>
        <translation>Einen Agenten starten</translation>
    </message>
    <message>
        <source>“%1” is disabled.</source>
        <translation>„%1“ ist deaktiviert.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Copied. It is taken off the clipboard after 30 s.</source>
        <translation>Kopiert. Wird nach 30 s aus der Zwischenablage entfernt.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Rotate…</source>
        <translation>Ersetzen…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>Use earlier</source>
        <translation>Früher benutzen</translation>
    </message>
    <message>
        <source>Use later</source>
        <translation>Später benutzen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::MainWindow</name>
    <message>
        <source>Keysluice</source>
        <translation>Keysluice</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::MultiChoice</name>
    <message>
        <source>Choose</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1: what is chosen from (&quot;Agent&quot;), %2: what is chosen</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::NetworkForm</name>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation>Ein Port ist eine Zahl von 1 bis 65535.</translation>
    </message>
    <message>
        <source>At least one address is needed; 127.0.0.1 is this computer only.</source>
        <translation>Mindestens eine Adresse ist nötig; 127.0.0.1 ist nur dieser Computer.</translation>
    </message>
    <message>
        <source>“%1” is not an IP address.</source>
        <translation>„%1“ ist keine IP-Adresse.</translation>
    </message>
    <message>
        <source>“%1” is there twice.</source>
        <translation>„%1“ steht zweimal da.</translation>
    </message>
    <message>
        <source>Only http:// proxies are supported; “%1” is not one.</source>
        <translation>Nur http://-Proxys werden unterstützt; „%1“ ist keiner.</translation>
    </message>
    <message>
        <source>Write the proxy as http://host:port.</source>
        <translation>Den Proxy als http://host:port schreiben.</translation>
    </message>
    <message>
        <source>Leave user and password out of the address; they have a field of their own.</source>
        <translation>Benutzer und Passwort gehören nicht in die Adresse; sie haben eigene Felder.</translation>
    </message>
    <message>
        <source>Write only the proxy&apos;s host and port, without a path.</source>
        <translation>Nur Host und Port des Proxys angeben, ohne Pfad.</translation>
    </message>
    <message>
        <source>“%1” is not of the form host:port:address or host:port:address:port.</source>
        <translation>„%1“ hat nicht die Form host:port:adresse oder host:port:adresse:port.</translation>
    </message>
    <message>
        <source>“%1” is not a host name.</source>
        <translation>„%1“ ist kein Hostname.</translation>
    </message>
    <message>
        <source>“%1” is not a port (1 to 65535).</source>
        <translation>„%1“ ist kein Port (1 bis 65535).</translation>
    </message>
    <message>
        <source>“%1” is not an IP address; put IPv6 addresses in brackets.</source>
        <translation>„%1“ ist keine IP-Adresse; IPv6-Adressen in eckige Klammern setzen.</translation>
    </message>
    <message>
        <source>Write user:password.</source>
        <translation>benutzer:passwort angeben.</translation>
    </message>
    <message>
        <source>This is the gateway&apos;s own address. Requests would never leave it.</source>
        <translation>Das ist die eigene Adresse des Gateways. Anfragen kämen nie hinaus.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Copy environment line</source>
        <translation>Umgebungszeile kopieren</translation>
    </message>
    <message>
        <source>Launch agent</source>
        <translation>Agent starten</translation>
    </message>
    <message>
        <source>Environment line</source>
        <translation>Umgebungszeile</translation>
    </message>
    <message>
        <source>Copied. It holds a token of 30 days for %1, and no key.</source>
        <translation>Kopiert. Enthält ein Token von 30 Tagen für %1 und keinen Schlüssel.</translation>
    </message>
    <message>
        <source>Resume the gateway?</source>
        <translation>Gateway fortsetzen?</translation>
    </message>
    <message>
        <source>Agents can use their keys again at once.</source>
        <translation>Agenten können ihre Schlüssel sofort wieder benutzen.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Thaw all agents?</source>
        <translation>Alle Agenten auftauen?</translation>
    </message>
    <message>
        <source>They can use their keys again at once.</source>
        <translation>Sie können ihre Schlüssel sofort wieder verwenden.</translation>
    </message>
    <message>
        <source>Thaw</source>
        <translation>Auftauen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::OverviewPresenter</name>
    <message>
        <source>Activity cannot be written</source>
        <translation>Aktivität lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>The gateway is not reachable</source>
        <translation>Das Gateway ist nicht erreichbar</translation>
    </message>
    <message>
        <source>No agent can connect.</source>
        <translation>Kein Agent kann sich verbinden.</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 benutzen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>Angehalten bis %1</translation>
    </message>
    <message>
        <source>Paused until you resume</source>
        <translation>Angehalten bis zum Fortsetzen</translation>
    </message>
    <message>
        <source>Agents receive 503 until then.</source>
        <translation>Bis dahin erhalten Agenten 503.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>There is no vault yet</source>
        <translation>Es gibt noch keinen Tresor</translation>
    </message>
    <message>
        <source>Keys are kept in it. It takes a minute.</source>
        <translation>Darin liegen die Schlüssel. Es dauert eine Minute.</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>The vault is locked</source>
        <translation>Der Tresor ist gesperrt</translation>
    </message>
    <message>
        <source>Agents receive 503 until you open it.</source>
        <translation>Agenten erhalten 503, bis er geöffnet wird.</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Agents or settings were changed from outside</source>
        <translation>Agenten oder Einstellungen wurden von außen geändert</translation>
    </message>
    <message>
        <source>Every request is refused until you have looked at them.</source>
        <translation>Jede Anfrage wird abgewiesen, bis sie angesehen sind.</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>The vault cannot be used</source>
        <translation>Der Tresor ist nicht benutzbar</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>Noch kein Schlüssel</translation>
    </message>
    <message>
        <source>Add the key of a provider. Agents on this computer can use it without ever seeing it.</source>
        <translation>Den Schlüssel eines Anbieters hinzufügen. Agenten auf diesem Computer können ihn benutzen, ohne ihn je zu sehen.</translation>
    </message>
    <message>
        <source>Add secret</source>
        <translation>Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>%1 rejects “%2”</source>
        <translation>%1 lehnt „%2“ ab</translation>
    </message>
    <message>
        <source>Agents receive its answer %1. Put a new key in.</source>
        <translation>Agenten erhalten die Antwort %1. Neuen Schlüssel eingeben.</translation>
    </message>
    <message>
        <source>Rotate key</source>
        <translation>Schlüssel ersetzen</translation>
    </message>
    <message>
        <source>“%1” is restricted</source>
        <translation>„%1“ ist eingeschränkt</translation>
    </message>
    <message>
        <source>%1 answers %2 to some requests.</source>
        <translation>%1 antwortet auf manche Anfragen mit %2.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>“%1” has no credit</source>
        <translation>„%1“ hat kein Guthaben</translation>
    </message>
    <message>
        <source>Agents receive %1&apos;s answer %2 until it is topped up.</source>
        <translation>Agenten erhalten von %1 die Antwort %2, bis aufgeladen ist.</translation>
    </message>
    <message>
        <source>“%1” is rate-limited</source>
        <translation>„%1“ ist im Ratenlimit</translation>
    </message>
    <message>
        <source>%1 accepts it again at %2; agents receive 429 until then.</source>
        <translation>%1 nimmt ihn ab %2 wieder an; bis dahin erhalten Agenten 429.</translation>
    </message>
    <message>
        <source>%1 answers 429 for now; agents receive it too.</source>
        <translation>%1 antwortet vorerst 429; Agenten erhalten das auch.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Running since %1</source>
        <translation>Läuft seit %1</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>The upstream proxy is not used</source>
        <translation>Der vorgeschaltete Proxy wird nicht benutzt</translation>
    </message>
    <message>
        <source>All agents are frozen</source>
        <translation>Alle Agenten sind eingefroren</translation>
    </message>
    <message>
        <source>Their requests are refused until you thaw them.</source>
        <translation>Ihre Anfragen werden abgelehnt, bis Sie sie auftauen.</translation>
    </message>
    <message>
        <source>Thaw</source>
        <translation>Auftauen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::PolicyReviewDialog</name>
    <message>
        <source>Changed outside Keysluice</source>
        <translation>Außerhalb von Keysluice geändert</translation>
    </message>
    <message>
        <source>Is this what you want?</source>
        <translation>Soll das so sein?</translation>
    </message>
    <message>
        <source>The vault&apos;s file does not match what Keysluice wrote last. Agents are refused until you accept what it says now. If you did not expect this, close the window and restore a copy of the data directory.</source>
        <translation>Die Datei des Tresors stimmt nicht mit dem überein, was Keysluice zuletzt geschrieben hat. Agenten werden abgewiesen, bis der jetzige Inhalt angenommen ist. Kommt das unerwartet: Fenster schließen und eine Kopie des Datenverzeichnisses zurückspielen.</translation>
    </message>
    <message>
        <source>Accept this</source>
        <translation>So annehmen</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>every secret</source>
        <translation>jeden Schlüssel</translation>
    </message>
    <message>
        <source>no secret</source>
        <translation>keinen Schlüssel</translation>
    </message>
    <message numerus="yes">
        <source>%1: may use %2; %n token(s)</source>
        <translation>
            <numerusform>%1: darf %2 verwenden; %n Token</numerusform>
            <numerusform>%1: darf %2 verwenden; %n Token</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>%1: sent to %2 (%3)</source>
        <translation>%1: geht an %2 (%3)</translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>aktiviert</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>deaktiviert</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Listens on %1, port %2</source>
        <translation>Lauscht auf %1, Port %2</translation>
    </message>
    <message>
        <source>Other hosts are refused</source>
        <translation>Andere Hosts werden abgewiesen</translation>
    </message>
    <message>
        <source>Other hosts are tunnelled</source>
        <translation>Andere Hosts werden durchgeleitet</translation>
    </message>
    <message>
        <source>Providers are reached through the proxy %1</source>
        <translation>Anbieter werden über den Proxy %1 erreicht</translation>
    </message>
    <message>
        <source>Also trusts the authority %1</source>
        <translation>Vertraut zusätzlich der Zertifizierungsstelle %1</translation>
    </message>
    <message>
        <source>Also trusts certificates that cannot be read</source>
        <translation>Vertraut zusätzlich Zertifikaten, die nicht lesbar sind</translation>
    </message>
    <message>
        <source>%1:%2 is looked for at %3</source>
        <translation>%1:%2 wird unter %3 gesucht</translation>
    </message>
    <message>
        <source>Private and local addresses may be reached</source>
        <translation>Private und lokale Adressen sind erreichbar</translation>
    </message>
    <message>
        <source>From then on they are in force.</source>
        <translation>Von da an gelten sie.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1: other hosts are tunnelled</source>
        <translation>%1: andere Hosts werden durchgeleitet</translation>
    </message>
    <message>
        <source>%1: other hosts are refused</source>
        <translation>%1: andere Hosts werden abgewiesen</translation>
    </message>
    <message>
        <source>%1: other keys pass in its place</source>
        <translation>%1: andere Schlüssel gehen an seiner Stelle durch</translation>
    </message>
    <message>
        <source>%1: other keys are refused</source>
        <translation>%1: andere Schlüssel werden abgewiesen</translation>
    </message>
    <message>
        <source>%1: frozen</source>
        <translation>%1: eingefroren</translation>
    </message>
    <message>
        <source>All agents are frozen</source>
        <translation>Alle Agenten sind eingefroren</translation>
    </message>
    <message>
        <source>Rules, in their order</source>
        <translation>Regeln, in ihrer Reihenfolge</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) cannot be read. In their place, everything is blocked.</source>
        <translation>
            <numerusform>%n Regel ist nicht lesbar. An ihrer Stelle wird alles blockiert.</numerusform>
            <numerusform>%n Regeln sind nicht lesbar. An ihrer Stelle wird alles blockiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept agents, secrets, rules and settings</source>
        <translation>Agenten, Schlüssel, Regeln und Einstellungen annehmen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::PromptDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ProofDialog</name>
    <message>
        <source>Passphrase or recovery code</source>
        <translation>Passphrase oder Wiederherstellungscode</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Neue Passphrase</translation>
    </message>
    <message>
        <source>New passphrase, again</source>
        <translation>Neue Passphrase, noch einmal</translation>
    </message>
    <message>
        <source>At least 8 characters. A few words are easier to keep than a short riddle.</source>
        <translation>Mindestens 8 Zeichen. Ein paar Wörter merken sich leichter als ein kurzes Rätsel.</translation>
    </message>
    <message>
        <source>The two new passphrases differ.</source>
        <translation>Die beiden neuen Passphrasen sind verschieden.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ProtectStep</name>
    <message>
        <source>System keychain, with a recovery passphrase</source>
        <translation>Schlüsselbund des Systems, mit Passphrase für den Notfall</translation>
    </message>
    <message>
        <source>Opens when you log in. The passphrase opens it when the keychain cannot.</source>
        <translation>Öffnet sich beim Anmelden. Die Passphrase öffnet, wenn der Schlüsselbund es nicht kann.</translation>
    </message>
    <message>
        <source>Passphrase only</source>
        <translation>Nur Passphrase</translation>
    </message>
    <message>
        <source>Asked for after each start. Programs of your user cannot open the vault without it.</source>
        <translation>Wird nach jedem Start gefragt. Ohne sie können Programme des eigenen Benutzers den Tresor nicht öffnen.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Passphrase, again</source>
        <translation>Passphrase, noch einmal</translation>
    </message>
    <message>
        <source>At least 8 characters. Without it and without the keychain nobody can open the vault, nor can we.</source>
        <translation>Mindestens 8 Zeichen. Ohne sie und ohne den Schlüsselbund kann niemand den Tresor öffnen, auch wir nicht.</translation>
    </message>
    <message>
        <source>Protect the vault</source>
        <translation>Den Tresor schützen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Creating the vault</source>
        <translation>Tresor wird angelegt</translation>
    </message>
    <message>
        <source>Create the vault</source>
        <translation>Tresor anlegen</translation>
    </message>
    <message>
        <source>System keychain, recovery passphrase</source>
        <translation>Schlüsselbund, Passphrase für den Notfall</translation>
    </message>
    <message>
        <source>There is a vault on this computer, and it is protected. How it opens can be changed in Settings.</source>
        <translation>Auf diesem Computer gibt es einen geschützten Tresor. Wie er sich öffnet, lässt sich in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>Die beiden Passphrasen sind verschieden.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ReadsAsBox</name>
    <message>
        <source>Reads as: %1</source>
        <translation>Lautet: %1</translation>
    </message>
    <message>
        <source>Reads as</source>
        <translation>Lautet</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RecentList</name>
    <message>
        <source>Recent requests</source>
        <translation>Neueste Anfragen</translation>
    </message>
    <message>
        <source>All activity</source>
        <translation>Alle Aktivität</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RecoveryCodeDialog</name>
    <message>
        <source>Create code</source>
        <translation>Code erstellen</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Wiederherstellungscode</translation>
    </message>
    <message>
        <source>It opens the vault when everything else is lost. Write it down and keep it away from this computer. An older code stops working.</source>
        <translation>Er öffnet den Tresor, wenn alles andere verloren ist. Aufschreiben und getrennt von diesem Computer aufbewahren. Ein älterer Code gilt dann nicht mehr.</translation>
    </message>
    <message>
        <source>Passphrase or recovery code</source>
        <translation>Passphrase oder Wiederherstellungscode</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Your recovery code</source>
        <translation>Der Wiederherstellungscode</translation>
    </message>
    <message>
        <source>This is shown once.</source>
        <translation>Er wird nur einmal gezeigt.</translation>
    </message>
    <message>
        <source>Type its last group to show that you have it</source>
        <translation>Zur Bestätigung die letzte Gruppe eintippen</translation>
    </message>
    <message>
        <source>Discard the code</source>
        <translation>Code verwerfen</translation>
    </message>
    <message>
        <source>I have it</source>
        <translation>Aufgeschrieben</translation>
    </message>
    <message>
        <source>That is not its last group.</source>
        <translation>Das ist nicht die letzte Gruppe.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RememberedList</name>
    <message>
        <source>Approves what is asked by “%1”, %2</source>
        <extracomment>%1: the sentence of a rule, %2: &quot;until 14:30&quot;</extracomment>
        <translation>Gibt frei, was „%1“ fragt, %2</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Revoke: %1, %2</source>
        <extracomment>for the screen reader; %1: &quot;aider in ~/src/harbor&quot;, %2: the sentence of a rule</extracomment>
        <translation>Widerrufen: %1, %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RenameDialog</name>
    <message>
        <source>Edit “%1”</source>
        <translation>„%1“ bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>%1 and its host are fixed: a stored key never goes elsewhere. To change them, delete it and add it again.</source>
        <translation>%1 und der Host stehen fest: Ein gespeicherter Schlüssel geht nie woandershin. Zum Ändern löschen und neu hinzufügen.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RevealDialog</name>
    <message>
        <source>Show key</source>
        <translation>Schlüssel zeigen</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Show the key of “%1”?</source>
        <translation>Schlüssel von „%1“ zeigen?</translation>
    </message>
    <message>
        <source>Copy the key of “%1”?</source>
        <translation>Schlüssel von „%1“ kopieren?</translation>
    </message>
    <message>
        <source>It is visible for 15 s. Other programs on this desktop can read it while it is shown.</source>
        <translation>Er ist 15 s lang sichtbar. Andere Programme auf diesem Desktop können ihn solange lesen.</translation>
    </message>
    <message>
        <source>It stays on the clipboard for 30 s. Other programs on this desktop can read it meanwhile.</source>
        <translation>Er bleibt 30 s in der Zwischenablage. Andere Programme auf diesem Desktop können ihn solange lesen.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Vault or recovery passphrase</source>
        <translation>Passphrase des Tresors oder für den Notfall</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleActions</name>
    <message>
        <source>The rules have changed since. Nothing was taken back.</source>
        <translation>Die Regeln haben sich seitdem geändert. Nichts wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Rule %1 is rule %2 now.</source>
        <translation>Regel %1 ist jetzt Regel %2.</translation>
    </message>
    <message>
        <source>The limit is off.</source>
        <translation>Das Limit ist aus.</translation>
    </message>
    <message>
        <source>Rule %1 is off.</source>
        <translation>Regel %1 ist aus.</translation>
    </message>
    <message>
        <source>The limit is there twice now.</source>
        <translation>Das Limit ist jetzt doppelt vorhanden.</translation>
    </message>
    <message>
        <source>Rule %1 is there twice now.</source>
        <translation>Regel %1 ist jetzt doppelt vorhanden.</translation>
    </message>
    <message>
        <source>The limit is deleted.</source>
        <translation>Das Limit ist gelöscht.</translation>
    </message>
    <message>
        <source>Rule %1 is deleted.</source>
        <translation>Regel %1 ist gelöscht.</translation>
    </message>
    <message>
        <source>“%1” is added.</source>
        <translation>„%1“ ist hinzugefügt.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleDelegate</name>
    <message>
        <source>passphrase</source>
        <translation>Passphrase</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleEditor</name>
    <message>
        <source>Add condition</source>
        <translation>Bedingung hinzufügen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>Details schließen</translation>
    </message>
    <message>
        <source>When all of these are true</source>
        <translation>Wenn all das zutrifft</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>nicht nötig</translation>
    </message>
    <message>
        <source>No condition: it holds for every request.</source>
        <translation>Keine Bedingung: Sie gilt für jede Anfrage.</translation>
    </message>
    <message>
        <source>No condition: it counts every request.</source>
        <translation>Keine Bedingung: Es zählt jede Anfrage.</translation>
    </message>
    <message>
        <source>Save rule</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save limit</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <extracomment>%1: an entry of a list, %2: what is wrong with it</extracomment>
        <translation>„%1“: %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleFaultText</name>
    <message>
        <source>Give a whole number from %1 to %2.</source>
        <translation>Eine ganze Zahl von %1 bis %2 angeben.</translation>
    </message>
    <message>
        <source>Give a number.</source>
        <translation>Eine Zahl angeben.</translation>
    </message>
    <message>
        <source>This is not JSON: %1</source>
        <translation>Das ist kein JSON: %1</translation>
    </message>
    <message>
        <source>It is larger than %1 bytes.</source>
        <translation>Sie ist größer als %1 Bytes.</translation>
    </message>
    <message>
        <source>It was written by a newer version of Keysluice.</source>
        <translation>Sie stammt von einer neueren Version von Keysluice.</translation>
    </message>
    <message>
        <source>It is not known here: misspelt, or of a newer version.</source>
        <translation>Das ist hier nicht bekannt: falsch geschrieben oder aus einer neueren Version.</translation>
    </message>
    <message>
        <source>It is there twice.</source>
        <translation>Das ist zweimal vorhanden.</translation>
    </message>
    <message>
        <source>It is missing.</source>
        <translation>Das fehlt.</translation>
    </message>
    <message>
        <source>It must be of another type: %1.</source>
        <translation>Das muss von anderer Art sein: %1.</translation>
    </message>
    <message>
        <source>It must be one of %1.</source>
        <translation>Das muss eines von diesen sein: %1.</translation>
    </message>
    <message>
        <source>Another one before has the same id.</source>
        <translation>Ein Eintrag davor hat dieselbe ID.</translation>
    </message>
    <message>
        <source>An id of a provider has lower-case letters, digits, - and _.</source>
        <translation>Die ID eines Anbieters hat Kleinbuchstaben, Ziffern, - und _.</translation>
    </message>
    <message>
        <source>Give a host, *.suffix or an address, each alone or with :port.</source>
        <translation>Einen Host, *.Endung oder eine Adresse angeben, jeweils allein oder mit :Port.</translation>
    </message>
    <message>
        <source>Give a method in capital letters.</source>
        <translation>Eine Methode in Großbuchstaben angeben.</translation>
    </message>
    <message>
        <source>A path begins with a slash and has neither blanks nor a query.</source>
        <translation>Ein Pfad beginnt mit einem Schrägstrich und hat weder Leerzeichen noch eine Query.</translation>
    </message>
    <message>
        <source>Give ASCII characters without blanks.</source>
        <translation>ASCII-Zeichen ohne Leerzeichen angeben.</translation>
    </message>
    <message>
        <source>This cannot be the name of a header.</source>
        <translation>So kann kein Header heißen.</translation>
    </message>
    <message>
        <source>Give times as 08:30, from 00:00 to 24:00.</source>
        <translation>Zeiten wie 08:30 angeben, von 00:00 bis 24:00.</translation>
    </message>
    <message>
        <source>Choose at least one day, and two different times.</source>
        <translation>Mindestens einen Tag und zwei verschiedene Zeiten wählen.</translation>
    </message>
    <message>
        <source>Give at least one.</source>
        <translation>Mindestens einen Wert angeben.</translation>
    </message>
    <message>
        <source>Give a text.</source>
        <translation>Einen Text angeben.</translation>
    </message>
    <message>
        <source>There may be %1 at most.</source>
        <translation>Es dürfen höchstens %1 sein.</translation>
    </message>
    <message>
        <source>All rules and limits together may look for %1 texts at most.</source>
        <translation>Alle Regeln und Limits zusammen dürfen nach höchstens %1 Texten suchen.</translation>
    </message>
    <message>
        <source>The conditions of all rules and limits may list %1 entries at most.</source>
        <translation>Die Bedingungen aller Regeln und Limits dürfen höchstens %1 Einträge aufzählen.</translation>
    </message>
    <message>
        <source>It is in the list before.</source>
        <translation>Das steht schon weiter oben in der Liste.</translation>
    </message>
    <message>
        <source>It may have %1 characters at most.</source>
        <translation>Höchstens %1 Zeichen sind möglich.</translation>
    </message>
    <message>
        <source>It has characters that cannot be seen, or that turn the direction of writing.</source>
        <translation>Darin sind Zeichen, die man nicht sieht oder die die Schreibrichtung umkehren.</translation>
    </message>
    <message>
        <source>Only what is asked can need the passphrase.</source>
        <translation>Nur wobei gefragt wird, kann die Passphrase verlangen.</translation>
    </message>
    <message>
        <source>Only what is asked waits for an answer.</source>
        <translation>Nur wobei gefragt wird, wartet auf eine Antwort.</translation>
    </message>
    <message>
        <source>What is allowed has no reason.</source>
        <translation>Was zugelassen wird, hat keine Begründung.</translation>
    </message>
    <message>
        <source>This expression cannot be used: %1</source>
        <translation>Dieser Ausdruck ist nicht verwendbar: %1</translation>
    </message>
    <message>
        <source>Nothing is above the greatest.</source>
        <translation>Über dem Größten liegt nichts.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleFiles</name>
    <message>
        <source>Rules (*.json)</source>
        <translation>Regeln (*.json)</translation>
    </message>
    <message>
        <source>Import rules</source>
        <translation>Regeln importieren</translation>
    </message>
    <message>
        <source>Export rules</source>
        <translation>Regeln exportieren</translation>
    </message>
    <message>
        <source>“%1” cannot be read: %2</source>
        <translation>„%1“ ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>“%1” is not imported. %2</source>
        <translation>„%1“ wurde nicht importiert. %2</translation>
    </message>
    <message>
        <source>“%1” is not imported. %2: %3</source>
        <translation>„%1“ wurde nicht importiert. %2: %3</translation>
    </message>
    <message>
        <source>“%1” cannot be written: %2</source>
        <translation>„%1“ ist nicht schreibbar: %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleList</name>
    <message>
        <source>Enter edits, Space switches on or off, Alt with the arrow keys moves, Delete deletes</source>
        <translation>Eingabe bearbeitet, Leertaste schaltet ein oder aus, Alt mit den Pfeiltasten verschiebt, Entf löscht</translation>
    </message>
    <message>
        <source>Enter edits, Space switches on or off, Delete deletes</source>
        <translation>Eingabe bearbeitet, Leertaste schaltet ein oder aus, Entf löscht</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleListHeader</name>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Hits, 7 d</source>
        <translation>Treffer, 7 T.</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleListModel</name>
    <message>
        <source>Block everything else</source>
        <translation>Blockiert alles andere</translation>
    </message>
    <message>
        <source>Allow only hosts that a key is stored for</source>
        <translation>Lässt nur Hosts zu, für die ein Schlüssel gespeichert ist</translation>
    </message>
    <message>
        <source>Allow everything else</source>
        <translation>Lässt alles andere zu</translation>
    </message>
    <message>
        <source>What no rule fits: %1</source>
        <translation>Worauf keine Regel passt: %1</translation>
    </message>
    <message>
        <source>Rule %1</source>
        <translation>Regel %1</translation>
    </message>
    <message>
        <source>with the passphrase</source>
        <translation>mit der Passphrase</translation>
    </message>
    <message>
        <source>hits in 7 days: %1</source>
        <translation>Treffer in 7 Tagen: %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleOutcome</name>
    <message numerus="yes">
        <source>Deny after %n minute(s)</source>
        <translation>
            <numerusform>Nach %n Minute ablehnen</numerusform>
            <numerusform>Nach %n Minuten ablehnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deny after %n second(s)</source>
        <translation>
            <numerusform>Nach %n Sekunde ablehnen</numerusform>
            <numerusform>Nach %n Sekunden ablehnen</numerusform>
        </translation>
    </message>
    <message>
        <source>Without an answer</source>
        <translation>Ohne Antwort</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Dann</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Zulassen</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Blockieren</translation>
    </message>
    <message>
        <source>Told to the agent</source>
        <translation>Dem Agenten gesagt</translation>
    </message>
    <message>
        <source>Use Haiku or Sonnet instead.</source>
        <translation>Nimm stattdessen Haiku oder Sonnet.</translation>
    </message>
    <message>
        <source>High risk</source>
        <translation>Hohes Risiko</translation>
    </message>
    <message>
        <source>Approving takes the passphrase, in this window.</source>
        <translation>Genehmigen erfordert die Passphrase, in diesem Fenster.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleText</name>
    <message>
        <source>a removed agent</source>
        <translation>einen entfernten Agenten</translation>
    </message>
    <message>
        <source>every agent but %1</source>
        <extracomment>%1: agents</extracomment>
        <translation>jeden Agenten außer %1</translation>
    </message>
    <message>
        <source>%1, but not %2</source>
        <extracomment>agents, of which %2 are left out</extracomment>
        <translation>%1, aber nicht %2</translation>
    </message>
    <message>
        <source>%1 when %2</source>
        <extracomment>%1 is the beginning of a sentence (&quot;Block docs-bot&quot;), %2 one or more clauses (&quot;the method is PUT&quot;)</extracomment>
        <translation>%1, wenn %2</translation>
    </message>
    <message>
        <source>Allow %1</source>
        <translation>Lässt %1 zu</translation>
    </message>
    <message>
        <source>Allow every request</source>
        <translation>Lässt jede Anfrage zu</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Lässt zu</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>Blockiert %1</translation>
    </message>
    <message>
        <source>Block every request</source>
        <translation>Blockiert jede Anfrage</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>Ask for %1</source>
        <translation>Fragt für %1</translation>
    </message>
    <message>
        <source>Ask before every request</source>
        <translation>Fragt vor jeder Anfrage</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) a minute</source>
        <translation>
            <numerusform>%Ln Anfrage pro Minute</numerusform>
            <numerusform>%Ln Anfragen pro Minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) an hour</source>
        <translation>
            <numerusform>%Ln Anfrage pro Stunde</numerusform>
            <numerusform>%Ln Anfragen pro Stunde</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) a day</source>
        <translation>
            <numerusform>%Ln Anfrage pro Tag</numerusform>
            <numerusform>%Ln Anfragen pro Tag</numerusform>
        </translation>
    </message>
    <message>
        <source>Limit every agent to %1</source>
        <extracomment>%1: &quot;60 requests a minute&quot;</extracomment>
        <translation>Begrenzt jeden Agenten auf %1</translation>
    </message>
    <message>
        <source>Limit %1 to %2</source>
        <extracomment>%1: agents, %2: &quot;60 requests a minute&quot;</extracomment>
        <translation>Begrenzt %1 auf %2</translation>
    </message>
    <message>
        <source>Limit %1 to %2 each</source>
        <translation>Begrenzt %1 auf je %2</translation>
    </message>
    <message>
        <source>Limit every secret to %1</source>
        <translation>Begrenzt jeden Schlüssel auf %1</translation>
    </message>
    <message>
        <source>Limit %1 to %2 with each secret</source>
        <translation>Begrenzt %1 mit jedem Schlüssel auf %2</translation>
    </message>
    <message>
        <source>Limit all agents together to %1</source>
        <translation>Begrenzt alle Agenten zusammen auf %1</translation>
    </message>
    <message>
        <source>Limit %1 together to %2</source>
        <translation>Begrenzt %1 zusammen auf %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1: the name that a rule was given, %2: its sentence</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 (switched off)</source>
        <translation>%1 (ausgeschaltet)</translation>
    </message>
    <message>
        <source>%1, with the passphrase</source>
        <translation>%1, mit der Passphrase</translation>
    </message>
    <message>
        <source>%1; the agent is told “%2”</source>
        <extracomment>%2: what a rule&apos;s agent is told</extracomment>
        <translation>%1; der Agent erfährt „%2“</translation>
    </message>
    <message numerus="yes">
        <source>%1; denied after %n second(s) without an answer</source>
        <translation>
            <numerusform>%1; abgelehnt nach %n Sekunde ohne Antwort</numerusform>
            <numerusform>%1; abgelehnt nach %n Sekunden ohne Antwort</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleTrial</name>
    <message>
        <source>a removed agent</source>
        <translation>ein entfernter Agent</translation>
    </message>
    <message>
        <source>the agent is one of: %1</source>
        <translation>der Agent einer von diesen ist: %1</translation>
    </message>
    <message>
        <source>the agent is none of: %1</source>
        <translation>der Agent keiner von diesen ist: %1</translation>
    </message>
    <message>
        <source>Blocked: no rule allows it</source>
        <translation>Blockiert: Keine Regel lässt es zu</translation>
    </message>
    <message>
        <source>Allowed: no rule fits</source>
        <translation>Zugelassen: Keine Regel passt</translation>
    </message>
    <message>
        <source>In strict mode, what no rule allows is blocked.</source>
        <translation>Im strengen Modus wird blockiert, was keine Regel zulässt.</translation>
    </message>
    <message>
        <source>Allowed by rule %1</source>
        <translation>Zugelassen durch Regel %1</translation>
    </message>
    <message>
        <source>Blocked by rule %1</source>
        <translation>Blockiert durch Regel %1</translation>
    </message>
    <message>
        <source>Asked about by rule %1</source>
        <translation>Gefragt durch Regel %1</translation>
    </message>
    <message>
        <source>It cannot be told from the request whether this fits: %1. What is not known is blocked or asked about, never allowed.</source>
        <extracomment>%1: a condition (&quot;Model&quot;)</extracomment>
        <translation>Der Anfrage ist nicht anzusehen, ob dies passt: %1. Was unbekannt ist, wird blockiert oder erfragt, nie zugelassen.</translation>
    </message>
    <message>
        <source>Blocked for rule %1</source>
        <translation>Blockiert wegen Regel %1</translation>
    </message>
    <message>
        <source>What is said inside a WebSocket cannot be looked at before it is opened.</source>
        <translation>Was in einem WebSocket gesagt wird, ist nicht zu sehen, bevor er offen ist.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleValues</name>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Days and hours</source>
        <translation>Tage und Stunden</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Request for</source>
        <translation>Anfrage nach</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Size of the request</source>
        <translation>Größe der Anfrage</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Tokens of the answer</source>
        <translation>Tokens der Antwort</translation>
    </message>
    <message>
        <source>Tokens for thinking</source>
        <translation>Tokens zum Nachdenken</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Streaming</translation>
    </message>
    <message>
        <source>Hosted tool</source>
        <translation>Werkzeug des Anbieters</translation>
    </message>
    <message>
        <source>MCP server</source>
        <translation>MCP-Server</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Text of the body</source>
        <translation>Text des Inhalts</translation>
    </message>
    <message>
        <source>is on</source>
        <translation>ist an</translation>
    </message>
    <message>
        <source>are there</source>
        <comment>images, documents</comment>
        <translation>sind dabei</translation>
    </message>
    <message>
        <source>is</source>
        <translation>ist</translation>
    </message>
    <message>
        <source>is off</source>
        <translation>ist aus</translation>
    </message>
    <message>
        <source>are not there</source>
        <comment>images, documents</comment>
        <translation>sind nicht dabei</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>ist nicht</translation>
    </message>
    <message>
        <source>larger than</source>
        <translation>größer als</translation>
    </message>
    <message>
        <source>above</source>
        <translation>über</translation>
    </message>
    <message>
        <source>is there</source>
        <comment>a header</comment>
        <translation>ist vorhanden</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>enthält</translation>
    </message>
    <message>
        <source>matches</source>
        <comment>a regular expression</comment>
        <translation>passt auf</translation>
    </message>
    <message>
        <source>Something else</source>
        <comment>what a request is for</comment>
        <translation>Etwas anderes</translation>
    </message>
    <message>
        <source>An answer of a model</source>
        <comment>what a request is for</comment>
        <translation>Antwort eines Modells</translation>
    </message>
    <message>
        <source>Files</source>
        <comment>what a request is for</comment>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Batches</source>
        <comment>what a request is for</comment>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>The account</source>
        <comment>what a request is for</comment>
        <translation>Das Konto</translation>
    </message>
    <message>
        <source>None</source>
        <comment>effort</comment>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Minimal</source>
        <comment>effort</comment>
        <translation>Minimal</translation>
    </message>
    <message>
        <source>Low</source>
        <comment>effort</comment>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Medium</source>
        <comment>effort</comment>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>High</source>
        <comment>effort</comment>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Maximum</source>
        <comment>effort</comment>
        <translation>Maximal</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RulesPage</name>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>in force for the next request</source>
        <translation>in Kraft für die nächste Anfrage</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Try a request</source>
        <translation>Anfrage ausprobieren</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>The first rule that fits decides. Drag, or press Alt+Up and Alt+Down, to reorder.</source>
        <translation>Die erste passende Regel entscheidet. Zum Umordnen ziehen oder Alt+Auf und Alt+Ab drücken.</translation>
    </message>
    <message>
        <source>The vault is locked</source>
        <translation>Der Tresor ist gesperrt</translation>
    </message>
    <message>
        <source>Rules can be seen and changed while it is open.</source>
        <translation>Regeln kann man sehen und ändern, solange er offen ist.</translation>
    </message>
    <message>
        <source>Changed outside Keysluice</source>
        <translation>Außerhalb von Keysluice geändert</translation>
    </message>
    <message>
        <source>Every request is refused until you have looked at what the vault says now and accepted it. Overview leads there.</source>
        <translation>Jede Anfrage wird abgelehnt, bis Sie angesehen und angenommen haben, was jetzt im Tresor steht. Die Übersicht führt dorthin.</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limits</translation>
    </message>
    <message>
        <source>New limit</source>
        <translation>Neues Limit</translation>
    </message>
    <message>
        <source>Requests are not limited. All limits that fit count a request, whatever the rules say.</source>
        <translation>Anfragen sind nicht begrenzt. Alle passenden Limits zählen eine Anfrage, was auch immer die Regeln sagen.</translation>
    </message>
    <message>
        <source>No rule yet</source>
        <translation>Noch keine Regel</translation>
    </message>
    <message>
        <source>Agents may use the keys you gave them for everything. Rules allow, block or hold requests, by agent, model, cost and much more.</source>
        <translation>Agenten dürfen die Schlüssel, die sie haben, für alles verwenden. Regeln lassen Anfragen zu, blockieren sie oder halten sie an: nach Agent, Modell, Kosten und vielem mehr.</translation>
    </message>
    <message>
        <source>Ready-made rules</source>
        <translation>Fertige Regeln</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>“%1” is written.</source>
        <translation>„%1“ ist geschrieben.</translation>
    </message>
    <message>
        <source>The rules of “%1” are in force.</source>
        <translation>Die Regeln aus „%1“ sind in Kraft.</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Edit rule %1</source>
        <translation>Regel %1 bearbeiten</translation>
    </message>
    <message>
        <source>Edit limit</source>
        <translation>Limit bearbeiten</translation>
    </message>
    <message>
        <source>Discard the changes?</source>
        <translation>Änderungen verwerfen?</translation>
    </message>
    <message>
        <source>What you changed in the editor is not saved.</source>
        <translation>Was Sie im Editor geändert haben, ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Any known provider</source>
        <translation>Jeder bekannte Anbieter</translation>
    </message>
    <message>
        <source>Saved. In force for the next request.</source>
        <translation>Gespeichert. In Kraft für die nächste Anfrage.</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Probieren</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::SecretField</name>
    <message>
        <source>Show what was typed</source>
        <translation>Getipptes zeigen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Vault and locking</source>
        <translation>Tresor und Sperre</translation>
    </message>
    <message>
        <source>Gateway and network</source>
        <translation>Gateway und Netzwerk</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>Vertrauen</translation>
    </message>
    <message>
        <source>Start and tray</source>
        <translation>Start und Tray</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Einstellung suchen</translation>
    </message>
    <message>
        <source>Show every setting</source>
        <translation>Alle Einstellungen zeigen</translation>
    </message>
    <message>
        <source>No setting has “%1” in its name or explanation.</source>
        <translation>Keine Einstellung hat „%1“ im Namen oder in der Erklärung.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::Sidebar</name>
    <message numerus="yes">
        <source>%1, %n need attention</source>
        <translation>
            <numerusform>%1, %n braucht Aufmerksamkeit</numerusform>
            <numerusform>%1, %n brauchen Aufmerksamkeit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n</source>
        <translation>
            <numerusform>%1, %n</numerusform>
            <numerusform>%1, %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n wait for you</source>
        <translation>
            <numerusform>%1, %n wartet auf Sie</numerusform>
            <numerusform>%1, %n warten auf Sie</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::SnippetBox</name>
    <message>
        <source>Environment of the agent</source>
        <translation>Umgebung des Agenten</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>Sets the proxy, the certificate and a placeholder key. No real key is in it; a token of 30 days is, made for this copy.</source>
        <translation>Setzt Proxy, Zertifikat und einen Platzhalter. Kein echter Schlüssel ist darin, aber ein Token von 30 Tagen, eigens für diese Kopie.</translation>
    </message>
    <message>
        <source>Create and copy</source>
        <translation>Erstellen und kopieren</translation>
    </message>
    <message>
        <source>Copied. Its token is in the list below and can be revoked there.</source>
        <translation>Kopiert. Das Token steht in der Liste darunter und lässt sich dort widerrufen.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Copied. Its token is shown with the agent, under Agents, and can be revoked there.</source>
        <translation>Kopiert. Das Token steht beim Agenten, unter Agenten, und kann dort widerrufen werden.</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Basis-URL</translation>
    </message>
    <message>
        <source>For clients that can use no proxy: the gateway&apos;s address in the place of the provider&apos;s, and a token of 30 days in the place of the key.</source>
        <translation>Für Programme, die keinen Proxy benutzen können: die Adresse des Gateways anstelle der des Anbieters und ein Token von 30 Tagen anstelle des Schlüssels.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::StartSection</name>
    <message>
        <source>Start and tray</source>
        <translation>Start und Tray</translation>
    </message>
    <message>
        <source>Start when you log in</source>
        <translation>Beim Anmelden starten</translation>
    </message>
    <message>
        <source>Keep running when the window is closed</source>
        <translation>Weiterlaufen, wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>In the tray, or minimised where there is none. Otherwise closing quits, and agents lose the gateway.</source>
        <translation>Im Tray, oder minimiert, wo es keinen gibt. Sonst beendet das Schließen Keysluice, und Agenten verlieren das Gateway.</translation>
    </message>
    <message>
        <source>Coloured tray icon</source>
        <translation>Farbiges Tray-Symbol</translation>
    </message>
    <message>
        <source>Otherwise it has the panel&apos;s text colour.</source>
        <translation>Sonst hat es die Textfarbe der Leiste.</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Protect the vault, add a key, connect an agent, see its first request.</source>
        <translation>Tresor schützen, Schlüssel hinzufügen, Agenten verbinden, seine erste Anfrage sehen.</translation>
    </message>
    <message>
        <source>Show the first steps again</source>
        <translation>Erste Schritte noch einmal zeigen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::StarterList</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add: %1</source>
        <translation>Hinzufügen: %1</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::StarterWords</name>
    <message>
        <source>Only small models</source>
        <translation>Nur kleine Modelle</translation>
    </message>
    <message>
        <source>Ask before Opus</source>
        <translation>Vor Opus fragen</translation>
    </message>
    <message>
        <source>Ask above $1 a request</source>
        <translation>Über 1 $ je Anfrage fragen</translation>
    </message>
    <message>
        <source>No hosted web tools</source>
        <translation>Keine Web-Werkzeuge des Anbieters</translation>
    </message>
    <message>
        <source>No files, batches or admin endpoints</source>
        <translation>Keine Dateien, Stapel oder Kontoverwaltung</translation>
    </message>
    <message>
        <source>Working hours only</source>
        <translation>Nur in der Arbeitszeit</translation>
    </message>
    <message>
        <source>60 requests a minute</source>
        <translation>60 Anfragen pro Minute</translation>
    </message>
    <message>
        <source>Blocks every model but Haiku, Sonnet and the small ones of other providers.</source>
        <translation>Blockiert jedes Modell außer Haiku, Sonnet und den kleinen anderer Anbieter.</translation>
    </message>
    <message>
        <source>Holds each request to an Opus model until you have answered.</source>
        <translation>Hält jede Anfrage an ein Opus-Modell an, bis Sie geantwortet haben.</translation>
    </message>
    <message>
        <source>Holds requests that may cost more than a dollar.</source>
        <translation>Hält Anfragen an, die mehr als einen Dollar kosten können.</translation>
    </message>
    <message>
        <source>Blocks web search and web fetch that run at the provider.</source>
        <translation>Blockiert Websuche und Webabruf, die beim Anbieter laufen.</translation>
    </message>
    <message>
        <source>Blocks uploads, batches, and whatever manages the account.</source>
        <translation>Blockiert Hochladen, Stapel und was das Konto verwaltet.</translation>
    </message>
    <message>
        <source>Blocks everything outside Monday to Friday, 08:00 to 18:00.</source>
        <translation>Blockiert alles außerhalb von Montag bis Freitag, 08:00 bis 18:00 Uhr.</translation>
    </message>
    <message>
        <source>Limits what each agent asks of providers.</source>
        <translation>Begrenzt, was jeder Agent von Anbietern verlangt.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::StepList</name>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>next</source>
        <translation>danach</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TableColumns</name>
    <message>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message>
        <source>Usual order</source>
        <translation>Übliche Reihenfolge</translation>
    </message>
    <message>
        <source>Ascending</source>
        <translation>Aufsteigend</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>Absteigend</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Usual columns</source>
        <translation>Übliche Spalten</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TimeText</name>
    <message>
        <source>d MMM</source>
        <extracomment>Day and month, in the order of your language; see QDate::toString for the letters.</extracomment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <extracomment>Day, month and year.</extracomment>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>%1 is a day (&quot;3 Nov&quot;), %2 a time</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 is a date, %2 a time with milliseconds</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>less than 1 min</source>
        <translation>unter 1 min</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TimeValue</name>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>from</source>
        <comment>a time of the day</comment>
        <translation>von</translation>
    </message>
    <message>
        <source>until</source>
        <comment>a time of the day</comment>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TimingBar</name>
    <message>
        <source>Where the time went</source>
        <translation>Wohin die Zeit ging</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Übertragung</translation>
    </message>
    <message>
        <source>In the gateway</source>
        <translation>Im Gateway</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TodayCard</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>blocked, limited or failed</source>
        <translation>blockiert, begrenzt, fehlerhaft</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>per hour</source>
        <translation>je Stunde</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TokenDialog</name>
    <message>
        <source>New token</source>
        <translation>Neues Token</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Does not expire</source>
        <translation>Läuft nicht ab</translation>
    </message>
    <message>
        <source>Valid for</source>
        <translation>Gültig für</translation>
    </message>
    <message>
        <source>With it a program proves that it is this agent. It holds no key.</source>
        <translation>Damit weist sich ein Programm als dieser Agent aus. Es enthält keinen Schlüssel.</translation>
    </message>
    <message>
        <source>Create token</source>
        <translation>Token erstellen</translation>
    </message>
    <message>
        <source>The new token</source>
        <translation>Das neue Token</translation>
    </message>
    <message>
        <source>Copy it now: it is shown once and is not stored.</source>
        <translation>Jetzt kopieren: Es wird nur einmal gezeigt und nicht gespeichert.</translation>
    </message>
    <message>
        <source>Valid until %1.</source>
        <translation>Gültig bis %1.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::Tray</name>
    <message>
        <source>Keysluice keeps running in the tray</source>
        <translation>Keysluice läuft im Tray weiter</translation>
    </message>
    <message>
        <source>Agents stay connected.</source>
        <translation>Agenten bleiben verbunden.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TrayMenu</name>
    <message>
        <source>Open Keysluice</source>
        <translation>Keysluice öffnen</translation>
    </message>
    <message>
        <source>Resume…</source>
        <translation>Fortsetzen…</translation>
    </message>
    <message>
        <source>Lock vault</source>
        <translation>Tresor sperren</translation>
    </message>
    <message>
        <source>Unlock vault…</source>
        <translation>Tresor entsperren…</translation>
    </message>
    <message>
        <source>Launch agent</source>
        <translation>Agent starten</translation>
    </message>
    <message>
        <source>Copy environment line</source>
        <translation>Umgebungszeile kopieren</translation>
    </message>
    <message>
        <source>Recent requests</source>
        <translation>Neueste Anfragen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>For 15 minutes</source>
        <translation>Für 15 Minuten</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Für 1 Stunde</translation>
    </message>
    <message>
        <source>Until I resume</source>
        <translation>Bis zum Fortsetzen</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>%1  %2  %3  %4</source>
        <extracomment>A recent request: %1 time, %2 agent, %3 request, %4 decision</extracomment>
        <translation>%1  %2  %3  %4</translation>
    </message>
    <message>
        <source>All activity</source>
        <translation>Alle Aktivität</translation>
    </message>
    <message>
        <source>Thaw all agents…</source>
        <translation>Alle Agenten auftauen…</translation>
    </message>
    <message>
        <source>Freeze all agents</source>
        <translation>Alle Agenten einfrieren</translation>
    </message>
    <message>
        <source>Approvals (%1)</source>
        <translation>Freigaben (%1)</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Freigaben</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TrayText</name>
    <message>
        <source>No agent can connect</source>
        <translation>Kein Agent kann sich verbinden</translation>
    </message>
    <message>
        <source>The vault cannot be used</source>
        <translation>Der Tresor ist nicht benutzbar</translation>
    </message>
    <message>
        <source>Settings need a look</source>
        <translation>Einstellungen ansehen</translation>
    </message>
    <message>
        <source>Activity cannot be written</source>
        <translation>Aktivität lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>No vault yet</source>
        <translation>Noch kein Tresor</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) rejected</source>
        <translation>
            <numerusform>%n Schlüssel abgelehnt</numerusform>
            <numerusform>%n Schlüssel abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused, %1</source>
        <extracomment>%1 is &quot;2 keys rejected&quot; or &quot;1 approval waits&quot;</extracomment>
        <translation>Angehalten, %1</translation>
    </message>
    <message>
        <source>Running, %1</source>
        <translation>Läuft, %1</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>Angehalten bis %1</translation>
    </message>
    <message>
        <source>Paused until you resume</source>
        <translation>Angehalten bis zum Fortsetzen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Keysluice: %1</source>
        <extracomment>%1 is the state, &quot;Running&quot;</extracomment>
        <translation>Keysluice: %1</translation>
    </message>
    <message>
        <source>All agents frozen, %1</source>
        <translation>Alle Agenten eingefroren, %1</translation>
    </message>
    <message>
        <source>All agents frozen</source>
        <translation>Alle Agenten eingefroren</translation>
    </message>
    <message numerus="yes">
        <source>%n approval(s) wait</source>
        <translation>
            <numerusform>%n Freigabe wartet</numerusform>
            <numerusform>%n Freigaben warten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 is &quot;2 approvals wait&quot;, %2 is &quot;1 key rejected&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TrialView</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Not looked at: a rule before it decides</source>
        <translation>Nicht angesehen: Eine Regel davor entscheidet</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>Passt nicht</translation>
    </message>
    <message>
        <source>Not known whether it fits, so it counts</source>
        <translation>Unbekannt, ob sie passt; darum gilt sie</translation>
    </message>
    <message>
        <source>Not known whether it fits, so it does not allow</source>
        <translation>Unbekannt, ob sie passt; darum lässt sie nichts zu</translation>
    </message>
    <message>
        <source>Yes: %1</source>
        <translation>Es stimmt, dass %1</translation>
    </message>
    <message>
        <source>No: %1</source>
        <translation>Es stimmt nicht, dass %1</translation>
    </message>
    <message>
        <source>Not known: %1</source>
        <translation>Unbekannt, ob %1</translation>
    </message>
    <message>
        <source>Type or paste a request, and this side tells what the rules do with it.</source>
        <translation>Eine Anfrage eingeben oder einfügen; diese Seite sagt dann, was die Regeln damit tun.</translation>
    </message>
    <message>
        <source>Counted: %1</source>
        <translation>Gezählt: %1</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <extracomment>%1: the number of a rule, %2: its sentence</extracomment>
        <translation>%1. %2</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TrustSection</name>
    <message>
        <source>Fingerprint (SHA-256)</source>
        <translation>Fingerabdruck (SHA-256)</translation>
    </message>
    <message>
        <source>The gateway&apos;s own authority</source>
        <translation>Eigene Zertifizierungsstelle des Gateways</translation>
    </message>
    <message>
        <source>Made for this installation only; its key never leaves the vault. A launched agent trusts it, nothing else on this computer does.</source>
        <translation>Nur für diese Installation; ihr Schlüssel verlässt den Tresor nie. Ein gestarteter Agent vertraut ihr, sonst nichts auf diesem Computer.</translation>
    </message>
    <message>
        <source>Export certificate…</source>
        <translation>Zertifikat exportieren…</translation>
    </message>
    <message>
        <source>Further authorities for providers</source>
        <translation>Weitere Zertifizierungsstellen für Anbieter</translation>
    </message>
    <message>
        <source>Needed where a company&apos;s proxy opens up connections. Trusted beside the system&apos;s authorities, by the gateway only; whoever owns one can read the keys.</source>
        <translation>Nötig, wo der Proxy einer Firma Verbindungen öffnet. Gilt neben den Stellen des Systems, nur für das Gateway; wer eine davon besitzt, kann die Schlüssel lesen.</translation>
    </message>
    <message>
        <source>Import from a PEM file…</source>
        <translation>Aus PEM-Datei importieren…</translation>
    </message>
    <message>
        <source>Valid until %1; renewed in time, with the same key.</source>
        <translation>Gültig bis %1; wird rechtzeitig mit demselben Schlüssel erneuert.</translation>
    </message>
    <message>
        <source>Can vouch only for: %1</source>
        <translation>Bürgt nur für: %1</translation>
    </message>
    <message>
        <source>Unreadable certificate</source>
        <translation>Unlesbares Zertifikat</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>None. Providers are checked against the system&apos;s authorities.</source>
        <translation>Keine. Anbieter werden mit den Stellen des Systems geprüft.</translation>
    </message>
    <message>
        <source>Export certificate</source>
        <translation>Zertifikat exportieren</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>Geschrieben nach %1</translation>
    </message>
    <message>
        <source>Import from a PEM file</source>
        <translation>Aus PEM-Datei importieren</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>Zertifikate (*.pem *.crt *.cer);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>There is no certificate in “%1”. A PEM file with “BEGIN CERTIFICATE” is needed.</source>
        <translation>In „%1“ ist kein Zertifikat. Nötig ist eine PEM-Datei mit „BEGIN CERTIFICATE“.</translation>
    </message>
    <message>
        <source>A certificate in “%1” cannot be read.</source>
        <translation>Ein Zertifikat in „%1“ ist nicht lesbar.</translation>
    </message>
    <message numerus="yes">
        <source>Trust %n further authority(s)?</source>
        <translation>
            <numerusform>%n weiteren Stelle vertrauen?</numerusform>
            <numerusform>%n weiteren Stellen vertrauen?</numerusform>
        </translation>
    </message>
    <message>
        <source>%1

Whoever owns its key can read the keys and requests that pass the gateway.</source>
        <translation>%1

Wer ihren Schlüssel besitzt, kann Schlüssel und Anfragen lesen, die durch das Gateway gehen.</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>Vertrauen</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TryDialog</name>
    <message>
        <source>Begin with a method and an address: POST https://api.anthropic.com/v1/messages</source>
        <translation>Mit Methode und Adresse beginnen: POST https://api.anthropic.com/v1/messages</translation>
    </message>
    <message>
        <source>The address needs a host: https://…, or a path and a Host line.</source>
        <translation>Die Adresse braucht einen Host: https://… oder einen Pfad und eine Host-Zeile.</translation>
    </message>
    <message>
        <source>A header line needs a colon. The body follows an empty line.</source>
        <translation>Eine Header-Zeile braucht einen Doppelpunkt. Der Inhalt folgt nach einer leeren Zeile.</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Try a request</source>
        <translation>Anfrage ausprobieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Nothing is sent. What else can refuse a request, such as a missing key or a frozen agent, is not looked at.</source>
        <translation>Nichts wird gesendet. Was eine Anfrage sonst scheitern lässt, etwa ein fehlender Schlüssel oder ein eingefrorener Agent, wird nicht angesehen.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Method and address, header lines, an empty line, the body. Without a content type the body is taken for JSON. It is judged as of now.</source>
        <translation>Methode und Adresse, Header-Zeilen, eine leere Zeile, der Inhalt. Ohne Content-Type gilt der Inhalt als JSON. Geurteilt wird nach der jetzigen Zeit.</translation>
    </message>
    <message>
        <source>Any agent</source>
        <translation>Irgendein Agent</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::UnlockDialog</name>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Try the keychain</source>
        <translation>Schlüsselbund versuchen</translation>
    </message>
    <message>
        <source>Unlock the vault</source>
        <translation>Tresor entsperren</translation>
    </message>
    <message>
        <source>Agents receive 503 until it is open.</source>
        <translation>Agenten erhalten 503, bis er offen ist.</translation>
    </message>
    <message>
        <source>Passphrase or recovery code</source>
        <translation>Passphrase oder Wiederherstellungscode</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Unlocking</source>
        <translation>Wird entsperrt</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::VaultSection</name>
    <message>
        <source>Ways to open the vault</source>
        <translation>Wege, den Tresor zu öffnen</translation>
    </message>
    <message>
        <source>Change the data key</source>
        <translation>Datenschlüssel wechseln</translation>
    </message>
    <message>
        <source>Encrypts everything anew under a fresh key, for example after a copy of the vault went astray.</source>
        <translation>Verschlüsselt alles neu mit einem frischen Schlüssel, etwa wenn eine Kopie des Tresors abhandenkam.</translation>
    </message>
    <message>
        <source>Locking</source>
        <translation>Sperre</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) without requests</source>
        <translation>
            <numerusform>%n Minute ohne Anfragen</numerusform>
            <numerusform>%n Minuten ohne Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>Lock after</source>
        <translation>Sperren nach</translation>
    </message>
    <message>
        <source>Agents receive 503 “vault locked” until you open it again.</source>
        <translation>Agenten erhalten 503 „vault locked“, bis er wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>Lock when the screen locks</source>
        <translation>Sperren, wenn der Bildschirm sperrt</translation>
    </message>
    <message>
        <source>Lock when the computer sleeps</source>
        <translation>Sperren, wenn der Computer schläft</translation>
    </message>
    <message>
        <source>What this protects</source>
        <translation>Was das schützt</translation>
    </message>
    <message>
        <source>Keys are safe on a stolen disk, from other users of this computer, and from agents that were talked into leaking them. They are not safe from the system&apos;s administrator, nor from programs of your own user that run outside Keysluice: any of those can ask an unlocked system keychain for the vault&apos;s key. Without the keychain slot, opening the vault takes your passphrase.</source>
        <translation>Schlüssel sind sicher auf einem gestohlenen Datenträger, vor anderen Benutzern dieses Computers und vor Agenten, die zum Verraten überredet wurden. Nicht sicher sind sie vor der Systemverwaltung und vor Programmen des eigenen Benutzers außerhalb von Keysluice: Jedes davon kann einen offenen Schlüsselbund nach dem Schlüssel des Tresors fragen. Ohne den Schlüsselbund braucht das Öffnen die Passphrase.</translation>
    </message>
    <message>
        <source>Opens the vault when you log in</source>
        <translation>Öffnet den Tresor beim Anmelden</translation>
    </message>
    <message>
        <source>System keychain</source>
        <translation>Schlüsselbund des Systems</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Set on %1</source>
        <translation>Festgelegt am %1</translation>
    </message>
    <message>
        <source>Needed to reveal a key, and to prove yourself on the command line</source>
        <translation>Nötig, um einen Schlüssel zu zeigen und sich auf der Befehlszeile auszuweisen</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Festlegen</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Wiederherstellungscode</translation>
    </message>
    <message>
        <source>Created on %1</source>
        <translation>Erstellt am %1</translation>
    </message>
    <message>
        <source>Without one, a lost passphrase can mean lost keys</source>
        <translation>Ohne ihn kann eine verlorene Passphrase verlorene Schlüssel bedeuten</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>Schlüsseldatei</translation>
    </message>
    <message>
        <source>Whoever can read the file can open the vault</source>
        <translation>Wer die Datei lesen kann, kann den Tresor öffnen</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>Nicht gesetzt</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Erstellen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Set a passphrase</source>
        <translation>Passphrase festlegen</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>Passphrase ändern</translation>
    </message>
    <message>
        <source>It opens the vault on its own, and proves that it is you where something is loosened.</source>
        <translation>Sie öffnet den Tresor allein und weist aus, wo etwas gelockert wird.</translation>
    </message>
    <message>
        <source>Add the system keychain</source>
        <translation>Schlüsselbund des Systems hinzufügen</translation>
    </message>
    <message>
        <source>The vault then opens when you log in. Any program of your user can ask an unlocked keychain for its key.</source>
        <translation>Der Tresor öffnet sich dann beim Anmelden. Jedes Programm des eigenen Benutzers kann einen offenen Schlüsselbund nach seinem Schlüssel fragen.</translation>
    </message>
    <message>
        <source>Remove “%1”?</source>
        <extracomment>%1 is a way to open the vault: &quot;Passphrase&quot;</extracomment>
        <translation>„%1“ entfernen?</translation>
    </message>
    <message>
        <source>It no longer opens the vault. The other ways stay.</source>
        <translation>Das öffnet den Tresor nicht mehr. Die anderen Wege bleiben.</translation>
    </message>
    <message>
        <source>Change the data key?</source>
        <translation>Datenschlüssel wechseln?</translation>
    </message>
    <message>
        <source>Everything in the vault is encrypted anew. Ways to open it stay; older copies of the file keep the old key.</source>
        <translation>Alles im Tresor wird neu verschlüsselt. Die Wege zum Öffnen bleiben; ältere Kopien der Datei behalten den alten Schlüssel.</translation>
    </message>
</context>
<context>
    <name>keysluice::ui::WatchStep</name>
    <message>
        <source>See its first request</source>
        <translation>Seine erste Anfrage sehen</translation>
    </message>
    <message>
        <source>Finish without waiting</source>
        <translation>Ohne Warten abschließen</translation>
    </message>
    <message>
        <source>Open Keysluice</source>
        <translation>Keysluice öffnen</translation>
    </message>
    <message>
        <source>Waiting for the first request</source>
        <translation>Warten auf die erste Anfrage</translation>
    </message>
    <message>
        <source>Ask the agent something. Its request shows here as it passes the gateway.</source>
        <translation>Den Agenten etwas fragen. Seine Anfrage erscheint hier, sobald sie durch das Gateway geht.</translation>
    </message>
    <message>
        <source>%1 reached %2 without a key.</source>
        <translation>%1 erreichte %2 ohne Schlüssel.</translation>
    </message>
    <message>
        <source>%1 reached %2 with “%3”. The agent itself never had the key.</source>
        <translation>%1 erreichte %2 mit „%3“. Der Agent selbst hatte den Schlüssel nie.</translation>
    </message>
</context>
</TS>
