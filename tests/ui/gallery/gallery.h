#pragma once

#include "support/memory_ports.h"

#include <QString>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

namespace keysluice::uitest {

/// What a shot is made of: the ports, filled with believable data, and the arguments that a shot may care about.
struct GalleryStage {
    MemoryPorts ports;
};

/// One state of a page or dialog. `make` returns a window that is not shown yet; `arrange` runs after it was shown.
struct GalleryShot {
    QString name;
    QSize size; ///< of the window; empty: its own
    std::function<std::unique_ptr<QWidget>(GalleryStage&)> make;
    std::function<void(GalleryStage&, QWidget&)> arrange;
};

/// The data of the design's pictures: four credentials, five agents.
void fillWithSamples(MemoryPorts& ports);
/// A page inside the real window, beside its sidebar. Takes the page.
[[nodiscard]] std::unique_ptr<QWidget> inWindow(GalleryStage& stage, const QString& id, QWidget* page);

// one function for each part of the window; add a part's to allShots()
[[nodiscard]] std::vector<GalleryShot> approvalsShots();
[[nodiscard]] std::vector<GalleryShot> connectionsShots();
[[nodiscard]] std::vector<GalleryShot> pagesShots();
[[nodiscard]] std::vector<GalleryShot> rulesShots();

[[nodiscard]] std::vector<GalleryShot> allShots();

} // namespace keysluice::uitest
