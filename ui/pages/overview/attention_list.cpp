#include "ui/pages/overview/attention_list.h"

#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kMostTitle = 260;

struct ItemLook {
    QString icon;
    Role look;
};

ItemLook lookOf(AttentionItem::Kind kind) {
    using Kind = AttentionItem::Kind;
    switch (kind) {
    case Kind::GatewayError:
    case Kind::VaultUnusable:
    case Kind::PolicyUnverified:
        return {QStringLiteral("error"), Role::Danger};
    case Kind::ActivityTrouble:
    case Kind::GatewayWarning:
        return {QStringLiteral("error"), Role::Warning};
    case Kind::VaultAbsent:
        return {QStringLiteral("lock"), Role::Accent};
    case Kind::VaultLocked:
        return {QStringLiteral("lock"), Role::Muted};
    case Kind::CredentialRejected:
        return {QStringLiteral("blocked"), Role::Danger};
    case Kind::CredentialRestricted:
        return {QStringLiteral("shield"), Role::Warning};
    case Kind::CredentialOutOfCredit:
    case Kind::CredentialRateLimited:
        return {QStringLiteral("limited"), Role::Warning};
    case Kind::Paused:
        return {QStringLiteral("pause"), Role::Muted};
    case Kind::Frozen:
        return {QStringLiteral("freeze"), Role::Info};
    case Kind::NoCredential:
        return {QStringLiteral("key"), Role::Accent};
    }
    Q_UNREACHABLE();
}

} // namespace

AttentionList::AttentionList(QWidget* parent) : QWidget(parent), m_rows(new QVBoxLayout(this)) {
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
}

void AttentionList::setItems(const std::vector<AttentionItem>& items) {
    clearLayout(m_rows);
    int titleWidth = 0; // the sentences begin below each other
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    for (const AttentionItem& item : items) {
        titleWidth = std::max(titleWidth, QFontMetrics(bold).horizontalAdvance(item.title));
    }
    bool first = true;
    for (const AttentionItem& item : items) {
        if (!first) {
            m_rows->addWidget(hairline(Qt::Horizontal, this));
        }
        first = false;
        auto* row = new QHBoxLayout;
        row->setContentsMargins(16, 7, 8, 7);
        row->setSpacing(12);
        const ItemLook look = lookOf(item.kind);
        row->addWidget(new IconLabel(look.icon, 18, look.look, this));
        StyledLabel* title = strongText(item.title, this);
        title->setFixedWidth(std::min(titleWidth + 24, kMostTitle));
        row->addWidget(title);
        StyledLabel* text = bodyText(item.text, this);
        text->setRole(Role::Muted);
        row->addWidget(text, 1);
        if (!item.button.isEmpty()) {
            QPushButton* button = textButton(item.button, this, ButtonRole::Normal, {}, true);
            button->setAccessibleName(QStringLiteral("%1: %2").arg(item.button, item.title));
            row->addWidget(button);
            connect(button, &QPushButton::clicked, this, [this, item] { Q_EMIT activated(item); });
        }
        m_rows->addLayout(row);
    }
    setVisible(!items.empty());
}

} // namespace keysluice::ui
