#pragma once

#include "ui/models/credential_text.h"
#include "ui/style/paint.h"

#include <QRect>

class QFont;

namespace keysluice::ui {

/// Shape and colours of a credential's condition. Thread of everything here: gui.
[[nodiscard]] StateLook conditionLook(CredentialCondition condition);

/// Where the columns of the credential list stand, for a width and the current font; left to right.
struct CredentialColumns {
    int edge = 14; ///< free at both ends
    int textLeft = 0;
    int nameWidth = 0;
    int hostLeft = 0;
    int hostWidth = 0; ///< 0: no room, the host is only in the detail pane
    int healthLeft = 0;
    int healthWidth = 0;
    int todayLeft = 0;
    int todayWidth = 0;
    int toggleLeft = 0;
};

inline constexpr int kToggleWidth = 34;
inline constexpr int kMonogramSize = 36;

[[nodiscard]] CredentialColumns credentialColumns(int width);

/// Where the parts of one row stand, mirrored already.
struct CredentialRowLayout {
    QRect monogram;
    QRect name;
    QRect preview;
    QRect host;
    QRect used;
    QRect pill; ///< room for it; the pill itself is as wide as its word
    QRect checked;
    QRect today;
    QRect toggle;
    QRect trouble;
    QRect remedy; ///< null: none
};

/// `trouble`: the sentence below the row, which takes two lines where one has no room; empty: none.
[[nodiscard]] int credentialRowHeight(int width, const QString& trouble, const QString& remedy);
[[nodiscard]] CredentialRowLayout credentialRowLayout(const QRect& row, Qt::LayoutDirection direction,
                                                      const QString& remedy, bool withTrouble);

} // namespace keysluice::ui
