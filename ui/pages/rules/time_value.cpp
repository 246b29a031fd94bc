#include "ui/pages/rules/time_value.h"

#include "ui/models/rule_values.h"
#include "ui/pages/parts.h"
#include "ui/style/ks_style.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

constexpr int kMinutesOfDay = core::rules::TimeCondition::kMinutesOfDay;

QLineEdit* timeField(const QString& name, int minute, QWidget* parent) {
    auto* edit = new QLineEdit(minuteToType(minute), parent);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(QStringLiteral("08:30"));
    return edit;
}

} // namespace

TimeValue::TimeValue(const ConditionRow& row, QWidget* parent)
    : ConditionValue(parent),
      m_from(timeField(tr("From"), row.time.from, this)),
      m_to(timeField(tr("Until"), row.time.to, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto* days = new QHBoxLayout;
    days->setSpacing(4);
    for (int day = 0; day < kDays; ++day) {
        auto* button = new QToolButton(this);
        button->setText(QLocale().standaloneDayName(day + 1, QLocale::ShortFormat).left(2));
        button->setAccessibleName(QLocale().standaloneDayName(day + 1));
        button->setToolTip(button->accessibleName());
        button->setCheckable(true);
        button->setChecked((row.time.days >> static_cast<unsigned>(day) & 1U) != 0);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setSmall(button);
        days->addWidget(button);
        m_days[static_cast<std::size_t>(day)] = button;
        connect(button, &QToolButton::toggled, this, &ConditionValue::edited);
    }
    layout->addLayout(days);
    auto* hours = new QHBoxLayout;
    hours->setSpacing(8);
    hours->addWidget(bodyText(tr("from", "a time of the day"), this));
    hours->addWidget(m_from, 1);
    hours->addWidget(bodyText(tr("until", "a time of the day"), this));
    hours->addWidget(m_to, 1);
    layout->addLayout(hours);
    setFocusProxy(m_from);
    for (QLineEdit* edit : {m_from, m_to}) {
        connect(edit, &QLineEdit::textChanged, this, &ConditionValue::edited);
    }
}

void TimeValue::read(ConditionRow& row) const {
    row.time.days = 0;
    for (unsigned day = 0; day < kDays; ++day) {
        if (m_days.at(day)->isChecked()) {
            row.time.days = static_cast<std::uint8_t>(row.time.days | 1U << day);
        }
    }
    row.time.from = typedMinute(m_from->text(), kMinutesOfDay - 1);
    row.time.to = typedMinute(m_to->text(), kMinutesOfDay);
}

void TimeValue::showWrong(bool isWrong) {
    setFieldError(m_from, isWrong && typedMinute(m_from->text(), kMinutesOfDay - 1) < 0);
    setFieldError(m_to, isWrong && typedMinute(m_to->text(), kMinutesOfDay) < 0);
}

} // namespace keysluice::ui
