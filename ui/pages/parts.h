#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"
#include "ui/style/ks_style.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

#include <QPushButton>
#include <QString>
#include <QToolButton>

#include <functional>

class QLayout;
class QLineEdit;

namespace keysluice::ui {

/// Small pieces that the pages share: labels in the styles of the design, buttons in its roles. All labels show plain
/// text. Thread: gui. Everything is owned by `parent`.
[[nodiscard]] StyledLabel* titleText(const QString& text, QWidget* parent);
[[nodiscard]] StyledLabel* sectionTitle(const QString& text, QWidget* parent);
/// Small bold label above its content in a pane.
[[nodiscard]] StyledLabel* groupLabel(const QString& text, QWidget* parent);
[[nodiscard]] StyledLabel* bodyText(const QString& text, QWidget* parent);
[[nodiscard]] StyledLabel* strongText(const QString& text, QWidget* parent);
/// Muted, small, wraps.
[[nodiscard]] StyledLabel* helpText(const QString& text, QWidget* parent);
/// Selectable with mouse and keyboard.
[[nodiscard]] StyledLabel* valueText(const QString& text, QWidget* parent, bool isCode = false);
[[nodiscard]] QPushButton* textButton(const QString& text, QWidget* parent, ButtonRole role = ButtonRole::Normal,
                                      const QString& icon = {}, bool small = false);
[[nodiscard]] QToolButton* iconButton(const QString& icon, const QString& name, QWidget* parent);
/// Looks like a link, is a button.
[[nodiscard]] QPushButton* linkButton(const QString& text, QWidget* parent);
/// One pixel in the border colour.
[[nodiscard]] QWidget* hairline(Qt::Orientation orientation, QWidget* parent);
/// Rounded square with an icon, 36 px.
[[nodiscard]] QWidget* tile(const QString& icon, QWidget* parent);
/// A card whose content reaches its border.
[[nodiscard]] QWidget* card(QWidget* content, QWidget* parent);

/// One line that says what is wrong, at the place where it is wrong; takes no room while there is nothing to say.
class ErrorLine final : public QWidget {
    Q_OBJECT
public:
    explicit ErrorLine(QWidget* parent = nullptr);
    void show(const QString& text);
    void show(const core::Failure& failure);
    void clear();
    [[nodiscard]] QString text() const;
    /// Shows the failure, or clears; true when there was none.
    template <class T>
    bool take(const core::Outcome<T>& outcome) {
        if (outcome) {
            clear();
            return true;
        }
        show(outcome.error());
        return false;
    }

private:
    QLabel* m_text;
};

/// Removes and destroys everything in a layout.
void clearLayout(QLayout* layout);

/// A folder as somebody types it: "~" is the home directory.
[[nodiscard]] QString expandedFolder(const QString& typed);
/// The clipboard, marked so that clipboard managers do not keep it.
void copyConfidential(const QString& text);

/// Reads a password field once into guarded memory and empties the field.
[[nodiscard]] core::SecretBytes takeSecret(QLineEdit& field);

/// Asks one question; Esc and closing mean no. The dialog destroys itself.
void askOnce(QWidget* parent, const QString& title, const QString& text, const QString& yes, ButtonRole role,
             QObject* context, std::function<void()> onYes);

} // namespace keysluice::ui
