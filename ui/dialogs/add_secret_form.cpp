#include "ui/dialogs/add_secret_form.h"

#include "ui/dialogs/agent_chooser.h"
#include "ui/dialogs/note_banner.h"
#include "ui/dialogs/provider_tile.h"
#include "ui/dialogs/secret_field.h"
#include "ui/style/ks_style.h"
#include "ui/style/paint.h"
#include "ui/widgets/card.h"
#include "ui/widgets/code_box.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/spinner.h"

#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kSectionGap = 16;
constexpr int kLabelGap = 6;
constexpr int kSmallIcon = 16;

struct Look {
    const char* icon;
    Role role;
};

Look lookOf(NoteTone tone) {
    switch (tone) {
    case NoteTone::Ok:
        return {"allowed", Role::Ok};
    case NoteTone::Info:
        return {"info", Role::Info};
    case NoteTone::Warning:
        return {"error", Role::Warning};
    case NoteTone::Danger:
        return {"blocked", Role::Danger};
    case NoteTone::None:
    case NoteTone::Neutral:
        break;
    }
    return {"info", Role::Muted};
}

/// A thin line instead of the style's bar.
class ProgressLine final : public QProgressBar {
public:
    using QProgressBar::QProgressBar;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const Theme theme = Theme::of(palette());
        paintBox(&painter, rect(), 4, theme.color(Role::Track), {});
        QRect done = rect();
        done.setWidth(width() * value() / maximum());
        if (value() > 0) {
            paintBox(&painter, QStyle::visualRect(layoutDirection(), rect(), done), 4, theme.color(Role::Accent), {});
        }
    }
};

QVBoxLayout* columnIn(QWidget* widget, int spacing = kLabelGap) {
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

StyledLabel* fieldLabel(const QString& text, QWidget* buddy, QWidget* parent) {
    auto* label = new StyledLabel(text, TextStyle::BodyBold, Role::Text, parent);
    label->setBuddy(buddy);
    return label;
}

} // namespace

AddSecretForm::AddSecretForm(CredentialPort& credentials, AgentPort& agents, const core::Clock& clock, QWidget* parent)
    : QWidget(parent),
      m_presenter(credentials, clock),
      m_banner(new NoteBannerBox(this)),
      m_injection(new CodeBox(tr("What agents' requests get"), false, this)) {
    auto* layout = columnIn(this, kSectionGap);
    layout->addWidget(m_banner);
    layout->addWidget(makeKeySection());
    layout->addWidget(m_providerSection = makeProviderSection());
    layout->addWidget(m_nameSection = makeNameSection(agents));
    auto* injection = new QWidget(this);
    auto* injectionLayout = columnIn(injection);
    injectionLayout->addWidget(
        new StyledLabel(tr("What agents' requests get"), TextStyle::BodyBold, Role::Text, injection));
    injectionLayout->addWidget(m_injection);
    layout->addWidget(injection);
    layout->addWidget(m_progress = makeProgress());
    layout->addStretch(1);

    connect(&m_presenter, &AddSecretPresenter::changed, this, &AddSecretForm::refresh);
    connect(&m_presenter, &AddSecretPresenter::focusRequested, this, &AddSecretForm::moveFocus);
    connect(&m_presenter, &AddSecretPresenter::saved, m_key, &SecretField::wipe);
    connect(m_key, &SecretField::secretEdited, this, [this] { m_presenter.setKey(m_key->secret()); });
    connect(m_key, &QLineEdit::returnPressed, &m_presenter, &AddSecretPresenter::activatePrimary);
    connect(m_name, &QLineEdit::textEdited, &m_presenter, &AddSecretPresenter::setName);
    connect(m_name, &QLineEdit::returnPressed, &m_presenter, &AddSecretPresenter::activatePrimary);
    connect(m_agents, &AgentChooser::chosenChanged, this, [this] { m_presenter.setAgents(m_agents->chosen()); });
    refresh();
    setFocusProxy(m_key);
}

AddSecretForm::~AddSecretForm() {
    // the presenter goes before the children, which must not call it any more
    m_key->disconnect(this);
    m_presenter.disconnect();
}

QWidget* AddSecretForm::makeKeySection() {
    auto* section = new QWidget(this);
    auto* layout = columnIn(section);
    m_key = new SecretField(section);
    m_key->setMinimumHeight(std::max(36, m_key->sizeHint().height()));
    layout->addWidget(fieldLabel(tr("Key"), m_key, section));
    layout->addWidget(m_key);

    auto* recognised = new QHBoxLayout;
    recognised->setSpacing(6);
    m_recognitionIcon = new IconLabel(QStringLiteral("info"), kSmallIcon, Role::Muted, section);
    m_recognition = new QLabel(section);
    m_recognition->setTextFormat(Qt::RichText);
    m_recognition->setWordWrap(true);
    recognised->addWidget(m_recognitionIcon, 0, Qt::AlignTop);
    recognised->addWidget(m_recognition, 1);
    layout->addLayout(recognised);

    m_trimmedRow = new QWidget(section);
    auto* trimmed = new QHBoxLayout(m_trimmedRow);
    trimmed->setContentsMargins(0, 0, 0, 0);
    trimmed->setSpacing(6);
    m_trimmed = new StyledLabel({}, TextStyle::Small, Role::Muted, m_trimmedRow);
    trimmed->addWidget(new IconLabel(QStringLiteral("info"), kSmallIcon, Role::Muted, m_trimmedRow));
    trimmed->addWidget(m_trimmed, 1);
    layout->addWidget(m_trimmedRow);
    return section;
}

