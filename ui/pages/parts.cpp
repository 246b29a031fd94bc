#include "ui/pages/parts.h"

#include "ui/pages/page_look.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/card.h"
#include "ui/widgets/code_box.h"

#include <QBoxLayout>
#include <QDir>
#include <QLineEdit>
#include <QMessageBox>
#include <QPainter>

namespace keysluice::ui {

namespace {

StyledLabel* label(const QString& text, TextStyle style, Role role, QWidget* parent) {
    auto* result = new StyledLabel(text, style, role, parent);
    result->setWordWrap(true);
    return result;
}

class Hairline final : public QWidget {
public:
    Hairline(Qt::Orientation orientation, QWidget* parent) : QWidget(parent) {
        if (orientation == Qt::Horizontal) {
            setFixedHeight(1);
        } else {
            setFixedWidth(1);
        }
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override { QPainter(this).fillRect(rect(), lookColour(Role::Border)); }
};

class Tile final : public QWidget {
public:
    Tile(QString icon, QWidget* parent) : QWidget(parent), m_icon(std::move(icon)) { setFixedSize(36, 36); }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        paintTile(&painter, rect(), m_icon, Theme::of(palette()));
    }

private:
    QString m_icon;
};

} // namespace

StyledLabel* titleText(const QString& text, QWidget* parent) {
    return label(text, TextStyle::Title, Role::Text, parent);
}

StyledLabel* sectionTitle(const QString& text, QWidget* parent) {
    return label(text, TextStyle::Section, Role::Text, parent);
}

StyledLabel* groupLabel(const QString& text, QWidget* parent) {
    return label(text, TextStyle::SmallBold, Role::Muted, parent);
}

StyledLabel* bodyText(const QString& text, QWidget* parent) {
    return label(text, TextStyle::Body, Role::Text, parent);
}

StyledLabel* strongText(const QString& text, QWidget* parent) {
    return label(text, TextStyle::BodyBold, Role::Text, parent);
}

StyledLabel* helpText(const QString& text, QWidget* parent) {
    return label(text, TextStyle::Small, Role::Muted, parent);
}

StyledLabel* valueText(const QString& text, QWidget* parent, bool isCode) {
    StyledLabel* result = label(text, isCode ? TextStyle::Mono : TextStyle::Body, Role::Text, parent);
    result->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return result;
}

QPushButton* textButton(const QString& text, QWidget* parent, ButtonRole role, const QString& icon, bool small) {
    auto* result = new QPushButton(text, parent);
    result->setAutoDefault(false);
    setButtonRole(result, role);
    if (small) {
        setSmall(result);
    }
    if (!icon.isEmpty()) {
        result->setIcon(symbolicIcon(icon));
    }
    return result;
}

QToolButton* iconButton(const QString& icon, const QString& name, QWidget* parent) {
    auto* result = new QToolButton(parent);
    result->setIcon(symbolicIcon(icon));
    result->setIconSize({16, 16});
    result->setAutoRaise(true);
    result->setAccessibleName(name);
    result->setToolTip(name);
    result->setFocusPolicy(Qt::StrongFocus);
    return result;
}

QPushButton* linkButton(const QString& text, QWidget* parent) {
    return textButton(text, parent, ButtonRole::Link);
}

QWidget* hairline(Qt::Orientation orientation, QWidget* parent) {
    return new Hairline(orientation, parent);
}

QWidget* tile(const QString& icon, QWidget* parent) {
    return new Tile(icon, parent);
}

QWidget* card(QWidget* content, QWidget* parent) {
    auto* frame = new Card(parent);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(content);
    return frame;
}

ErrorLine::ErrorLine(QWidget* parent)
    : QWidget(parent), m_text(new StyledLabel({}, TextStyle::Body, Role::Danger, this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(new IconLabel(QStringLiteral("error"), 16, Role::Danger, this), 0, Qt::AlignTop);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_text, 1);
    setVisible(false);
}

void ErrorLine::show(const QString& text) {
    m_text->setText(text);
    setVisible(!text.isEmpty());
}

void ErrorLine::show(const core::Failure& failure) {
    show(failureText(failure));
}

void ErrorLine::clear() {
    show(QString());
}

QString ErrorLine::text() const {
    return m_text->text();
}

void clearLayout(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        } else if (item->layout() != nullptr) {
            clearLayout(item->layout());
        }
        delete item;
    }
}

QString expandedFolder(const QString& typed) {
    QString folder = typed.trimmed();
    if (folder == QLatin1String("~") || folder.startsWith(QLatin1String("~/"))) {
        folder.replace(0, 1, QDir::homePath());
    }
    return folder;
}

void copyConfidential(const QString& text) {
    copyToClipboard(text, true);
}

core::SecretBytes takeSecret(QLineEdit& field) {
    QByteArray bytes = field.text().toUtf8();
    core::SecretBytes secret = core::SecretBytes::take({bytes.data(), static_cast<std::size_t>(bytes.size())});
    field.clear();
    return secret;
}

void askOnce(QWidget* parent, const QString& title, const QString& text, const QString& yes, ButtonRole role,
             QObject* context, std::function<void()> onYes) {
    auto* box = new QMessageBox(QMessageBox::NoIcon, title, title, QMessageBox::NoButton, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(text);
    QPushButton* accept = box->addButton(yes, QMessageBox::AcceptRole);
    setButtonRole(accept, role);
    QPushButton* cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(role == ButtonRole::Danger ? cancel : accept);
    box->setEscapeButton(cancel);
    QObject::connect(box, &QMessageBox::buttonClicked, context,
                     [accept, onYes = std::move(onYes)](QAbstractButton* clicked) {
                         if (clicked == accept) {
                             onYes();
                         }
                     });
    box->open();
}

} // namespace keysluice::ui
