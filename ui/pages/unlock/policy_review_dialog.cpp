#include "ui/pages/unlock/policy_review_dialog.h"

#include "ui/models/rule_names.h"
#include "ui/models/visible_text.h"
#include "ui/pages/parts.h"
#include "ui/pages/unlock/proof_dialog.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/credential_port.h"
#include "ui/ports/rule_port.h"
#include "ui/ports/settings_port.h"
#include "ui/widgets/dialog_frame.h"
#include "ui/widgets/page.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kWidth = 592;
constexpr int kListHeight = 320;

QString shown(const std::string& text) {
    return visibleText(QString::fromStdString(text));
}

} // namespace

PolicyReviewDialog::PolicyReviewDialog(const Ports& ports, QWidget* parent) : QDialog(parent), m_ports(ports) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Changed outside Keysluice"));
    setMinimumWidth(kWidth);
    const DialogFrame frame = frameDialog(this);
    QVBoxLayout* layout = frame.body;
    layout->setSpacing(12);
    layout->addWidget(sectionTitle(tr("Is this what you want?"), this));
    layout->addWidget(
        bodyText(tr("The vault's file does not match what Keysluice wrote last. Agents are refused until you "
                    "accept what it says now. If you did not expect this, close the window and restore a "
                    "copy of the data directory."),
                 this));
    auto* list = new QWidget(this);
    auto* lines = new QVBoxLayout(list);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(6);
    addAgents(lines);
    addSecrets(lines);
    addRules(lines);
    addSettings(lines);
    lines->addStretch(1);
    QWidget* area = scrolling(list, this);
    area->setMinimumHeight(kListHeight);
    layout->addWidget(area, 1);
    QPushButton* cancel = textButton(tr("Cancel"), this);
    QPushButton* accept = textButton(tr("Accept this"), this, ButtonRole::Danger);
    for (QPushButton* button : {cancel, accept}) {
        button->setAutoDefault(false); // Enter does what has the focus, and that is Cancel
    }
    frame.footer->addStretch();
    frame.footer->addWidget(cancel);
    frame.footer->addWidget(accept);
    cancel->setFocus();
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(accept, &QPushButton::clicked, this, &PolicyReviewDialog::askToAccept);
}

void PolicyReviewDialog::addLine(QVBoxLayout* layout, const QString& text) {
    layout->addWidget(valueText(text, this));
}

void PolicyReviewDialog::addAgents(QVBoxLayout* layout) {
    layout->addWidget(groupLabel(tr("Agents"), this));
    for (const core::AgentInfo& agent : m_ports.agents.agents()) {
        QStringList names;
        for (const core::CredentialInfo& credential : m_ports.credentials.credentials()) {
            if (agent.mayUse(credential.id)) {
                names << shown(credential.name);
            }
        }
        const QString use = agent.everyCredential ? tr("every secret")
                            : names.isEmpty()     ? tr("no secret")
                                                  : QLocale().createSeparatedList(names);
        addLine(layout,
                tr("%1: may use %2; %n token(s)", nullptr, int(agent.tokens.size())).arg(shown(agent.name), use));
        if (agent.hostAccess != core::HostAccess::Inherit) {
            addLine(layout, (agent.hostAccess == core::HostAccess::Open ? tr("%1: other hosts are tunnelled")
                                                                        : tr("%1: other hosts are refused"))
                                .arg(shown(agent.name)));
        }
        if (agent.freeze != core::Freeze::None) {
            addLine(layout, tr("%1: frozen").arg(shown(agent.name)));
        }
    }
    if (m_ports.agents.agents().empty()) {
        addLine(layout, tr("none"));
    }
}

