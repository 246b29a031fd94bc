#include "ui/pages/rules/rule_files.h"

#include "core/rules/rule_json.h"
#include "ui/models/visible_text.h"
#include "ui/text/rule_fault_text.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

namespace keysluice::ui {

namespace {

using namespace core::rules;

QString nameOf(const QString& path) {
    return visibleText(QFileInfo(path).fileName());
}

QFileDialog* fileDialog(const QString& title, QWidget* window) {
    auto* dialog = new QFileDialog(window, title, QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setNameFilter(RuleFiles::tr("Rules (*.json)"));
    return dialog;
}

} // namespace

RuleFiles::RuleFiles(QWidget* window) : QObject(window), m_window(window) {}

void RuleFiles::askWhatToRead() {
    QFileDialog* dialog = fileDialog(tr("Import rules"), m_window);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &RuleFiles::readFile);
    dialog->open();
}

void RuleFiles::askWhereToWrite(const RuleSet& set) {
    QFileDialog* dialog = fileDialog(tr("Export rules"), m_window);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("keysluice-rules.json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, set](const QString& path) { writeFile(path, set); });
    dialog->open();
}

void RuleFiles::readFile(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT failed(tr("“%1” cannot be read: %2").arg(nameOf(path), file.errorString()));
        return;
    }
    const QByteArray json = file.read(qint64(RuleBounds::kFileBytes) + 1); // one more is refused, too
    const auto set = readRules({json.data(), static_cast<std::size_t>(json.size())});
    if (set) {
        Q_EMIT read(*set, nameOf(path));
        return;
    }
    const RuleFault& fault = set.error();
    const QString words = ruleFaultText(fault);
    Q_EMIT failed(fault.path.empty()
                      ? tr("“%1” is not imported. %2").arg(nameOf(path), words)
                      //: %2: a place in a file ("rules[2].name"), %3: what is wrong there
                      : tr("“%1” is not imported. %2: %3").arg(nameOf(path), visibleText(fault.path), words));
}

void RuleFiles::writeFile(const QString& path, const RuleSet& set) {
    const std::string json = writeRules(set);
    QSaveFile file(path);
    const bool isWritten = file.open(QIODevice::WriteOnly) &&
                           file.write(json.data(), qint64(json.size())) == qint64(json.size()) && file.commit();
    if (isWritten) {
        Q_EMIT written(nameOf(path));
    } else {
        Q_EMIT failed(tr("“%1” cannot be written: %2").arg(nameOf(path), file.errorString()));
    }
}

} // namespace keysluice::ui
