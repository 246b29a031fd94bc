#include "ui/pages/rules/rule_outcome.h"

#include "ui/pages/parts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/type_scale.h"
#include "ui/widgets/choice_box.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyle>
#include <QStyleOptionToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

using namespace core::rules;

constexpr std::int64_t kSecondsOfMinute = 60;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::RuleOutcome)
};

QString answerText(std::int64_t seconds) {
    const bool isWhole = seconds % kSecondsOfMinute == 0;
    const int count = static_cast<int>(isWhole ? seconds / kSecondsOfMinute : seconds);
    return isWhole ? Words::tr("Deny after %n minute(s)", nullptr, count)
                   : Words::tr("Deny after %n second(s)", nullptr, count);
}

/// Icon and word in the middle of a checkable button.
class DecisionButton final : public QToolButton {
public:
    DecisionButton(const QString& icon, const QString& word, QWidget* parent) : QToolButton(parent), m_icon(icon) {
        setText(word);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    [[nodiscard]] QSize sizeHint() const override {
        return {wordWidth() + kIcon + kGap + 2 * kPadding, QToolButton::sizeHint().height()};
    }
    [[nodiscard]] QSize minimumSizeHint() const override {
        return {wordWidth() + 6, QToolButton::sizeHint().height()}; // narrower, it does without its icon
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        QStyleOptionToolButton option;
        initStyleOption(&option);
        option.text.clear();
        style()->drawComplexControl(QStyle::CC_ToolButton, &option, &painter, this);
        painter.setFont(textFont(isChecked() ? TextStyle::BodyBold : TextStyle::Body));
        const int wide = painter.fontMetrics().horizontalAdvance(text());
        const QColor colour = Theme::of(palette()).color(isChecked() ? Role::SelectionText : Role::Text);
        painter.setPen(colour);
        if (width() < wordWidth() + kIcon + kGap + 6) {
            painter.drawText(rect(), Qt::AlignCenter, text());
            return;
        }
        const QRect all((width() - wide - kIcon - kGap) / 2, 0, wide + kIcon + kGap, height());
        const auto part = [&](int left, int partWidth) {
            return QStyle::visualRect(layoutDirection(), all, QRect(all.left() + left, 0, partWidth, height()));
        };
        QRectF icon(0, 0, kIcon, kIcon);
        icon.moveCenter(QRectF(part(0, kIcon)).center());
        paintIcon(&painter, m_icon, icon, colour, layoutDirection());
        painter.drawText(part(kIcon + kGap, wide), Qt::AlignCenter, text());
    }

private:
    static constexpr int kIcon = 16;
    static constexpr int kGap = 7;
    static constexpr int kPadding = 9;

    [[nodiscard]] int wordWidth() const {
        return QFontMetrics(textFont(TextStyle::BodyBold)).horizontalAdvance(text());
    }

    QString m_icon;
};

QVBoxLayout* columnIn(QWidget* widget) {
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    return layout;
}

void fill(ChoiceBox* box, const std::initializer_list<std::pair<QString, int>>& entries) {
    box->setMinimumContentsLength(8);
    for (const auto& [name, value] : entries) {
        box->addItem(name, value);
    }
}

} // namespace

RuleOutcome::RuleOutcome(QWidget* parent)
    : QWidget(parent),
      m_decision(new QButtonGroup(this)),
      m_asking(new QWidget(this)),
      m_answer(new ChoiceBox(tr("Without an answer"), m_asking)),
      m_highRisk(new QCheckBox(tr("High risk"), m_asking)),
      m_telling(new QWidget(this)),
      m_reason(new QLineEdit(m_telling)),
      m_reasonFault(new ErrorLine(m_telling)) {
    QVBoxLayout* layout = columnIn(this);
    layout->setSpacing(14);
    auto* then = new QVBoxLayout;
    then->setSpacing(6);
    then->addWidget(groupLabel(tr("Then"), this));
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    const struct {
        Decision decision;
        QString name;
        const char* icon;
    } choices[] = {{Decision::Allow, tr("Allow"), "allowed"},
                   {Decision::Ask, tr("Ask"), "asked"},
                   {Decision::Block, tr("Block"), "blocked"}};
    for (const auto& choice : choices) {
        auto* button = new DecisionButton(QString::fromLatin1(choice.icon), choice.name, this);
        m_decision->addButton(button, static_cast<int>(choice.decision));
        row->addWidget(button);
    }
    then->addLayout(row);
    layout->addLayout(then);

    QVBoxLayout* asking = columnIn(m_asking);
    asking->addWidget(groupLabel(tr("Without an answer"), m_asking));
    m_answer->setMinimumContentsLength(8);
    asking->addWidget(m_answer);
    asking->addSpacing(4);
    asking->addWidget(m_highRisk);
    asking->addWidget(helpText(tr("Approving takes the passphrase, in this window."), m_asking));
    layout->addWidget(m_asking);

    QVBoxLayout* telling = columnIn(m_telling);
    telling->addWidget(groupLabel(tr("Told to the agent"), m_telling));
    m_reason->setAccessibleName(tr("Told to the agent"));
    m_reason->setPlaceholderText(tr("Use Haiku or Sonnet instead."));
    telling->addWidget(m_reason);
    telling->addWidget(m_reasonFault);
    layout->addWidget(m_telling);

    connect(m_decision, &QButtonGroup::idClicked, this, [this] {
        showParts();
        Q_EMIT edited();
    });
    connect(m_answer, &QComboBox::activated, this, &RuleOutcome::edited);
    connect(m_highRisk, &QCheckBox::clicked, this, &RuleOutcome::edited);
    connect(m_reason, &QLineEdit::textEdited, this, &RuleOutcome::edited);
}