QWidget* AddSecretForm::makeProviderSection() {
    auto* section = new QWidget(this);
    auto* layout = columnIn(section);
    m_kind = new QComboBox(section);
    m_kind->setAccessibleDescription(tr("Kind of key"));
    m_kind->setToolTip(tr("Kind of key"));
    setSmall(m_kind);
    auto* head = new QHBoxLayout;
    head->addWidget(new StyledLabel(tr("Provider"), TextStyle::BodyBold, Role::Text, section));
    head->addStretch(1);
    head->addWidget(m_kind);
    layout->addLayout(head);

    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(8);
    m_tiles = new QButtonGroup(section);
    for (const core::Provider& provider : m_presenter.catalogue().providers()) {
        auto* tile =
            new ProviderTile(QString::fromStdString(provider.monogram), QString::fromStdString(provider.name), section);
        m_tiles->addButton(tile);
        m_tileOf.emplace_back(provider.id, tile);
        tiles->addWidget(tile);
        connect(tile, &QAbstractButton::toggled, this, [this, id = provider.id](bool on) {
            if (on) {
                m_presenter.chooseProvider(id);
            }
        });
    }
    tiles->addStretch(1);
    layout->addLayout(tiles);
    connect(m_kind, &QComboBox::activated, this,
            [this](int at) { m_presenter.chooseKind(m_kind->itemData(at).toString().toStdString()); });
    return section;
}

QWidget* AddSecretForm::makeNameSection(AgentPort& agents) {
    auto* section = new QWidget(this);
    auto* columns = new QHBoxLayout(section);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(16);
    auto* nameColumn = new QVBoxLayout;
    nameColumn->setSpacing(kLabelGap);
    m_name = new QLineEdit(section);
    m_name->setMaxLength(64);
    m_nameError = new StyledLabel({}, TextStyle::Small, Role::Danger, section);
    m_nameError->setWordWrap(true);
    nameColumn->addWidget(fieldLabel(tr("Name"), m_name, section));
    nameColumn->addWidget(m_name);
    nameColumn->addWidget(m_nameError);
    nameColumn->addStretch(1);
    auto* agentColumn = new QVBoxLayout;
    agentColumn->setSpacing(kLabelGap);
    m_agents = new AgentChooser(agents, section);
    m_agents->setAccessibleDescription(tr("Agents that may use it"));
    agentColumn->addWidget(fieldLabel(tr("Agents that may use it"), m_agents, section));
    agentColumn->addWidget(m_agents);
    agentColumn->addStretch(1);
    columns->addLayout(nameColumn, 1);
    columns->addLayout(agentColumn, 1);
    return section;
}

