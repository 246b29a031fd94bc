#include "gallery.h"
#include "ui/style/appearance.h"
#include "ui/style/focus_ring.h"
#include "ui/translations/translations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QCursor>
#include <QDir>
#include <QLocale>
#include <QTest>
#include <QTextStream>

using namespace keysluice;

namespace {

struct Arguments {
    QString page = QStringLiteral("all");
    QString out = QStringLiteral(".");
    core::Appearance appearance = core::Appearance::Light;
    Qt::LayoutDirection direction = Qt::LeftToRight;
    double points = 10.0;
};

/// Shows one state and saves what it looks like as OUT/NAME.png.
bool shoot(const uitest::GalleryShot& shot, const Arguments& arguments) {
    uitest::GalleryStage stage;
    const std::unique_ptr<QWidget> window = shot.make(stage);
    window->setAttribute(Qt::WA_DeleteOnClose, false);
    if (!shot.size.isEmpty()) {
        window->resize(shot.size);
    }
    QCursor::setPos(0, 0); // nothing is hovered
    window->show();
    if (!QTest::qWaitForWindowExposed(window.get())) {
        return false;
    }
    if (shot.arrange) {
        shot.arrange(stage, *window);
    }
    QTest::qWait(250); // motion ends, delayed layouts happen
    return window->grab().save(QDir(arguments.out).filePath(shot.name + QStringLiteral(".png")));
}

} // namespace

int main(int argc, char** argv) {
    // the scale is read before the application exists
    for (int at = 1; at + 1 < argc; ++at) {
        if (qstrcmp(argv[at], "--scale") == 0) {
            qputenv("QT_SCALE_FACTOR", argv[at + 1]);
        }
    }
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Shows each state of the window's pages and saves pictures."));
    parser.addHelpOption();
    const auto option = [&parser](const char* name, const char* what, const char* standard) {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(what), QString::fromLatin1(name).toUpper(),
                          QString::fromLatin1(standard)});
    };
    option("page", "name of a state, a part of it, \"all\" or \"list\"", "all");
    option("appearance", "light or dark", "light");
    option("scale", "1, 1.5, 2", "1");
    option("language", "en, de", "en");
    option("direction", "ltr or rtl", "ltr");
    option("points", "size of the application font", "10");
    option("out", "folder for the pictures", ".");
    parser.process(application);

    Arguments arguments;
    arguments.page = parser.value(QStringLiteral("page"));
    arguments.out = parser.value(QStringLiteral("out"));
    if (parser.value(QStringLiteral("appearance")) == QLatin1String("dark")) {
        arguments.appearance = core::Appearance::Dark;
    }
    if (parser.value(QStringLiteral("direction")) == QLatin1String("rtl")) {
        arguments.direction = Qt::RightToLeft;
    }
    arguments.points = parser.value(QStringLiteral("points")).toDouble();
    QLocale::setDefault(QLocale(parser.value(QStringLiteral("language"))));
    if (!ui::installTranslations(application, parser.value(QStringLiteral("language")))) {
        return 2;
    }
    QFont font = QApplication::font();
    font.setPointSizeF(arguments.points);
    QApplication::setFont(font);
    QApplication::setLayoutDirection(arguments.direction);
    ui::AppearanceController appearance(&application);
    appearance.setAppearance(arguments.appearance);
    const ui::FocusRing ring(&application);

    qputenv("HOME", "/home/me"); // what the pages show of it, wherever the pictures are taken
    QTextStream terminal(stdout);
    QDir().mkpath(arguments.out);
    bool good = true;
    int found = 0;
    for (const uitest::GalleryShot& shot : uitest::allShots()) {
        if (arguments.page == QLatin1String("list")) {
            terminal << shot.name << Qt::endl;
            ++found;
        } else if (arguments.page == QLatin1String("all") || shot.name.contains(arguments.page)) {
            good = shoot(shot, arguments) && good;
            terminal << shot.name << Qt::endl;
            ++found;
        }
    }
    return good && found > 0 ? 0 : 1;
}
