#include "ui/dialogs/excerpt_view.h"

#include "ui/style/paint.h"
#include "ui/style/type_scale.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace keysluice::ui {

/// A text with outlined places.
class MarkedEdit final : public QPlainTextEdit {
public:
    explicit MarkedEdit(QWidget* parent) : QPlainTextEdit(parent) {
        setReadOnly(true);
        setUndoRedoEnabled(false);
        setFrameShape(QFrame::NoFrame);
        setTabChangesFocus(true);
        setLineWrapMode(QPlainTextEdit::WidgetWidth);
        setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        setLayoutDirection(Qt::LeftToRight);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        document()->setDocumentMargin(0);
        viewport()->setAutoFillBackground(false);
    }

    void setExcerpt(const ExcerptText& excerpt) {
        m_marks = excerpt.marks;
        setPlainText(excerpt.text);
        restyle();
    }

    void restyle() {
        const Theme theme = Theme::of(palette());
        QPalette own = palette();
        own.setColor(QPalette::Base, Qt::transparent);
        own.setColor(QPalette::Text, theme.color(Role::CodeText));
        setPalette(own);
        setFont(textFont(TextStyle::Mono));
        QTextCharFormat inside;
        inside.setForeground(theme.color(Role::Warning));
        QTextCharFormat bracket; // the outline stands for it; what is copied keeps it
        bracket.setForeground(Qt::transparent);
        QTextCursor cursor(document());
        cursor.beginEditBlock();
        for (const ExcerptText::Mark& mark : m_marks) {
            const int end = mark.from + mark.length;
            const std::pair<int, int> brackets[] = {{mark.from, mark.from + 1}, {end - 1, end}};
            for (const auto& [from, to] : brackets) {
                cursor.setPosition(from);
                cursor.setPosition(to, QTextCursor::KeepAnchor);
                cursor.setCharFormat(bracket);
            }
            cursor.setPosition(mark.from + 1);
            cursor.setPosition(end - 1, QTextCursor::KeepAnchor);
            cursor.setCharFormat(inside);
        }
        cursor.endEditBlock();
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QPainter painter(viewport());
        painter.setRenderHint(QPainter::Antialiasing);
        QTextBlock block = firstVisibleBlock();
        for (; block.isValid(); block = block.next()) {
            const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
            if (place.top() > viewport()->height()) {
                break;
            }
            paintMarks(painter, block, place.topLeft());
        }
        painter.end();
        QPlainTextEdit::paintEvent(event);
    }

private:
    void paintMarks(QPainter& painter, const QTextBlock& block, const QPointF& at) {
        const Theme theme = Theme::of(palette());
        const int first = block.position();
        const int end = first + block.length();
        auto mark = std::lower_bound(m_marks.begin(), m_marks.end(), first,
                                     [](const ExcerptText::Mark& one, int from) { return one.from < from; });
        for (; mark != m_marks.end() && mark->from < end; ++mark) {
            const QTextLayout& layout = *block.layout();
            for (int i = 0; i < layout.lineCount(); ++i) {
                const QTextLine line = layout.lineAt(i);
                const int from = std::max(mark->from - first, line.textStart());
                const int to = std::min(mark->from + mark->length - first, line.textStart() + line.textLength());
                if (from >= to) {
                    continue;
                }
                constexpr double kInset = 2.5; // of a bracket's width
                const double left = line.cursorToX(from) + kInset;
                const double right = line.cursorToX(to) - kInset;
                const QRectF box(at.x() + left, at.y() + line.y() + 0.5, right - left, line.height() - 1);
                paintBox(&painter, box, 3, theme.color(Role::WarningTint), theme.color(Role::Warning));
            }
        }
    }

    std::vector<ExcerptText::Mark> m_marks;
};

ExcerptView::ExcerptView(QWidget* parent) : QFrame(parent), m_edit(new MarkedEdit(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 10, 6, 10);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_edit->setAccessibleName(tr("Excerpt, as sent"));
    layout->addWidget(m_edit);
}

void ExcerptView::setExcerpt(const ExcerptText& excerpt) {
    m_edit->setExcerpt(excerpt);
    fit();
}

QString ExcerptView::text() const {
    return m_edit->toPlainText();
}

void ExcerptView::fit() {
    int lines = 0;
    double tall = 0;
    for (QTextBlock block = m_edit->document()->begin(); block.isValid() && lines < kMostLines; block = block.next()) {
        m_edit->document()->documentLayout()->blockBoundingRect(block); // lays it out
        for (int i = 0; i < block.layout()->lineCount() && lines < kMostLines; ++i, ++lines) {
            tall += block.layout()->lineAt(i).height();
        }
    }
    m_edit->setFixedHeight(static_cast<int>(std::ceil(std::max(tall, QFontMetricsF(m_edit->font()).lineSpacing()))) +
                           1);
}

void ExcerptView::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    fit();
}

void ExcerptView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::ApplicationPaletteChange) {
        m_edit->restyle();
        fit();
    }
    QFrame::changeEvent(event);
}

void ExcerptView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    paintBox(&painter, rect(), 6, theme.color(Role::Code), theme.color(Role::Border));
}

} // namespace keysluice::ui
