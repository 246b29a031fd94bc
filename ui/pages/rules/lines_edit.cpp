#include "ui/pages/rules/lines_edit.h"

#include "ui/models/rule_values.h"
#include "ui/style/type_scale.h"

#include <QEvent>

#include <algorithm>
#include <cmath>

namespace keysluice::ui {

namespace {

constexpr int kMostLines = 8;
constexpr int kPadding = 7; ///< above and below

} // namespace

LinesEdit::LinesEdit(const QString& name, const QString& example, QWidget* parent) : QPlainTextEdit(parent) {
    setAccessibleName(name);
    setAccessibleDescription(tr("One a line"));
    setToolTip(tr("One a line"));
    setPlaceholderText(example);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setLayoutDirection(Qt::LeftToRight);
    setFont(textFont(TextStyle::Mono));
    document()->setDocumentMargin(kPadding - 1);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false); // the frame has round corners
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QPlainTextEdit::textChanged, this, &LinesEdit::fit);
    fit();
}

void LinesEdit::setLines(const std::vector<std::string>& lines) {
    QString text;
    for (const std::string& line : lines) {
        text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + QString::fromStdString(line);
    }
    setPlainText(text);
}

std::vector<std::string> LinesEdit::lines() const {
    return typedLines(toPlainText());
}

void LinesEdit::fit() {
    const bool isEmpty = document()->isEmpty();
    const int lines = isEmpty ? 1 : std::min(blockCount(), kMostLines);
    const double line = QFontMetricsF(font()).lineSpacing();
    setFixedHeight(static_cast<int>(std::ceil(line * lines)) + 2 * kPadding + 2);
}

void LinesEdit::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange) {
        setFont(textFont(TextStyle::Mono));
        fit();
    }
}

} // namespace keysluice::ui
