#pragma once

#include <QString>

namespace keysluice::ui {

/// How a line or banner is meant; the window chooses colour and shape from it.
enum class NoteTone { None, Neutral, Ok, Info, Warning, Danger };

struct NoteLine {
    NoteTone tone = NoteTone::None;
    QString text;
    QString strong; ///< the part of `text` that stands out; may be empty
};

/// Heading and sentence of a banner; without a heading there is none.
struct NoteBanner {
    NoteTone tone = NoteTone::None;
    QString heading;
    QString text;
};

} // namespace keysluice::ui
