#include "ui/widgets/code_box.h"

#include "ui/style/icons.h"
#include "ui/style/ks_style.h"
#include "ui/style/paint.h"
#include "ui/style/type_scale.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextOption>
#include <QTimer>

#include <cmath>

namespace keysluice::ui {

CodeBox::CodeBox(const QString& name, bool withCopy, QWidget* parent)
    : QFrame(parent), m_edit(new QPlainTextEdit(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed); // as high as its lines
    m_edit->setReadOnly(true);
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setTabChangesFocus(true);
    m_edit->setAccessibleName(name);
    m_edit->setLayoutDirection(Qt::LeftToRight);
    m_edit->document()->setDocumentMargin(0);
    m_edit->viewport()->setAutoFillBackground(false);
    m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_edit, 1);
    if (withCopy) {
        m_copy = new QPushButton(symbolicIcon(QStringLiteral("copy")), tr("Copy"), this);
        m_copy->setAccessibleName(tr("Copy: %1").arg(name));
        setSmall(m_copy);
        layout->addWidget(m_copy, 0, Qt::AlignTop);
        connect(m_copy, &QPushButton::clicked, this, &CodeBox::copy);
    }
    fit();
}

void CodeBox::setText(const QString& text) {
    m_edit->setPlainText(text);
    fit();
}

QString CodeBox::text() const {
    return m_edit->toPlainText();
}

void CodeBox::copy() {
    copyToClipboard(text(), m_confidential);
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(2000, m_copy, [this] { m_copy->setText(tr("Copy")); });
    Q_EMIT copied();
}

void CodeBox::fit() {
    m_edit->setFont(textFont(TextStyle::Mono));
    QPalette own = palette();
    const Theme theme = Theme::of(own);
    own.setColor(QPalette::Base, Qt::transparent);
    own.setColor(QPalette::Text, theme.color(Role::CodeText));
    m_edit->setPalette(own);
    const QFontMetricsF metrics(m_edit->font());
    const int lines = std::max(1, m_edit->document()->blockCount());
    double widest = 0;
    for (QTextBlock block = m_edit->document()->begin(); block.isValid(); block = block.next()) {
        widest = std::max(widest, metrics.horizontalAdvance(block.text()));
    }
    const int scroll =
        widest > m_edit->viewport()->width() && isVisible() ? m_edit->horizontalScrollBar()->sizeHint().height() : 0;
    const int content = int(std::ceil(metrics.lineSpacing() * lines)) + 6 + scroll;
    m_edit->setFixedHeight(m_copy != nullptr ? std::max(content, m_copy->sizeHint().height()) : content);
}

void CodeBox::changeEvent(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::PaletteChange) {
        fit();
    }
    QFrame::changeEvent(event);
}

void CodeBox::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    paintBox(&painter, rect(), 6, theme.color(Role::Code), theme.color(Role::Border));
}

void copyToClipboard(const QString& text, bool confidential) {
    auto* data = new QMimeData; // owned by the clipboard
    data->setText(text);
    if (confidential) {
        data->setData(QStringLiteral("x-kde-passwordManagerHint"), "secret");
    }
    QApplication::clipboard()->setMimeData(data);
}

} // namespace keysluice::ui
