#include "ui/widgets/search_field.h"

#include "ui/style/icons.h"

#include <QAction>
#include <QKeyEvent>

namespace keysluice::ui {

SearchField::SearchField(const QString& placeholder, QWidget* parent) : QLineEdit(parent) {
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    addAction(symbolicIcon(QStringLiteral("search"), Role::Muted), QLineEdit::LeadingPosition)->setEnabled(true);
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace keysluice::ui
