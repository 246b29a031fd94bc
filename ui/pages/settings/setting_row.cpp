#include "ui/pages/settings/setting_row.h"

#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/widgets/toggle.h"

#include <QCheckBox>
#include <QGridLayout>

namespace keysluice::ui {

namespace {

constexpr int kLabelWidth = 220;

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
    m_grid->setRowMinimumHeight(m_row, 8);
    ++m_row;
    return below;
}

QCheckBox* SettingRows::addToggle(const QString& label, const QString& help) {
    QCheckBox* toggle = new Toggle(label, this);
    add(label, toggle, help);
    return toggle;
}

void SettingRows::addWide(QWidget* widget) {
    m_grid->addWidget(widget, m_row, 0, 1, 2);
    ++m_row;
    m_grid->setRowMinimumHeight(m_row, 8);
    ++m_row;
}

} // namespace keysluice::ui
