#include "ui/dialogs/secret_field.h"

#include "ui/style/icons.h"

#include <QEvent>
#include <QSignalBlocker>
#include <QStringEncoder>
#include <QToolButton>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kEyeWidth = 28;
constexpr int kEdge = 5;
/// Beyond the longest key that is accepted, so that a pasted file is told from a key instead of being cut to one.
constexpr int kMostCharacters = 32 * 1024;

} // namespace

SecretField::SecretField(QWidget* parent) : QLineEdit(parent), m_eye(new QToolButton(this)) {
    setEchoMode(QLineEdit::Password);
    setMaxLength(kMostCharacters);
    setLayoutDirection(Qt::LeftToRight);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    setTextMargins(0, 0, kEyeWidth, 0);
    m_eye->setIcon(symbolicIcon(QStringLiteral("reveal")));
    m_eye->setCheckable(true);
    m_eye->setAutoRaise(true);
    m_eye->setCursor(Qt::ArrowCursor);
    m_eye->setToolTip(tr("Show what was typed"));
    m_eye->setAccessibleName(tr("Show what was typed"));
    m_eye->setFocusPolicy(Qt::TabFocus);
    connect(m_eye, &QToolButton::toggled, this, &SecretField::setRevealed);
    connect(this, &QLineEdit::textChanged, this, &SecretField::secretEdited);
}

SecretField::~SecretField() {
    const QSignalBlocker quiet(this);
    wipe();
}

core::SecretBytes SecretField::secret() const {
    const QString typed = text();
    QStringEncoder encode(QStringEncoder::Utf8);
    core::SecretBytes room(static_cast<std::size_t>(encode.requiredSpace(typed.size())));
    if (room.isEmpty()) {
        return {};
    }
    char* const start = reinterpret_cast<char*>(room.writable().data());
    const char* const end = encode.appendToBuffer(start, typed);
    return core::SecretBytes::copyOf(room.bytes().first(static_cast<std::size_t>(end - start)));
}

void SecretField::wipe() {
    {
        // text() shares its characters with the field, so this overwrites the field's own copy; never one that somebody
        // else has a share in, nor a constant of the program
        QString shared = text();
        const auto* owner = shared.data_ptr().d_ptr();
        constexpr int kFieldAndHere = 2;
        if (owner != nullptr && owner->ref_.loadRelaxed() == kFieldAndHere) {
            auto* characters = const_cast<QChar*>(shared.constData());
            std::fill(characters, characters + shared.size(), QChar(u'x'));
        }
    }
    setText(QString()); // also forgets what could be undone
    setRevealed(false);
}

void SecretField::setRevealed(bool revealed) {
    setEchoMode(revealed ? QLineEdit::Normal : QLineEdit::Password);
    m_eye->setChecked(revealed);
    m_eye->setIcon(symbolicIcon(revealed ? QStringLiteral("hide") : QStringLiteral("reveal")));
}

void SecretField::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    const int side = std::min(kEyeWidth, height() - 6);
    m_eye->setGeometry(width() - side - kEdge, (height() - side) / 2, side, side);
}

void SecretField::changeEvent(QEvent* event) {
    if (event->type() == QEvent::EnabledChange && !isEnabled()) {
        setRevealed(false);
    }
    QLineEdit::changeEvent(event);
}

} // namespace keysluice::ui
