#include "ui/dialogs/add_secret_dialog.h"

#include "ui/dialogs/add_secret_footer.h"
#include "ui/dialogs/add_secret_form.h"
#include "ui/style/theme.h"
#include "ui/widgets/code_box.h"

#include <QEvent>
#include <QPainter>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kWidth = 592;
constexpr int kLeastHeight = 320;
constexpr int kOutside = 96; ///< of the screen: title bar, panel, some air

} // namespace

AddSecretDialog::AddSecretDialog(CredentialPort& credentials, AgentPort& agents, const core::Clock& clock,
                                 QWidget* parent)
    : QDialog(parent),
      m_scroll(new QScrollArea(this)),
      m_content(new QWidget),
      m_form(new AddSecretForm(credentials, agents, clock, m_content)),
      m_details(new CodeBox(tr("Details"), true, m_content)),
      m_footer(new AddSecretFooter(m_form->presenter(), this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Add secret"));
    setMinimumWidth(kWidth);
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(24, 20, 24, 20);
    content->setSpacing(16);
    content->addWidget(m_form);
    content->addWidget(m_details);
    m_details->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_details->hide();
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->setWidget(m_content);
    m_content->setAutoFillBackground(false); // setWidget() has just switched it on
    m_content->setMinimumHeight(1); // its height follows from its width; wrapped labels ask for more than they need
    m_content->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_footer);

    AddSecretPresenter& presenter = m_form->presenter();
    connect(m_footer, &AddSecretFooter::cancelPressed, this, &AddSecretDialog::reject);
    connect(m_footer, &AddSecretFooter::detailsToggled, this, [this](bool shown) {
        m_details->setText(m_form->presenter().details());
        m_details->setVisible(shown);
    });
    connect(&presenter, &AddSecretPresenter::saved, this, [this](const std::string& id, const QString& name) {
        Q_EMIT saved(id, name, m_form->presenter().isRotation());
        accept();
    });
    m_form->focusKey();
}

void AddSecretDialog::beginRotation(const core::CredentialInfo& credential) {
    m_form->beginRotation(credential);
    setWindowTitle(tr("Rotate “%1”").arg(m_form->presenter().rotatedName()));
}

void AddSecretDialog::done(int result) {
    m_form->clear();
    QDialog::done(result);
}

void AddSecretDialog::reject() {
    if (!m_form->presenter().cancelCheck()) {
        QDialog::reject();
    }
}

void AddSecretDialog::showEvent(QShowEvent* event) {
    fit();
    QDialog::showEvent(event);
    m_form->focusKey();
}

bool AddSecretDialog::eventFilter(QObject* object, QEvent* event) {
    if (object == m_content && event->type() == QEvent::LayoutRequest) {
        // once the layouts inside have settled
        QMetaObject::invokeMethod(this, &AddSecretDialog::fit, Qt::QueuedConnection);
    }
    return QDialog::eventFilter(object, event);
}

void AddSecretDialog::fit() {
    m_content->layout()->activate();
    const int wide = std::max({kWidth, m_content->minimumSizeHint().width(), m_footer->sizeHint().width()});
    const int content = m_content->layout()->totalHeightForWidth(wide);
    const int room = screen() == nullptr ? content : screen()->availableGeometry().height() - kOutside;
    resize(wide, std::min(content + m_footer->sizeHint().height(), std::max(room, kLeastHeight)));
}

void AddSecretDialog::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(palette()).color(Role::Surface));
}

} // namespace keysluice::ui
