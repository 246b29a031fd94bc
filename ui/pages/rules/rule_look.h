#pragma once

#include "ui/models/rule_list_model.h"
#include "ui/style/paint.h"

#include <QFont>
#include <QFrame>
#include <QRect>
#include <QTextLayout>

class QPainter;

namespace keysluice::ui {

/// Shape and colour of what a row does; muted while it is off.
[[nodiscard]] StateLook ruleLook(RuleListModel::Kind kind, bool isEnabled);

/// A sentence with its first word bold, wrapped to a width. Thread: gui.
class SentenceLayout final {
public:
    /// `mostLines`: the rest is cut off; 0: all of it. `word`: so many characters are bold.
    SentenceLayout(const QString& sentence, int word, double width, int mostLines, Qt::LayoutDirection direction);
    SentenceLayout(const SentenceLayout&) = delete;
    SentenceLayout& operator=(const SentenceLayout&) = delete;

    [[nodiscard]] int height() const;
    [[nodiscard]] bool isCut() const { return m_isCut; }
    void paint(QPainter* painter, const QPoint& topLeft, const QColor& color) const;

private:
    void lay(const QString& text, int word, double width);

    QTextLayout m_layout;
    bool m_isCut = false;
};

/// Where the columns of a list of rules stand, for a width and the current font; left to right.
struct RuleColumns {
    static constexpr int kEdge = 14; ///< free at both ends
    int handle = 0;                  ///< its left; with rules alone
    int numberLeft = 0;
    int numberWidth = 0; ///< 0: no numbers
    int iconLeft = 0;
    int textLeft = 0;
    int textWidth = 0; ///< up to the tag's end
    int hitsLeft = 0;
    int hitsWidth = 0; ///< 0: no such column
    int toggleLeft = 0;
};
[[nodiscard]] RuleColumns ruleColumns(int width, bool hasNumbers, bool hasHits);

/// The sentence of a rule as it is built, in a box. Thread: gui.
class ReadsAsBox final : public QFrame {
    Q_OBJECT
public:
    explicit ReadsAsBox(QWidget* parent = nullptr);
    void setSentence(const QString& sentence);
    [[nodiscard]] const QString& sentence() const { return m_sentence; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_sentence;
};

} // namespace keysluice::ui