void PolicyReviewDialog::addSecrets(QVBoxLayout* layout) {
    layout->addWidget(groupLabel(tr("Secrets"), this));
    for (const core::CredentialInfo& credential : m_ports.credentials.credentials()) {
        QStringList hosts;
        for (const std::string& host : credential.hosts) {
            hosts << shown(host);
        }
        addLine(layout, tr("%1: sent to %2 (%3)")
                            .arg(shown(credential.name), QLocale().createSeparatedList(hosts),
                                 credential.enabled ? tr("enabled") : tr("disabled")));
        if (credential.foreignKeys != core::ForeignKeys::Replace) {
            addLine(layout, (credential.foreignKeys == core::ForeignKeys::Pass ? tr("%1: other keys pass in its place")
                                                                               : tr("%1: other keys are refused"))
                                .arg(shown(credential.name)));
        }
    }
    if (m_ports.credentials.credentials().empty()) {
        addLine(layout, tr("none"));
    }
}

void PolicyReviewDialog::addRules(QVBoxLayout* layout) {
    const StoredRules stored = m_ports.rules.storedRules();
    const RuleNames names = ruleNames(m_ports.agents, m_ports.credentials.catalogue());
    layout->addWidget(groupLabel(tr("Rules, in their order"), this));
    if (stored.unreadable > 0) {
        addLine(layout, tr("%n rule(s) cannot be read. In their place, everything is blocked.", nullptr,
                           int(stored.unreadable)));
    }
    for (const core::rules::Rule& rule : stored.set.rules) {
        addLine(layout, ruleLine(rule, names));
    }
    for (const core::rules::Limit& limit : stored.set.limits) {
        addLine(layout, limitLine(limit, names));
    }
    if (stored.set == core::rules::RuleSet{}) {
        addLine(layout, tr("none"));
    }
}

void PolicyReviewDialog::addSettings(QVBoxLayout* layout) {
    const core::ProtectedSettings settings = m_ports.settings.storedSettings();
    layout->addWidget(groupLabel(tr("Settings"), this));
    QStringList addresses;
    for (const std::string& address : settings.listenAddresses) {
        addresses << shown(address);
    }
    addLine(layout, tr("Listens on %1, port %2").arg(addresses.join(QStringLiteral(", "))).arg(settings.port));
    addLine(layout, settings.strictMode ? tr("Other hosts are refused") : tr("Other hosts are tunnelled"));
    if (settings.freeze != core::Freeze::None) {
        addLine(layout, tr("All agents are frozen"));
    }
    if (!settings.upstreamProxy.empty()) {
        addLine(layout, tr("Providers are reached through the proxy %1").arg(shown(settings.upstreamProxy)));
    }
    if (!settings.extraCaPem.empty()) {
        const auto subjects = m_ports.settings.certificateSubjects(settings.extraCaPem);
        for (const std::string& subject : subjects.value_or(std::vector<std::string>{})) {
            addLine(layout, tr("Also trusts the authority %1").arg(shown(subject)));
        }
        if (!subjects) {
            addLine(layout, tr("Also trusts certificates that cannot be read"));
        }
    }
    for (const core::ResolveOverride& entry : settings.resolve) {
        addLine(layout,
                tr("%1:%2 is looked for at %3").arg(shown(entry.host)).arg(entry.hostPort).arg(shown(entry.address)));
    }
    if (settings.allowPrivateDestinations) {
        addLine(layout, tr("Private and local addresses may be reached"));
    }
}

void PolicyReviewDialog::askToAccept() {
    ProofDialog::Options options;
    options.title = tr("Accept agents, secrets, rules and settings");
    options.text = tr("From then on they are in force.");
    options.action = tr("Accept");
    options.danger = true;
    options.needsProof = ProofDialog::hasProofSlot(m_ports.vault);
    auto* proof = new ProofDialog(
        options,
        [this](core::SecretBytes value, core::SecretBytes, QObject* context, Done<void> done) {
            m_ports.vault.acceptPolicy(std::move(value), context, std::move(done));
        },
        this);
    connect(proof, &QDialog::accepted, this, &QDialog::accept);
    proof->open();
}

} // namespace keysluice::ui
