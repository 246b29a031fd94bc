#pragma once

#include "core/records.h"
#include "ui/pages/parts.h"
#include "ui/style/icons.h"
#include "ui/style/paint.h"
#include "ui/style/theme.h"
#include "ui/style/type_scale.h"
#include "ui/widgets/state_look.h"

class QCheckBox;
class QPainter;

namespace keysluice::ui {

/// What the pages paint with, on top of the shared style. Thread: gui.
[[nodiscard]] QColor lookColour(Role role);
[[nodiscard]] QFont smallFont(const QWidget& widget);
[[nodiscard]] QFont codeFont(const QWidget& widget);

void paintHealthIcon(QPainter& painter, core::Health health, const QRectF& rect);
/// A pill at the start of `area`, centred vertically.
void paintStatePill(QPainter& painter, const QRect& area, Qt::LayoutDirection direction, const StateLook& look,
                    const QString& text);

/// Icon and colour of a state, with the tint that belongs to the colour.
[[nodiscard]] StateLook stateLook(const QString& icon, Role role);

} // namespace keysluice::ui
