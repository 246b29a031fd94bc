#include "ui/pages/rules/import_dialog.h"

#include "ui/pages/parts.h"
#include "ui/widgets/dialog_frame.h"
#include "ui/widgets/page.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kWidth = 680;
constexpr int kListHeight = 320;

using Change = RuleDiffLine::Change;

QString headOf(const RuleDiffLine& line) {
    switch (line.change) {
    case Change::Added:
        return line.to > 0 ? ImportDialog::tr("New, as rule %1").arg(line.to) : ImportDialog::tr("New limit");
    case Change::Removed:
        return line.from > 0 ? ImportDialog::tr("Removed: rule %1").arg(line.from) : ImportDialog::tr("Removed limit");
    case Change::Changed:
        return line.from == 0         ? ImportDialog::tr("Changed limit")
               : line.from == line.to ? ImportDialog::tr("Changed: rule %1").arg(line.from)
                                      : ImportDialog::tr("Changed: rule %1, now rule %2").arg(line.from).arg(line.to);
    case Change::Moved:
        return ImportDialog::tr("Moved: rule %1, now rule %2").arg(line.from).arg(line.to);
    }
    Q_UNREACHABLE();
}

std::pair<const char*, Role> iconOf(Change change) {
    switch (change) {
    case Change::Added:
        return {"add", Role::Ok};
    case Change::Removed:
        return {"delete", Role::Danger};
    case Change::Changed:
        return {"edit", Role::Info};
    case Change::Moved:
        return {"drag", Role::Muted};
    }
    Q_UNREACHABLE();
}

} // namespace

ImportDialog::ImportDialog(RuleDiff diff, const QString& file, QWidget* parent)
    : QDialog(parent), m_diff(std::move(diff)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import rules"));
    setMinimumWidth(kWidth);
    const bool changesSomething = !m_diff.lines.empty();
    const DialogFrame frame = frameDialog(this);
    frame.body->setSpacing(12);
    frame.body->addWidget(sectionTitle(changesSomething ? tr("Replace the rules by those of “%1”?").arg(file)
                                                        : tr("“%1” says what is in force already").arg(file),
                                       this));
    if (changesSomething) {
        auto* list = new QWidget(this);
        auto* lines = new QVBoxLayout(list);
        lines->setContentsMargins(0, 0, 8, 0);
        lines->setSpacing(10);
        for (const RuleDiffLine& line : m_diff.lines) {
            addLine(lines, line);
        }
        lines->addStretch(1);
        QWidget* area = scrolling(list, this);
        area->setMinimumHeight(kListHeight);
        frame.body->addWidget(area, 1);
        if (m_diff.same > 0) {
            frame.body->addWidget(
                helpText(tr("%n rule(s) and limit(s) stay as they are.", nullptr, m_diff.same), this));
        }
    }
    QPushButton* cancel = textButton(changesSomething ? tr("Cancel") : tr("Close"), this);
    frame.footer->addStretch(1);
    frame.footer->addWidget(cancel);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    cancel->setFocus();
    if (changesSomething) {
        QPushButton* replace = textButton(tr("Replace the rules"), this, ButtonRole::Primary);
        frame.footer->addWidget(replace);
        connect(replace, &QPushButton::clicked, this, &QDialog::accept);
    }
}

void ImportDialog::addLine(QVBoxLayout* layout, const RuleDiffLine& line) {
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    const auto [icon, role] = iconOf(line.change);
    row->addWidget(new IconLabel(QString::fromLatin1(icon), 16, role, this), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(groupLabel(headOf(line), this));
    if (!line.before.isEmpty()) {
        words->addWidget(
            valueText(line.change == Change::Changed ? tr("Before: %1").arg(line.before) : line.before, this));
    }
    if (!line.after.isEmpty()) {
        words->addWidget(valueText(line.change == Change::Changed ? tr("Now: %1").arg(line.after) : line.after, this));
    }
    row->addLayout(words, 1);
    layout->addLayout(row);
}

} // namespace keysluice::ui
