#include "ui/pages/connections/credential_look.h"

#include "ui/models/credential_model.h"
#include "ui/style/type_scale.h"
#include "ui/widgets/state_look.h"

#include <QFontMetrics>
#include <QStyle>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kGap = 12;
constexpr int kTroubleHeight = 36;
constexpr int kRowHeight = 60;
constexpr int kLineGap = 3;
constexpr int kRoomForHost = 540; ///< narrower lists show the host in the detail pane only

int widthOf(const QString& text, TextStyle style) {
    return QFontMetrics(textFont(style)).horizontalAdvance(text);
}

int heightOf(TextStyle style) {
    return QFontMetrics(textFont(style)).height();
}

int mainHeight() {
    const int pill = pillSize(conditionWord(CredentialCondition::Valid)).height();
    const int lines = std::max(heightOf(TextStyle::Body), pill) + heightOf(TextStyle::Small) + kLineGap;
    return std::max(kRowHeight, lines + 16);
}

int buttonWidth(const QString& text) {
    return 9 + 16 + 8 + widthOf(text, TextStyle::Small) + 10;
}

int troubleWidth(int width, const QString& remedy) {
    const CredentialColumns columns = credentialColumns(width);
    return width - columns.textLeft - columns.edge - buttonWidth(remedy) - kGap;
}

} // namespace

StateLook conditionLook(CredentialCondition condition) {
    switch (condition) {
    case CredentialCondition::Valid:
        return healthLook(core::Health::Valid, true);
    case CredentialCondition::Restricted:
        return healthLook(core::Health::Restricted, true);
    case CredentialCondition::RateLimited:
        return healthLook(core::Health::RateLimited, true);
    case CredentialCondition::OutOfCredit:
        return healthLook(core::Health::OutOfCredit, true);
    case CredentialCondition::Rejected:
        return healthLook(core::Health::Rejected, true);
    case CredentialCondition::Unchecked:
        return healthLook(core::Health::Unchecked, true);
    case CredentialCondition::Disabled:
        return healthLook(core::Health::Valid, false);
    case CredentialCondition::Checking:
        return {QStringLiteral("clock"), Role::Muted, Role::NeutralTint};
    }
    Q_UNREACHABLE();
}

CredentialColumns credentialColumns(int width) {
    CredentialColumns columns;
    int healthWidth = 0;
    for (const auto condition :
         {CredentialCondition::Valid, CredentialCondition::RateLimited, CredentialCondition::Unchecked,
          CredentialCondition::Restricted, CredentialCondition::Rejected, CredentialCondition::Disabled}) {
        healthWidth = std::max(healthWidth, pillSize(conditionWord(condition)).width());
    }
    core::HealthReport sample;
    sample.checkedAt = 1;
    healthWidth = std::max(healthWidth, widthOf(checkedText(sample, 59 * 60'000), TextStyle::Small) + 4);
    columns.healthWidth = healthWidth;
    columns.todayWidth = std::max({48, widthOf(CredentialModel::tr("Today"), TextStyle::SmallBold) + 4,
                                   widthOf(QStringLiteral("99,999"), TextStyle::Body) + 4});
    columns.textLeft = columns.edge + kMonogramSize + kGap;
    columns.toggleLeft = width - columns.edge - kToggleWidth;
    columns.todayLeft = columns.toggleLeft - 24 - columns.todayWidth;
    columns.healthLeft = columns.todayLeft - kGap - columns.healthWidth;
    const int room = std::max(0, columns.healthLeft - columns.textLeft - kGap);
    if (width >= kRoomForHost) {
        columns.nameWidth = (room - kGap) * 54 / 100;
        columns.hostLeft = columns.textLeft + columns.nameWidth + kGap;
        columns.hostWidth = room - columns.nameWidth - kGap;
    } else {
        columns.nameWidth = room;
    }
    return columns;
}

int credentialRowHeight(int width, const QString& trouble, const QString& remedy) {
    if (trouble.isEmpty()) {
        return mainHeight() + 1;
    }
    const int room = troubleWidth(width, remedy);
    const int lines = widthOf(trouble, TextStyle::Small) > room ? 2 : 1;
    return mainHeight() + 1 + std::max(kTroubleHeight, lines * heightOf(TextStyle::Small) + 18);
}

CredentialRowLayout credentialRowLayout(const QRect& row, Qt::LayoutDirection direction, const QString& remedy,
                                        bool withTrouble) {
    const CredentialColumns columns = credentialColumns(row.width());
    const int main = mainHeight();
    const int body = heightOf(TextStyle::Body);
    const int small = heightOf(TextStyle::Small);
    const int pill = pillSize(conditionWord(CredentialCondition::Valid)).height();
    const int top = row.top() + (main - body - small - kLineGap) / 2;
    const int pillTop = row.top() + (main - pill - small - kLineGap + 1) / 2;
    const auto at = [&](int left, int y, int width, int height) {
        return QStyle::visualRect(direction, row, QRect(row.left() + left, y, width, height));
    };
    const int second = top + body + kLineGap;
    CredentialRowLayout layout;
    layout.monogram = at(columns.edge, row.top() + (main - kMonogramSize) / 2, kMonogramSize, kMonogramSize);
    layout.name = at(columns.textLeft, top, columns.nameWidth, body);
    layout.preview = at(columns.textLeft, second, columns.nameWidth, small);
    layout.host = at(columns.hostLeft, top, columns.hostWidth, body);
    layout.used = at(columns.hostLeft, second, columns.hostWidth, small);
    layout.pill = at(columns.healthLeft, pillTop, columns.healthWidth, pill);
    layout.checked = at(columns.healthLeft, pillTop + pill + kLineGap, columns.healthWidth, small);
    layout.today = at(columns.todayLeft, row.top(), columns.todayWidth, main);
    layout.toggle = at(columns.toggleLeft, row.top() + (main - 24) / 2, kToggleWidth, 24);
    if (withTrouble) {
        const int height = row.bottom() - row.top() - main;
        const int y = row.top() + main - 4;
        const int button = buttonWidth(remedy);
        const int buttonHeight = std::max(28, small + 10);
        layout.remedy = at(row.width() - columns.edge - button, y + (height - buttonHeight) / 2, button, buttonHeight);
        layout.trouble = at(columns.textLeft, y, troubleWidth(row.width(), remedy), height);
    }
    return layout;
}

} // namespace keysluice::ui
