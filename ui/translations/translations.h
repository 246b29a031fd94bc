#pragma once

#include <QString>

class QCoreApplication;

namespace keysluice::ui {

/// Installs the application's texts, and Qt's own where they are installed, for `language` ("de", "en"; empty: the
/// system's), in place of those of an earlier call; the default locale follows. English is built in; only its plurals
/// are installed. What was made before keeps its words, so call it before the first widget is made. False when there
/// are no texts in that language: English then. Thread: gui.
bool installTranslations(QCoreApplication& application, const QString& language);

} // namespace keysluice::ui
