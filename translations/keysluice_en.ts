<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>keysluice::app::Operation</name>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n rule</numerusform>
            <numerusform>%n rules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s)</source>
        <translation>
            <numerusform>%n limit</numerusform>
            <numerusform>%n limits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::app::RuleCommand</name>
    <message numerus="yes">
        <source>%n time(s) in 7 days</source>
        <translation>
            <numerusform>%n time in 7 days</numerusform>
            <numerusform>%n times in 7 days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ActivityPage</name>
    <message numerus="yes">
        <source>%n new request(s)</source>
        <translation>
            <numerusform>%n new request</numerusform>
            <numerusform>%n new requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) shown</source>
        <translation>
            <numerusform>%n request shown</numerusform>
            <numerusform>%n requests shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ActivityPane</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AgentPane</name>
    <message numerus="yes">
        <source>%n running session(s) end.</source>
        <translation>
            <numerusform>%n running session ends.</numerusform>
            <numerusform>%n running sessions end.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AgentTableModel</name>
    <message numerus="yes">
        <source>%n session(s) running</source>
        <translation>
            <numerusform>%n session running</numerusform>
            <numerusform>%n sessions running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2, may use %3, seen %4, %n request(s) today</source>
        <translation>
            <numerusform>%1, %2, may use %3, seen %4, %n request today</numerusform>
            <numerusform>%1, %2, may use %3, seen %4, %n requests today</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::AgentsPage</name>
    <message numerus="yes">
        <source>%n agent(s)</source>
        <translation>
            <numerusform>%n agent</numerusform>
            <numerusform>%n agents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalNotices</name>
    <message numerus="yes">
        <source>%n request(s) of %1 wait for you</source>
        <extracomment>%1: an agent</extracomment>
        <translation>
            <numerusform>%n request of %1 waits for you</numerusform>
            <numerusform>%n requests of %1 wait for you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalText</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <comment>models</comment>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln token(s)</source>
        <translation>
            <numerusform>about %Ln token</numerusform>
            <numerusform>about %Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ApprovalsPage</name>
    <message numerus="yes">
        <source>%n request(s) wait</source>
        <translation>
            <numerusform>%n request waits</numerusform>
            <numerusform>%n requests wait</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ConditionText</name>
    <message numerus="yes">
        <source>the answer may have more than %Ln token(s)</source>
        <translation>
            <numerusform>the answer may have more than %Ln token</numerusform>
            <numerusform>the answer may have more than %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>thinking may take more than %Ln token(s)</source>
        <translation>
            <numerusform>thinking may take more than %Ln token</numerusform>
            <numerusform>thinking may take more than %Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialModel</name>
    <message numerus="yes">
        <source>%1, %2 of %3, %4, %5, %n request(s) today, %6</source>
        <extracomment>name, kind of key, provider, state, time of the check; read aloud</extracomment>
        <translation>
            <numerusform>%1, %2 of %3, %4, %5, %n request today, %6</numerusform>
            <numerusform>%1, %2 of %3, %4, %5, %n requests today, %6</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credential(s) fit %1. “%2” is used first.</source>
        <translation>
            <numerusform>%n credential fits %1. “%2” is used first.</numerusform>
            <numerusform>%n credentials fit %1. “%2” is used first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialPane</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::CredentialText</name>
    <message numerus="yes">
        <source>Checked: valid, %n model(s)</source>
        <translation>
            <numerusform>Checked: valid, %n model</numerusform>
            <numerusform>Checked: valid, %n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n other</numerusform>
            <numerusform>%n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 use it; from then on “%2” is used. The key is destroyed.</source>
        <translation>
            <numerusform>%1 uses it; from then on “%2” is used. The key is destroyed.</numerusform>
            <numerusform>%1 use it; from then on “%2” is used. The key is destroyed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 use it; their next request to %2 fails.</source>
        <extracomment>%1 is a list of agents, %n their number, %2 a provider</extracomment>
        <translation>
            <numerusform>%1 uses it; its next request to %2 fails.</numerusform>
            <numerusform>%1 use it; their next request to %2 fails.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 answered 401 to %n request(s). Agents receive this answer. Put a new key in.</source>
        <extracomment>%1 is a provider, %n how many requests of agents it has refused</extracomment>
        <translation>
            <numerusform>%1 answered 401 to %n request. Agents receive this answer. Put a new key in.</numerusform>
            <numerusform>%1 answered 401 to %n requests. Agents receive this answer. Put a new key in.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::DryRunSummary</name>
    <message numerus="yes">
        <source>%Ln request(s) would have gone otherwise.</source>
        <translation>
            <numerusform>%Ln request would have gone otherwise.</numerusform>
            <numerusform>%Ln requests would have gone otherwise.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) cannot be judged from history.</source>
        <translation>
            <numerusform>%Ln request cannot be judged from history.</numerusform>
            <numerusform>%Ln requests cannot be judged from history.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ExcerptText</name>
    <message numerus="yes">
        <source>[and %Ln more]</source>
        <extracomment>stands in a text behind the first of many invisible characters, or of bytes that are no text</extracomment>
        <translation>
            <numerusform>[and %Ln more]</numerusform>
            <numerusform>[and %Ln more]</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln invisible character(s) are shown</source>
        <translation>
            <numerusform>%Ln invisible character is shown</numerusform>
            <numerusform>%Ln invisible characters are shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln byte(s) are no text</source>
        <translation>
            <numerusform>%Ln byte is no text</numerusform>
            <numerusform>%Ln bytes are no text</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::FlowView</name>
    <message numerus="yes">
        <source>%1: %n request(s) refused at the gate</source>
        <translation>
            <numerusform>%1: %n request refused at the gate</numerusform>
            <numerusform>%1: %n requests refused at the gate</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 to %2: %n request(s)</source>
        <translation>
            <numerusform>%1 to %2: %n request</numerusform>
            <numerusform>%1 to %2: %n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::GateWidget</name>
    <message numerus="yes">
        <source>Vault open, locks in %n min</source>
        <translation>
            <numerusform>Vault open, locks in %n min</numerusform>
            <numerusform>Vault open, locks in %n min</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::ImportDialog</name>
    <message numerus="yes">
        <source>%n rule(s) and limit(s) stay as they are.</source>
        <translation>
            <numerusform>%n rule or limit stays as it is.</numerusform>
            <numerusform>%n rules and limits stay as they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::KeyCheckText</name>
    <message numerus="yes">
        <source>%1 accepts requests again in %n s. Agents receive 429 until then.</source>
        <translation>
            <numerusform>%1 accepts requests again in %n s. Agents receive 429 until then.</numerusform>
            <numerusform>%1 accepts requests again in %n s. Agents receive 429 until then.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::LlmsPage</name>
    <message numerus="yes">
        <source>%n credential(s)</source>
        <translation>
            <numerusform>%n credential</numerusform>
            <numerusform>%n credentials</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::PolicyReviewDialog</name>
    <message numerus="yes">
        <source>%1: may use %2; %n token(s)</source>
        <translation>
            <numerusform>%1: may use %2; %n token</numerusform>
            <numerusform>%1: may use %2; %n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) cannot be read. In their place, everything is blocked.</source>
        <translation>
            <numerusform>%n rule cannot be read. In its place, everything is blocked.</numerusform>
            <numerusform>%n rules cannot be read. In their place, everything is blocked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleOutcome</name>
    <message numerus="yes">
        <source>Deny after %n minute(s)</source>
        <translation>
            <numerusform>Deny after %n minute</numerusform>
            <numerusform>Deny after %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deny after %n second(s)</source>
        <translation>
            <numerusform>Deny after %n second</numerusform>
            <numerusform>Deny after %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::RuleText</name>
    <message numerus="yes">
        <source>%Ln request(s) a minute</source>
        <translation>
            <numerusform>%Ln request a minute</numerusform>
            <numerusform>%Ln requests a minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) an hour</source>
        <translation>
            <numerusform>%Ln request an hour</numerusform>
            <numerusform>%Ln requests an hour</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) a day</source>
        <translation>
            <numerusform>%Ln request a day</numerusform>
            <numerusform>%Ln requests a day</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1; denied after %n second(s) without an answer</source>
        <translation>
            <numerusform>%1; denied after %n second without an answer</numerusform>
            <numerusform>%1; denied after %n seconds without an answer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::Sidebar</name>
    <message numerus="yes">
        <source>%1, %n need attention</source>
        <translation>
            <numerusform>%1, %n needs attention</numerusform>
            <numerusform>%1, %n need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n</source>
        <translation>
            <numerusform>%1, %n</numerusform>
            <numerusform>%1, %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n wait for you</source>
        <translation>
            <numerusform>%1, %n waits for you</numerusform>
            <numerusform>%1, %n wait for you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TokenDialog</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TrayText</name>
    <message numerus="yes">
        <source>%n key(s) rejected</source>
        <translation>
            <numerusform>%n key rejected</numerusform>
            <numerusform>%n keys rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approval(s) wait</source>
        <translation>
            <numerusform>%n approval waits</numerusform>
            <numerusform>%n approvals wait</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::TrustSection</name>
    <message numerus="yes">
        <source>Trust %n further authority(s)?</source>
        <translation>
            <numerusform>Trust %n further authority?</numerusform>
            <numerusform>Trust %n further authorities?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>keysluice::ui::VaultSection</name>
    <message numerus="yes">
        <source>%n minute(s) without requests</source>
        <translation>
            <numerusform>%n minute without requests</numerusform>
            <numerusform>%n minutes without requests</numerusform>
        </translation>
    </message>
</context>
</TS>
