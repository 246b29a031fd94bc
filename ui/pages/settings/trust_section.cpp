#include "ui/pages/settings/trust_section.h"

#include "ui/models/pem_blocks.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/widgets/code_box.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr qint64 kLargestPem = 1024 * 1024;

} // namespace

TrustSection::TrustSection(SettingsPort& settings, QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_fingerprint(new CodeBox(tr("Fingerprint (SHA-256)"), true, this)),
      m_validity(bodyText({}, this)),
      m_hosts(bodyText({}, this)),
      m_exportError(new ErrorLine(this)),
      m_exported(helpText({}, this)),
      m_extra(nullptr),
      m_importError(new ErrorLine(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(sectionTitle(tr("The gateway's own authority"), this));
    layout->addWidget(helpText(
        tr("Made for this installation only; its key never leaves the vault. A launched agent trusts it, nothing else "
           "on this computer does."),
        this));
    layout->addWidget(groupLabel(tr("Fingerprint (SHA-256)"), this));
    layout->addWidget(m_fingerprint);
    layout->addWidget(m_validity);
    layout->addWidget(m_hosts);
    auto* exportRow = new QHBoxLayout;
    QPushButton* exportButton =
        textButton(tr("Export certificate…"), this, ButtonRole::Normal, QStringLiteral("export"));
    exportRow->addWidget(exportButton);
    exportRow->addWidget(m_exported, 1);
    layout->addLayout(exportRow);
    layout->addWidget(m_exportError);
    layout->addSpacing(16);
    layout->addWidget(sectionTitle(tr("Further authorities for providers"), this));
    layout->addWidget(helpText(tr("Needed where a company's proxy opens up connections. Trusted beside the system's "
                                  "authorities, by the gateway "
                                  "only; whoever owns one can read the keys."),
                               this));
    auto* rows = new QWidget;
    m_extra = new QVBoxLayout(rows);
    m_extra->setContentsMargins(0, 0, 0, 0);
    m_extra->setSpacing(0);
    layout->addWidget(card(rows, this));
    layout->addWidget(m_importError);
    QPushButton* import = textButton(tr("Import from a PEM file…"), this, ButtonRole::Normal, QStringLiteral("add"));
    layout->addWidget(import, 0, Qt::AlignLeading);
    layout->addStretch();
    connect(exportButton, &QPushButton::clicked, this, &TrustSection::chooseExport);
    connect(import, &QPushButton::clicked, this, &TrustSection::chooseImport);
    connect(&m_settings, &SettingsPort::changed, this, &TrustSection::showStored);
    showStored();
}

void TrustSection::showStored() {
    QString fingerprint = QString::fromStdString(m_settings.authorityFingerprint());
    if (const qsizetype half = fingerprint.size() / 2; fingerprint.mid(half, 1) == QLatin1String(":")) {
        fingerprint[half] = QLatin1Char('\n'); // two lines of sixteen bytes, without scrolling
    }
    m_fingerprint->setText(fingerprint);
    const core::UnixMs until = m_settings.authorityNotAfter();
    m_validity->setText(until > 0 ? tr("Valid until %1; renewed in time, with the same key.").arg(dayText(until))
                                  : QString());
    QStringList hosts;
    for (const std::string& host : m_settings.authorityHosts()) {
        hosts += QString::fromStdString(host);
    }
    m_hosts->setText(tr("Can vouch only for: %1").arg(hosts.join(QStringLiteral(", "))));
    m_hosts->setVisible(!hosts.isEmpty());
    showExtra();
}

void TrustSection::showExtra() {
    clearLayout(m_extra);
    const std::vector<std::string> blocks = certificateBlocks(m_settings.protectedSettings().extraCaPem);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (i > 0) {
            m_extra->addWidget(hairline(Qt::Horizontal, this));
        }
        const auto subjects = m_settings.certificateSubjects(blocks[i]);
        const QString name =
            subjects && !subjects->empty() ? visibleText(subjects->front()) : tr("Unreadable certificate");
        auto* row = new QHBoxLayout;
        row->setContentsMargins(14, 8, 14, 8);
        row->addWidget(new IconLabel(QStringLiteral("shield"), 18, Role::Muted, this));
        row->addWidget(valueText(name, this), 1);
        QPushButton* remove = textButton(tr("Remove"), this, ButtonRole::Normal, {}, true);
        remove->setAccessibleName(tr("Remove %1").arg(name));
        row->addWidget(remove);
        m_extra->addLayout(row);
        connect(remove, &QPushButton::clicked, this, [this, i] { removeExtra(i); });
    }
    if (blocks.empty()) {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(14, 8, 14, 8);
        row->addWidget(helpText(tr("None. Providers are checked against the system's authorities."), this));
        m_extra->addLayout(row);
    }
}

void TrustSection::chooseExport() {
    auto* dialog = new QFileDialog(this, tr("Export certificate"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pem"));
    dialog->selectFile(QStringLiteral("keysluice-ca.pem"));
    connect(dialog, &QFileDialog::fileSelected, this, &TrustSection::exportTo);
    dialog->open();
}

void TrustSection::exportTo(const QString& file) {
    const bool done = m_exportError->take(m_settings.exportAuthority(file));
    m_exported->setText(done ? tr("Written to %1").arg(isolated(visibleText(file))) : QString());
}

void TrustSection::chooseImport() {
    auto* dialog = new QFileDialog(this, tr("Import from a PEM file"), QDir::homePath(),
                                   tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &TrustSection::importFrom);
    dialog->open();
}

void TrustSection::importFrom(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        m_importError->show(core::Failure{core::FailureCode::PermissionDenied, visibleText(path).toStdString()});
        return;
    }
    const std::string pem = file.read(kLargestPem).toStdString();
    const std::vector<std::string> blocks = certificateBlocks(pem);
    if (blocks.empty()) {
        m_importError->show(tr("There is no certificate in “%1”. A PEM file with “BEGIN CERTIFICATE” is needed.")
                                .arg(visibleText(path)));
        return;
    }
    std::string certificates;
    for (const std::string& block : blocks) {
        certificates += block;
    }
    const auto subjects = m_settings.certificateSubjects(certificates);
    if (!subjects) {
        m_importError->show(tr("A certificate in “%1” cannot be read.").arg(visibleText(path)));
        return;
    }
    m_importError->clear();
    QStringList names;
    for (const std::string& subject : *subjects) {
        names += visibleText(subject);
    }
    askOnce(this, tr("Trust %n further authority(s)?", nullptr, static_cast<int>(blocks.size())),
            tr("%1\n\nWhoever owns its key can read the keys and requests that pass the gateway.")
                .arg(names.join(QLatin1Char('\n'))),
            tr("Trust"), ButtonRole::Danger, this, [this, blocks] { trust(blocks); });
}

void TrustSection::trust(const std::vector<std::string>& blocks) {
    core::ProtectedSettings settings = m_settings.protectedSettings();
    std::vector<std::string> known = certificateBlocks(settings.extraCaPem);
    for (const std::string& block : blocks) {
        if (std::find(known.begin(), known.end(), block) == known.end()) {
            known.push_back(block);
        }
    }
    settings.extraCaPem.clear();
    for (const std::string& block : known) {
        settings.extraCaPem += block;
    }
    m_importError->take(m_settings.setProtectedSettings(settings));
}

void TrustSection::removeExtra(std::size_t index) {
    core::ProtectedSettings settings = m_settings.protectedSettings();
    const std::vector<std::string> blocks = certificateBlocks(settings.extraCaPem);
    settings.extraCaPem.clear();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (i != index) {
            settings.extraCaPem += blocks[i];
        }
    }
    m_importError->take(m_settings.setProtectedSettings(settings));
}

} // namespace keysluice::ui
