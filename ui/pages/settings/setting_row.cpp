#include "ui/pages/settings/setting_row.h"

#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/widgets/toggle.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kLabelWidth = 220;
constexpr int kSpace = 8;

} // namespace

SettingRows::SettingRows(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnMinimumWidth(0, kLabelWidth);
    m_grid->setColumnStretch(1, 1);
}

QLabel* SettingRows::add(const QString& label, QWidget* control, const QString& help) {
    QLabel* caption = bodyText(label, this);
    caption->setBuddy(control);
    control->setAccessibleName(label);
    caption->setMaximumWidth(kLabelWidth);
    m_grid->addWidget(caption, m_row, 0, Qt::AlignVCenter);
    m_grid->addWidget(control, m_row, 1,
                      control->sizePolicy().horizontalPolicy() == QSizePolicy::Expanding
                          ? Qt::Alignment()
                          : Qt::AlignLeading | Qt::AlignVCenter);
    ++m_row;
    QLabel* below = helpText(help, this);
    below->setVisible(!help.isEmpty());
    control->setAccessibleDescription(help);
    m_grid->addWidget(below, m_row, 1);
    ++m_row;
    m_grid->setRowMinimumHeight(m_row, kSpace);
    m_rows.push_back({caption, control, below, {}, m_row});
    ++m_row;
    return below;
}

QCheckBox* SettingRows::addToggle(const QString& label, const QString& help) {
    QCheckBox* toggle = new Toggle(label, this);
    add(label, toggle, help);
    return toggle;
}

void SettingRows::addWide(QWidget* widget) {
    QWidget* frame = framed(widget);
    m_grid->addWidget(frame, m_row, 0, 1, 2);
    ++m_row;
    m_grid->setRowMinimumHeight(m_row, kSpace);
    if (!m_rows.empty()) {
        m_rows.back().wide.push_back(frame);
        m_grid->setRowMinimumHeight(m_rows.back().space, 0);
        m_rows.back().space = m_row;
    }
    ++m_row;
}

QWidget* SettingRows::framed(QWidget* widget) {
    auto* frame = new QWidget(this);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(widget);
    return frame;
}

QString SettingRows::textOf(const Row& row) const {
    QStringList parts{row.caption->text(), row.help->text()};
    if (m_heading != nullptr) {
        parts += m_heading->text();
    }
    if (const auto* choice = qobject_cast<const QComboBox*>(row.control)) {
        for (int i = 0; i < choice->count(); ++i) {
            parts += choice->itemText(i);
        }
    }
    return parts.join(QLatin1Char('\n'));
}

int SettingRows::showOnly(const QStringList& words) {
    int shown = 0;
    for (const Row& row : m_rows) {
        const bool fits = hasEveryWord(textOf(row), words);
        shown += fits ? 1 : 0;
        row.caption->setVisible(fits);
        row.control->setVisible(fits);
        row.help->setVisible(fits && !row.help->text().isEmpty());
        for (QWidget* widget : row.wide) {
            widget->setVisible(fits);
        }
        m_grid->setRowMinimumHeight(row.space, fits ? kSpace : 0);
    }
    setVisible(shown > 0);
    if (m_heading != nullptr) {
        m_heading->setVisible(shown > 0);
    }
    return shown;
}

bool hasEveryWord(const QString& text, const QStringList& words) {
    return std::all_of(words.begin(), words.end(),
                       [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace keysluice::ui
