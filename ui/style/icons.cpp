#include "ui/style/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QStringBuilder>
#include <QSvgRenderer>

#include <algorithm>
#include <array>
#include <optional>

// Resources of a static library are registered by hand, from outside any namespace; doing it here serves everybody who
// links an icon.
static bool keysluiceRegisterIcons() {
    Q_INIT_RESOURCE(icons);
    return true;
}

namespace keysluice::ui {

namespace {

[[maybe_unused]] const bool kIconsRegistered = keysluiceRegisterIcons();

const QString kNamePrefix = QStringLiteral("keysluice-");

bool mirrors(const QString& name) {
    static constexpr std::array kNames{"right", "launch", "undo", "terminal", "agent", "history"};
    return std::any_of(kNames.begin(), kNames.end(), [&](const char* n) { return name == QLatin1String(n); });
}

QPixmap rendered(const QString& name, const QSize& pixels, double logicalSize, const QColor& color, bool mirrored) {
    const QString key = QStringLiteral("ks/%1/%2x%3/%4/%5")
                            .arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(color.rgba())
                            .arg(mirrored);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    QFile file(QStringLiteral(":/keysluice/icons/symbolic/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QByteArray svg = file.readAll();
    if (logicalSize <= 16.0) {
        svg.replace("stroke-width=\"1.75\"", "stroke-width=\"2.1\""); // thin strokes vanish at small sizes
    }
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    if (mirrored) {
        painter.translate(pixels.width(), 0);
        painter.scale(-1, 1);
    }
    renderer.render(&painter, QRectF(QPointF(), QSizeF(pixels)));
    painter.resetTransform();
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), color);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class SymbolicEngine final : public QIconEngine {
public:
    SymbolicEngine(QString name, std::optional<Role> role) : m_name(std::move(name)), m_role(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        paintIcon(painter, m_name, rect, color(mode), QApplication::layoutDirection());
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override {
        const bool mirrored = mirrors(m_name) && QApplication::layoutDirection() == Qt::RightToLeft;
        return rendered(m_name, size, size.width() / std::max(1.0, scale), color(mode), mirrored);
    }

    QString iconName() override { return kNamePrefix + m_name; }
    QIconEngine* clone() const override { return new SymbolicEngine(m_name, m_role); }

private:
    QColor color(QIcon::Mode mode) const {
        const Theme theme = Theme::of(QApplication::palette());
        QColor result =
            m_role ? theme.color(*m_role) : theme.color(mode == QIcon::Selected ? Role::SelectionText : Role::Text);
        if (mode == QIcon::Disabled) {
            result.setAlphaF(0.45F);
        }
        return result;
    }

    QString m_name;
    std::optional<Role> m_role;
};

} // namespace

QIcon symbolicIcon(const QString& name) {
    return QIcon(new SymbolicEngine(name, std::nullopt));
}

QIcon symbolicIcon(const QString& name, Role role) {
    return QIcon(new SymbolicEngine(name, role));
}

QString symbolicName(const QIcon& icon) {
    const QString name = icon.name();
    return name.startsWith(kNamePrefix) ? name.mid(kNamePrefix.size()) : QString();
}

void paintIcon(QPainter* painter, const QString& name, const QRectF& rect, const QColor& color,
               Qt::LayoutDirection direction) {
    const double ratio = painter->device()->devicePixelRatioF();
    const QSize pixels = (rect.size() * ratio).toSize();
    QPixmap pixmap = rendered(name, pixels, rect.width(), color, direction == Qt::RightToLeft && mirrors(name));
    pixmap.setDevicePixelRatio(ratio);
    painter->drawPixmap(rect.topLeft(), pixmap);
}

} // namespace keysluice::ui
