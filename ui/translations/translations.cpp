#include "ui/translations/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>

// Resources of a static library are registered only when somebody asks; the macro must stand outside every namespace.
static void registerTranslations() {
    Q_INIT_RESOURCE(translations);
}

namespace keysluice::ui {

bool installTranslations(QCoreApplication& application, const QString& language) {
    registerTranslations();
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    if (!language.isEmpty()) {
        QLocale::setDefault(locale);
    }
    auto qt = std::make_unique<QTranslator>(&application);
    if (qt->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                 QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        application.installTranslator(qt.release()); // owned by the application
    }
    auto own = std::make_unique<QTranslator>(&application);
    const QString folder = QStringLiteral(":/keysluice/translations");
    const bool found = own->load(locale, QStringLiteral("keysluice"), QStringLiteral("_"), folder);
    if (!found && !own->load(QStringLiteral("keysluice_en"), folder)) {
        return false;
    }
    application.installTranslator(own.release());
    return found;
}

} // namespace keysluice::ui
