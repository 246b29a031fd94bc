#pragma once

#include "core/result.h"
#include "core/rules/rule.h"

#include <QObject>
#include <QString>

class QWidget;

namespace keysluice::ui {

/// Rules as a JSON file: asks for the file, reads it strictly, writes it whole or not at all. Thread: gui.
class RuleFiles final : public QObject {
    Q_OBJECT
public:
    /// Dialogs stand over `window`.
    explicit RuleFiles(QWidget* window);

    void askWhatToRead();
    void askWhereToWrite(const core::rules::RuleSet& set);

Q_SIGNALS:
    void read(const keysluice::core::rules::RuleSet& set, const QString& fileName);
    void written(const QString& fileName);
    void failed(const QString& sentence);

private:
    void readFile(const QString& path);
    void writeFile(const QString& path, const core::rules::RuleSet& set);

    QWidget* m_window;
};

} // namespace keysluice::ui
