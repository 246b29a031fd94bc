#include "ui/dialogs/secret_clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

namespace keysluice::ui {

namespace {

/// Marks that clipboard managers honour: KDE's, and those of Windows and macOS.
void markSecret(QMimeData& data) {
    data.setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
    data.setData(QStringLiteral("ExcludeClipboardContentFromMonitorProcessing"), QByteArrayLiteral("1"));
    data.setData(QStringLiteral("application/x-nspasteboard-concealed-type"), QByteArrayLiteral("secret"));
}

} // namespace

SecretClipboard::SecretClipboard(QObject* parent, std::chrono::milliseconds lentFor) : QObject(parent) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(lentFor);
    connect(&m_timer, &QTimer::timeout, this, &SecretClipboard::takeBack);
}

SecretClipboard::~SecretClipboard() {
    takeBack();
}

void SecretClipboard::lend(const core::SecretBytes& key) {
    auto* data = new QMimeData; // the clipboard takes it
    data->setText(QString::fromUtf8(reinterpret_cast<const char*>(key.bytes().data()),
                                    static_cast<qsizetype>(key.size()))); // plain: what a clipboard holds is text
    markSecret(*data);
    m_lent = data;
    QGuiApplication::clipboard()->setMimeData(data);
    m_timer.start();
}

void SecretClipboard::takeBack() {
    m_timer.stop();
    QClipboard* clipboard = QGuiApplication::clipboard();
    if (m_lent && clipboard != nullptr && clipboard->mimeData() == m_lent) {
        clipboard->clear();
        Q_EMIT takenBack();
    }
    m_lent.clear();
}

} // namespace keysluice::ui
