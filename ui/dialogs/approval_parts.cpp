#include "ui/dialogs/approval_parts.h"

#include "ui/dialogs/excerpt_view.h"
#include "ui/models/visible_text.h"
#include "ui/style/paint.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kLineHeight = 4;
constexpr int kLabelWidth = 84;
constexpr int kLongestWord = 28; ///< that a line holds

} // namespace

CountdownLine::CountdownLine(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kLineHeight);
}

void CountdownLine::setLeft(double part) {
    m_left = std::clamp(part, 0.0, 1.0);
    update();
}

void CountdownLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme theme = Theme::of(palette());
    constexpr double kRadius = kLineHeight / 2.0;
    paintBox(&painter, rect(), kRadius, theme.color(Role::Track), {});
    const QRect left(0, 0, static_cast<int>(width() * m_left), height());
    if (left.width() >= kLineHeight) {
        paintBox(&painter, QStyle::visualRect(layoutDirection(), rect(), left), kRadius, theme.color(Role::Asked), {});
    }
}

CountdownLabel::CountdownLabel(QWidget* parent)
    : QWidget(parent), m_time(new StyledLabel({}, TextStyle::Heading, Role::Text, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto* then = new StyledLabel(tr("then denied"), TextStyle::Small, Role::Muted, this);
    for (StyledLabel* label : {m_time, then}) {
        label->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
        layout->addWidget(label);
    }
    layout->addStretch();
}

void CountdownLabel::setLeft(core::UnixMs ms) {
    m_isShort = ms < kShortMs;
    m_time->setRole(m_isShort ? Role::Danger : Role::Text);
    m_time->setText(isolated(countdownText(ms)));
}

ExcerptSection::ExcerptSection(Room room, QWidget* parent)
    : QWidget(parent),
      m_title(new StyledLabel(tr("Excerpt, as sent"), TextStyle::BodyBold, Role::Text, this)),
      m_note(new StyledLabel({}, TextStyle::Small, Role::Muted, this)),
      m_icon(new IconLabel(QStringLiteral("error"), 14, Role::Warning, this)),
      m_warning(new StyledLabel({}, TextStyle::Small, Role::Warning, this)),
      m_nothing(new StyledLabel({}, TextStyle::Body, Role::Muted, this)),
      m_view(new ExcerptView(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto* title = new QHBoxLayout;
    title->setSpacing(6);
    title->addWidget(m_title);
    title->addWidget(m_note, 1);
    auto* warning = new QHBoxLayout;
    warning->setSpacing(6);
    warning->addWidget(m_icon, 0, Qt::AlignTop);
    warning->addWidget(m_warning, 1);
    auto* head = new QBoxLayout(room == Room::Wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    head->setSpacing(6);
    head->addLayout(title, 1);
    head->addLayout(warning);
    m_warning->setWordWrap(room == Room::Narrow);
    layout->addLayout(head);
    m_nothing->setWordWrap(true);
    layout->addWidget(m_nothing);
    layout->addWidget(m_view);
}

void ExcerptSection::setRequest(const core::ApprovalRequest& request) {
    const ExcerptText excerpt = excerptText(request.excerpt, request.isExcerptWhole);
    const QString warning = excerptWarning(excerpt);
    const bool hasExcerpt = !request.excerpt.empty();
    m_note->setText(hasExcerpt ? excerptNote(request) : QString());
    m_warning->setText(warning);
    m_icon->setVisible(!warning.isEmpty());
    m_nothing->setText(request.isTunnel         ? tr("What is sent through the connection cannot be seen here.")
                       : request.bodyBytes == 0 ? tr("The request has no body.")
                                                : tr("The body cannot be shown."));
    m_title->setVisible(hasExcerpt);
    m_nothing->setVisible(!hasExcerpt);
    m_view->setVisible(hasExcerpt);
    m_view->setExcerpt(excerpt);
}

void setFacts(QGridLayout* grid, const std::vector<ApprovalFact>& facts, QWidget* parent) {
    while (QLayoutItem* item = grid->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    grid->setColumnMinimumWidth(0, kLabelWidth);
    grid->setColumnStretch(1, 1);
    for (int row = 0; row < static_cast<int>(facts.size()); ++row) {
        const ApprovalFact& fact = facts[static_cast<std::size_t>(row)];
        const TextStyle style = fact.isCode ? TextStyle::Mono : fact.isStrong ? TextStyle::BodyBold : TextStyle::Body;
        const QString text = brokenUp(fact.value, kLongestWord);
        auto* label = new StyledLabel(fact.label, TextStyle::Body, Role::Muted, parent);
        auto* value = new StyledLabel(fact.isCode ? isolated(text) : text, style, Role::Text, parent);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        value->setWordWrap(true);
        label->setBuddy(value);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        grid->addWidget(value, row, 1, Qt::AlignTop);
    }
}

} // namespace keysluice::ui
