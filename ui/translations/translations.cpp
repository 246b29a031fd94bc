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
    const QString name = QStringLiteral("keysluice.texts");
    // A translator takes itself off the application when it goes.
    qDeleteAll(application.findChildren<QTranslator*>(name, Qt::FindDirectChildrenOnly));
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    const auto install = [&](std::unique_ptr<QTranslator> translator) {
        translator->setObjectName(name);
        application.installTranslator(translator.release()); // owned by the application
    };
    auto own = std::make_unique<QTranslator>(&application);
    const QString folder = QStringLiteral(":/keysluice/translations");
    const bool isFound = own->load(locale, QStringLiteral("keysluice"), QStringLiteral("_"), folder);
    if (!isFound && !own->load(QStringLiteral("keysluice_en"), folder)) {
        return false;
    }
    // Qt's own only where ours are: no dialog in two languages.
    auto qt = std::make_unique<QTranslator>(&application);
    if (isFound && qt->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                            QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        install(std::move(qt));
    }
    install(std::move(own));
    return isFound;
}

} // namespace keysluice::ui