QWidget* AddSecretForm::makeProgress() {
    auto* box = new Card(this);
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(10);
    layout->addWidget(new Spinner(box), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(8);
    auto* line = new QHBoxLayout;
    m_progressText = new StyledLabel({}, TextStyle::Body, Role::Text, box);
    m_progressText->setWordWrap(true);
    m_progressTime = new StyledLabel({}, TextStyle::Small, Role::Muted, box);
    line->addWidget(m_progressText, 1);
    line->addWidget(m_progressTime, 0, Qt::AlignTop);
    m_progressBar = new ProgressLine(box);
    m_progressBar->setRange(0, AddSecretPresenter::kTimeLimitSeconds);
    m_progressBar->setTextVisible(false);
    m_progressBar->setFixedHeight(8);
    m_progressBar->setAccessibleName(tr("Time until the check gives up"));
    words->addLayout(line);
    words->addWidget(m_progressBar);
    layout->addLayout(words, 1);
    return box;
}

void AddSecretForm::beginRotation(const core::CredentialInfo& credential) {
    m_presenter.beginRotation(credential);
    m_nameSection->hide();
}

void AddSecretForm::pasteKey() {
    m_key->wipe();
    m_key->paste();
    focusKey();
}

void AddSecretForm::clear() {
    m_presenter.cancelCheck();
    m_key->wipe();
    m_presenter.reset();
    m_agents->reset();
}

void AddSecretForm::focusKey() {
    m_key->setFocus(Qt::OtherFocusReason);
}

void AddSecretForm::moveFocus(AddSecretPresenter::Focus where) {
    if (where == AddSecretPresenter::Focus::Key) {
        focusKey();
        m_key->selectAll();
    } else if (where == AddSecretPresenter::Focus::Name) {
        m_name->setFocus(Qt::OtherFocusReason);
        m_name->selectAll();
    }
}

void AddSecretForm::refresh() {
    const bool enabled = !m_presenter.isVerifying();
    const NoteBanner banner = m_presenter.banner();
    const bool unknown = m_presenter.stage() == AddSecretPresenter::Stage::CouldNotCheck;
    m_banner->setNote(banner, banner.tone == NoteTone::Danger ? QStringLiteral("blocked")
                              : unknown                       ? QStringLiteral("unchecked")
                                                              : QStringLiteral("limited"));
    m_key->setEnabled(enabled);
    m_name->setEnabled(enabled);
    m_agents->setEnabled(enabled);
    setFieldError(m_key, m_presenter.keyHasError());
    if (m_name->text() != m_presenter.name()) {
        m_name->setText(m_presenter.name());
    }
    m_nameError->setText(m_presenter.nameError());
    m_nameError->setVisible(!m_presenter.nameError().isEmpty());
    setFieldError(m_name, !m_presenter.nameError().isEmpty());
    showRecognition();
    showProvider();
    showInjection();
    showProgress();
}

void AddSecretForm::showRecognition() {
    const NoteLine line = m_presenter.recognitionLine();
    const Look look = lookOf(line.tone);
    const bool known = m_presenter.stage() != AddSecretPresenter::Stage::Editing && line.tone == NoteTone::Neutral;
    m_recognitionIcon->set(known ? QStringLiteral("allowed") : QString::fromLatin1(look.icon), look.role);
    QString html = line.text.toHtmlEscaped();
    if (!line.strong.isEmpty() && line.tone != NoteTone::Neutral) {
        const QString strong = line.strong.toHtmlEscaped();
        html.replace(strong, QStringLiteral("<span style=\"font-weight:600\">") + strong + QStringLiteral("</span>"));
    }
    m_recognition->setFont(textFont(TextStyle::Small));
    QPalette own = palette();
    own.setColor(QPalette::WindowText, Theme::of(own).color(look.role));
    m_recognition->setPalette(own);
    m_recognition->setText(html);
    m_trimmed->setText(m_presenter.trimmedNote());
    m_trimmedRow->setVisible(!m_presenter.trimmedNote().isEmpty());
    m_key->setAccessibleDescription(line.text);
}

void AddSecretForm::showProvider() {
    const bool open = !m_presenter.isVerifying() && !m_presenter.isRotation();
    for (const auto& [id, tile] : m_tileOf) {
        const QSignalBlocker quiet(tile);
        if (id == m_presenter.providerId()) {
            tile->setChecked(true);
        }
        tile->setEnabled(open);
        tile->update();
    }
    const core::Provider* provider = m_presenter.catalogue().provider(m_presenter.providerId());
    if (provider != nullptr && m_kindsOf != provider->id) {
        m_kindsOf = provider->id;
        m_kind->clear();
        for (const core::CredentialKind& kind : provider->kinds) {
            m_kind->addItem(kindName(kind), QString::fromStdString(kind.id));
        }
    }
    m_kind->setCurrentIndex(m_kind->findData(QString::fromStdString(m_presenter.kindId())));
    m_kind->setEnabled(open && m_kind->count() > 1);
}

void AddSecretForm::showInjection() {
    m_injection->setText(injectionLines(m_presenter.injection()));
}

void AddSecretForm::showProgress() {
    m_progress->setVisible(m_presenter.isVerifying());
    m_progressText->setText(m_presenter.progressText());
    m_progressTime->setText(
        tr("%1 of %2 s").arg(m_presenter.elapsedSeconds()).arg(AddSecretPresenter::kTimeLimitSeconds));
    m_progressBar->setValue(m_presenter.elapsedSeconds());
}

QString injectionLines(const InjectionText& injection) {
    //: where a request goes; stands before a host name
    const QString to = AddSecretForm::tr("to");
    //: a header that is set; stands before it
    const QString set = AddSecretForm::tr("set");
    //: a header that gets one more value; stands before it
    const QString add = AddSecretForm::tr("add");
    //: headers that are removed first; stands before them
    const QString remove = AddSecretForm::tr("remove");
    const qsizetype width = std::max({to.size(), set.size(), add.size(), remove.size()}) + 1;
    QStringList lines{to.leftJustified(width) + injection.host, set.leftJustified(width) + injection.header};
    if (!injection.addition.isEmpty()) {
        lines += add.leftJustified(width) + injection.addition;
    }
    lines += remove.leftJustified(width) + AddSecretForm::tr("%1 sent by the agent").arg(injection.removed);
    return lines.join(QLatin1Char('\n'));
}

} // namespace keysluice::ui
