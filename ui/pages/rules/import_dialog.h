#pragma once

#include "ui/models/rule_diff.h"

#include <QDialog>

class QVBoxLayout;

namespace keysluice::ui {

/// What a file of rules would change, before it does. Accepted: the person wants it. Deletes itself. Thread: gui.
class ImportDialog final : public QDialog {
    Q_OBJECT
public:
    /// `file`: its name, ready to show.
    ImportDialog(RuleDiff diff, const QString& file, QWidget* parent);

    [[nodiscard]] const core::rules::RuleSet& rules() const { return m_diff.after; }

private:
    void addLine(QVBoxLayout* layout, const RuleDiffLine& line);

    RuleDiff m_diff;
};

} // namespace keysluice::ui
