#include "ui/dialogs/add_secret_footer.h"

#include "ui/style/ks_style.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace keysluice::ui {

AddSecretFooter::AddSecretFooter(AddSecretPresenter& presenter, QWidget* parent)
    : QFrame(parent),
      m_presenter(presenter),
      m_promise(
          new StyledLabel(tr("The vault is unchanged until the answer arrives."), TextStyle::Small, Role::Muted, this)),
      m_details(new QPushButton(tr("Details"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this)),
      m_secondary(new QPushButton(this)),
      m_primary(new QPushButton(this)) {
    setMinimumHeight(56);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(24, 12, 24, 12);
    row->setSpacing(8);
    m_promise->setWordWrap(true);
    row->addWidget(m_promise, 100);
    row->addWidget(m_details);
    row->addStretch(1);
    row->addWidget(m_cancel);
    row->addWidget(m_secondary);
    row->addWidget(m_primary);
    setButtonRole(m_details, ButtonRole::Flat);
    setButtonRole(m_primary, ButtonRole::Primary);
    m_details->setCheckable(true);
    for (QPushButton* button : {m_details, m_cancel, m_secondary, m_primary}) {
        button->setAutoDefault(false);
    }
    m_primary->setDefault(true);
    connect(m_details, &QPushButton::toggled, this, &AddSecretFooter::detailsToggled);
    connect(m_cancel, &QPushButton::clicked, this, &AddSecretFooter::cancelPressed);
    connect(m_secondary, &QPushButton::clicked, &m_presenter, &AddSecretPresenter::activateSecondary);
    connect(m_primary, &QPushButton::clicked, &m_presenter, &AddSecretPresenter::activatePrimary);
    connect(&m_presenter, &AddSecretPresenter::changed, this, &AddSecretFooter::refresh);
    connect(&m_presenter, &AddSecretPresenter::focusRequested, this, [this](AddSecretPresenter::Focus where) {
        if (where == AddSecretPresenter::Focus::Cancel) {
            m_cancel->setFocus(Qt::OtherFocusReason);
        } else if (where == AddSecretPresenter::Focus::Primary) {
            m_primary->setFocus(Qt::OtherFocusReason);
        }
    });
    refresh();
}

bool AddSecretFooter::areDetailsShown() const {
    return m_details->isChecked();
}

void AddSecretFooter::refresh() {
    const bool hasDetails = !m_presenter.details().isEmpty();
    m_promise->setVisible(m_presenter.isVerifying());
    m_details->setVisible(hasDetails);
    if (!hasDetails) {
        m_details->setChecked(false);
    }
    m_secondary->setText(m_presenter.secondaryText());
    m_secondary->setVisible(!m_presenter.secondaryText().isEmpty());
    m_primary->setText(m_presenter.primaryText());
    m_primary->setEnabled(m_presenter.isPrimaryEnabled());
}

void AddSecretFooter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.color(Role::Window));
    painter.fillRect(QRect(0, 0, width(), 1), theme.color(Role::Border));
}

} // namespace keysluice::ui
