#include "ui/pages/rules/try_dialog.h"

#include "core/strictness.h"
#include "ui/models/rule_names.h"
#include "ui/models/visible_text.h"
#include "ui/pages/parts.h"
#include "ui/pages/rules/trial_view.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/credential_port.h"
#include "ui/ports/rule_port.h"
#include "ui/ports/settings_port.h"
#include "ui/style/type_scale.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/dialog_frame.h"
#include "ui/widgets/page.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kWidth = 960;
constexpr int kHeight = 620;

QString faultText(TypedRequestFault fault) {
    switch (fault) {
    case TypedRequestFault::Empty:
        return {};
    case TypedRequestFault::FirstLine:
        return TryDialog::tr("Begin with a method and an address: POST https://api.anthropic.com/v1/messages");
    case TypedRequestFault::Address:
        return TryDialog::tr("The address needs a host: https://…, or a path and a Host line.");
    case TypedRequestFault::Header:
        return TryDialog::tr("A header line needs a colon. The body follows an empty line.");
    }
    Q_UNREACHABLE();
}

} // namespace

TryDialog::TryDialog(const Ports& ports, std::shared_ptr<const core::PriceList> prices, QWidget* parent)
    : QDialog(parent),
      m_ports(ports),
      m_prices(std::move(prices)),
      m_agent(new ChoiceBox(tr("Agent"), this)),
      m_credential(new ChoiceBox(tr("Secret"), this)),
      m_request(new QPlainTextEdit(this)),
      m_fault(new ErrorLine(this)),
      m_result(new TrialView(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Try a request"));
    resize(kWidth, kHeight);
    const DialogFrame frame = frameDialog(this);
    frame.body->setSpacing(12);
    frame.body->addWidget(sectionTitle(tr("Try a request"), this));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(24);
    columns->addWidget(makeForm(), 1);
    columns->addWidget(scrolling(m_result, this), 1);
    frame.body->addLayout(columns, 1);
    QPushButton* close = textButton(tr("Close"), this);
    frame.footer->addWidget(helpText(tr("Nothing is sent. What else can refuse a request, such as a missing key or a "
                                        "frozen agent, is not looked at."),
                                     this),
                            1);
    frame.footer->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    fillChoices();
    connect(m_agent, &QComboBox::currentIndexChanged, this, &TryDialog::judge);
    connect(m_credential, &QComboBox::currentIndexChanged, this, &TryDialog::judge);
    connect(m_request, &QPlainTextEdit::textChanged, this, &TryDialog::judge);
    connect(&m_ports.rules, &RulePort::changed, this, &TryDialog::judge);
    m_request->setFocus();
    judge();
}

QWidget* TryDialog::makeForm() {
    auto* form = new QWidget(this);
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto* choices = new QHBoxLayout;
    choices->setSpacing(12);
    const std::pair<QString, QComboBox*> boxes[] = {{tr("Agent"), m_agent}, {tr("Secret"), m_credential}};
    for (const auto& [name, box] : boxes) {
        auto* column = new QVBoxLayout;
        column->setSpacing(6);
        column->addWidget(groupLabel(name, form));
        column->addWidget(box);
        box->setMinimumContentsLength(8);
        choices->addLayout(column, 1);
    }
    layout->addLayout(choices);
    layout->addSpacing(6);
    layout->addWidget(groupLabel(tr("Request"), form));
    m_request->setAccessibleName(tr("Request"));
    m_request->setPlaceholderText(QStringLiteral("POST https://api.anthropic.com/v1/messages\n"
                                                 "anthropic-version: 2023-06-01\n\n"
                                                 "{\"model\":\"claude-opus-4-5\",\"max_tokens\":1024,\n"
                                                 " \"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"));
    m_request->setFont(textFont(TextStyle::Mono));
    m_request->setLayoutDirection(Qt::LeftToRight);
    m_request->setTabChangesFocus(true);
    m_request->viewport()->setAutoFillBackground(false); // the frame has round corners
    layout->addWidget(m_request, 1);
    layout->addWidget(m_fault);
    layout->addWidget(
        helpText(tr("Method and address, header lines, an empty line, the body. Without a content type the "
                    "body is taken for JSON. It is judged as of now."),
                 form));
    return form;
}

void TryDialog::fillChoices() {
    for (const core::AgentInfo& agent : m_ports.agents.agents()) {
        m_agent->addItem(visibleText(agent.name), QString::fromStdString(agent.id));
    }
    if (m_agent->count() == 0) {
        m_agent->addItem(tr("Any agent"), QString());
    }
    for (const core::CredentialInfo& credential : m_ports.credentials.credentials()) {
        m_credential->addItem(visibleText(credential.name), QString::fromStdString(credential.id));
    }
    m_credential->addItem(tr("None"), QString());
}

void TryDialog::setRequest(const QString& text) {
    m_request->setPlainText(text);
}

bool TryDialog::isStrictFor(const core::RecordId& agent) const {
    const std::vector<core::AgentInfo> all = m_ports.agents.agents();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const core::AgentInfo& one) { return one.id == agent; });
    return core::isStrict(found == all.end() ? core::HostAccess::Inherit : found->hostAccess,
                          m_ports.settings.protectedSettings().strictMode);
}

void TryDialog::judge() {
    const auto request = readTypedRequest(m_request->toPlainText());
    m_fault->show(request ? QString() : faultText(request.error()));
    if (!request) {
        m_result->clear();
        return;
    }
    const std::string wanted = m_credential->currentData().toString().toStdString();
    const std::vector<core::CredentialInfo> all = m_ports.credentials.credentials();
    const auto credential = std::find_if(
        all.begin(), all.end(), [&](const core::CredentialInfo& one) { return !wanted.empty() && one.id == wanted; });
    const core::rules::RuleSet set = m_ports.rules.rules();
    const std::string agent = m_agent->currentData().toString().toStdString();
    const auto offset = [](core::UnixMs at) { return QDateTime::fromMSecsSinceEpoch(at).offsetFromUtc(); };
    const RuleTrialQuestion question{set,
                                     *request,
                                     agent,
                                     credential == all.end() ? nullptr : &*credential,
                                     m_ports.credentials.catalogue(),
                                     m_prices,
                                     m_ports.clock.now(),
                                     offset,
                                     isStrictFor(agent)};
    m_result->show(tryRules(question, ruleNames(m_ports.agents, m_ports.credentials.catalogue())));
}

} // namespace keysluice::ui