Decision RuleOutcome::decision() const {
    return static_cast<Decision>(m_decision->checkedId());
}

void RuleOutcome::fillAnswers(std::int64_t seconds) {
    std::vector<std::int64_t> choices{10, 30, 60, 180, 300, 600, 1800};
    if (std::find(choices.begin(), choices.end(), seconds) == choices.end()) {
        choices.push_back(seconds);
        std::sort(choices.begin(), choices.end());
    }
    m_answer->clear();
    for (const std::int64_t choice : choices) {
        m_answer->addItem(answerText(choice), qlonglong(choice));
    }
    m_answer->setCurrentIndex(m_answer->findData(qlonglong(seconds)));
}

void RuleOutcome::set(const Rule& rule) {
    m_decision->button(static_cast<int>(rule.decision))->setChecked(true);
    fillAnswers(rule.answerSeconds.value_or(RuleBounds::kAnswerSeconds));
    m_highRisk->setChecked(rule.isHighRisk);
    m_reason->setText(QString::fromStdString(rule.reason));
    showParts();
}

void RuleOutcome::read(Rule& rule) const {
    rule.decision = decision();
    const std::int64_t seconds = m_answer->currentData().toLongLong();
    if (seconds != rule.answerSeconds.value_or(RuleBounds::kAnswerSeconds)) {
        rule.answerSeconds = seconds;
    }
    rule.isHighRisk = m_highRisk->isChecked();
    rule.reason = m_reason->text().trimmed().toStdString();
}

void RuleOutcome::showParts() {
    m_asking->setVisible(decision() == Decision::Ask);
    m_telling->setVisible(decision() != Decision::Allow);
}

void RuleOutcome::showFault(DraftFault::Field field, const QString& text) {
    const bool isReason = field == DraftFault::Field::Reason && !text.isEmpty();
    m_reasonFault->show(isReason ? text : QString());
    setFieldError(m_reason, isReason);
}

LimitOutcome::LimitOutcome(QWidget* parent)
    : QWidget(parent),
      m_requests(new QSpinBox(this)),
      m_period(new ChoiceBox(tr("In what time"), this)),
      m_scope(new ChoiceBox(tr("Counted"), this)) {
    QVBoxLayout* layout = columnIn(this);
    layout->addWidget(groupLabel(tr("At most"), this));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_requests->setRange(1, static_cast<int>(RuleBounds::kRequests));
    m_requests->setGroupSeparatorShown(true);
    m_requests->setAccessibleName(tr("Requests"));
    row->addWidget(m_requests, 1);
    fill(m_period, {{tr("requests a minute"), static_cast<int>(Period::Minute)},
                    {tr("requests an hour"), static_cast<int>(Period::Hour)},
                    {tr("requests a day"), static_cast<int>(Period::Day)}});
    row->addWidget(m_period, 2);
    layout->addLayout(row);
    layout->addWidget(helpText(tr("Each minute, hour or day of local time counts from its beginning. A request that "
                                  "is refused does not count."),
                               this));
    layout->addSpacing(10);
    layout->addWidget(groupLabel(tr("Counted"), this));
    fill(m_scope, {{tr("Each agent by itself"), static_cast<int>(Scope::PerAgent)},
                   {tr("Each secret by itself"), static_cast<int>(Scope::PerCredential)},
                   {tr("All together"), static_cast<int>(Scope::Together)}});
    layout->addWidget(m_scope);
    connect(m_requests, &QSpinBox::valueChanged, this, &LimitOutcome::edited);
    connect(m_period, &QComboBox::activated, this, &LimitOutcome::edited);
    connect(m_scope, &QComboBox::activated, this, &LimitOutcome::edited);
}

void LimitOutcome::set(const Limit& limit) {
    const QSignalBlocker quiet(m_requests);
    m_requests->setValue(static_cast<int>(limit.requests)); // RuleBounds::kRequests
    m_period->setCurrentIndex(m_period->findData(static_cast<int>(limit.period)));
    m_scope->setCurrentIndex(m_scope->findData(static_cast<int>(limit.scope)));
}

void LimitOutcome::read(Limit& limit) const {
    limit.requests = m_requests->value();
    limit.period = static_cast<Period>(m_period->currentData().toInt());
    limit.scope = static_cast<Scope>(m_scope->currentData().toInt());
}

} // namespace keysluice::ui
