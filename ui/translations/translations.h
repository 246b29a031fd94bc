#pragma once

#include <QString>

class QCoreApplication;

namespace keysluice::ui {

/// Installs the application's texts, and Qt's own where they are installed, for `language` ("de", "en"; empty: the
/// system's). English is built in; only its plurals are installed. Call it before the first widget is made. False when
/// there are no texts in that language: English then. Thread: gui.
bool installTranslations(QCoreApplication& application, const QString& language);

} // namespace keysluice::ui
