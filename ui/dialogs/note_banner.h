#pragma once

#include "ui/models/note.h"

#include <QFrame>

namespace keysluice::ui {

class IconLabel;
class StyledLabel;

/// Heading and sentence of an outcome, at the top of a dialog. Announced when it appears. Thread: gui.
class NoteBannerBox final : public QFrame {
    Q_OBJECT
public:
    explicit NoteBannerBox(QWidget* parent = nullptr);
    /// Without a heading it takes no room. `icon`: shape of the state.
    void setNote(const NoteBanner& note, const QString& icon);
    [[nodiscard]] QString heading() const;
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    NoteTone m_tone = NoteTone::None;
    IconLabel* m_icon;
    StyledLabel* m_heading;
    StyledLabel* m_text;
};

} // namespace keysluice::ui
