#include "ui/pages/rules/trial_view.h"

#include "ui/pages/parts.h"
#include "ui/pages/rules/rule_look.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

using core::rules::Fit;
using State = RuleTrial::LineState;

constexpr int kMostLines = 100; ///< of rules that do not decide; beyond it a person looks for the one that does

StateLook lookOf(RuleTrial::Outcome outcome) {
    using Kind = RuleListModel::Kind;
    switch (outcome) {
    case RuleTrial::Outcome::Allowed:
        return ruleLook(Kind::Allow, true);
    case RuleTrial::Outcome::Blocked:
        return ruleLook(Kind::Block, true);
    case RuleTrial::Outcome::Asked:
        return ruleLook(Kind::Ask, true);
    }
    Q_UNREACHABLE();
}

const char* iconOf(Fit fit) {
    return fit == Fit::Yes ? "check" : fit == Fit::No ? "close" : "unchecked";
}

QString fitText(const RuleTrial::Line& line) {
    switch (line.state) {
    case State::Off:
        return TrialView::tr("Off");
    case State::NotReached:
        return TrialView::tr("Not looked at: a rule before it decides");
    case State::Decides:
    case State::Passed:
        break;
    }
    return line.fit == Fit::Yes           ? TrialView::tr("Fits")
           : line.fit == Fit::No          ? TrialView::tr("Does not fit")
           : line.state == State::Decides ? TrialView::tr("Not known whether it fits, so it counts")
                                          : TrialView::tr("Not known whether it fits, so it does not allow");
}

QString conditionText(const RuleTrial::Condition& condition) {
    switch (condition.fit) {
    case Fit::Yes:
        return TrialView::tr("Yes: %1").arg(condition.words);
    case Fit::No:
        return TrialView::tr("No: %1").arg(condition.words);
    case Fit::Unknown:
        return TrialView::tr("Not known: %1").arg(condition.words);
    }
    Q_UNREACHABLE();
}

} // namespace

TrialView::TrialView(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 8, 0);
    m_layout->setSpacing(12);
    clear();
}

void TrialView::clear() {
    clearLayout(m_layout);
    StyledLabel* hint = bodyText(tr("Type or paste a request, and this side tells what the rules do with it."), this);
    hint->setRole(Role::Muted);
    m_layout->addWidget(hint);
    m_layout->addStretch(1);
}

void TrialView::show(const RuleTrial& trial) {
    clearLayout(m_layout);
    addOutcome(trial);
    int left = kMostLines;
    for (const RuleTrial::Line& line : trial.lines) {
        if (line.state == State::Decides || left-- > 0) {
            addLine(line);
        }
    }
    m_layout->addStretch(1);
}

void TrialView::addOutcome(const RuleTrial& trial) {
    const StateLook look = lookOf(trial.outcome);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(new IconLabel(look.icon, 20, look.color, this), 0, Qt::AlignTop);
    head->addWidget(sectionTitle(trial.headline, this), 1);
    m_layout->addLayout(head);
    if (!trial.reason.isEmpty()) {
        m_layout->addWidget(bodyText(trial.reason, this));
    }
    for (const QString& limit : trial.limits) {
        auto* row = new QHBoxLayout;
        row->setSpacing(10);
        row->addWidget(new IconLabel(QStringLiteral("limited"), 16, Role::Warning, this), 0, Qt::AlignTop);
        row->addWidget(bodyText(tr("Counted: %1").arg(limit), this), 1);
        m_layout->addLayout(row);
    }
}

void TrialView::addLine(const RuleTrial::Line& line) {
    m_layout->addWidget(hairline(Qt::Horizontal, this));
    auto* column = new QVBoxLayout;
    column->setSpacing(3);
    //: %1: the number of a rule, %2: its sentence
    const QString words = tr("%1. %2").arg(line.number).arg(line.sentence);
    StyledLabel* sentence = line.state == State::Decides ? strongText(words, this) : bodyText(words, this);
    if (line.state == State::Off || line.state == State::NotReached) {
        sentence->setRole(Role::Muted);
    }
    column->addWidget(sentence);
    column->addWidget(helpText(fitText(line), this));
    for (const RuleTrial::Condition& condition : line.conditions) {
        auto* row = new QHBoxLayout;
        row->setSpacing(6);
        const Role role = condition.fit == Fit::Yes ? Role::Ok : condition.fit == Fit::No ? Role::Muted : Role::Warning;
        row->addWidget(new IconLabel(QString::fromLatin1(iconOf(condition.fit)), 14, role, this), 0, Qt::AlignTop);
        row->addWidget(helpText(conditionText(condition), this), 1);
        column->addLayout(row);
    }
    m_layout->addLayout(column);
}

} // namespace keysluice::ui
