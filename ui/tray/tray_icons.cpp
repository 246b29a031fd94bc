#include "ui/tray/tray_icons.h"

#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace keysluice::ui {

QIcon trayIcon(TrayState state, bool colour, const QColor& panelText) {
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 48}) {
        // Each drawing sits on the pixel grid of its own size; the larger ones are multiples or close to the 22
        // drawing.
        const QString file = QStringLiteral(":/keysluice/icons/tray/%1-%2-%3.svg")
                                 .arg(trayIconName(state), colour ? QStringLiteral("colour") : QStringLiteral("mono"))
                                 .arg(size == 16 ? 16 : 22);
        QSvgRenderer renderer(file);
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(0, 0, size, size));
        if (!colour) {
            painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
            painter.fillRect(pixmap.rect(), panelText);
        }
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace keysluice::ui
