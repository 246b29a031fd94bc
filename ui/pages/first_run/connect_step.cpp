#include "ui/pages/first_run/connect_step.h"

#include "ui/models/agent_connector.h"
#include "ui/models/visible_text.h"
#include "ui/pages/agents/snippet_box.h"
#include "ui/pages/first_run/choice_row.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/widgets/code_box.h"

#include <QButtonGroup>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keysluice::ui {

ConnectStep::ConnectStep(AgentPort& agents, QWidget* parent)
    : Step(parent),
      m_agents(agents),
      m_rows(nullptr),
      m_choice(new QButtonGroup(this)),
      m_another(new QWidget(this)),
      m_command(new QLineEdit(m_another)),
      m_folderRow(new QWidget(this)),
      m_folder(new QLineEdit(m_folderRow)),
      m_terminal(new QWidget(this)),
      m_line(new CodeBox(tr("The same from a terminal"), true, m_terminal)),
      m_byHand(new QWidget(this)),
      m_agentName(new QLineEdit(m_byHand)),
      m_snippet(new SnippetBox(agents, m_byHand)),
      m_error(new ErrorLine(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto* rows = new QWidget;
    m_rows = new QVBoxLayout(rows);
    m_rows->setContentsMargins(0, 1, 0, 1);
    m_rows->setSpacing(0);
    layout->addWidget(card(rows, this));
    makeField(m_another, tr("Command"), m_command);
    layout->addWidget(m_another);
    QHBoxLayout* folder = makeField(m_folderRow, tr("Start it in"), m_folder);
    m_folder->setText(QStringLiteral("~"));
    QPushButton* choose = textButton(tr("Choose"), m_folderRow, ButtonRole::Normal, QStringLiteral("folder"));
    folder->addWidget(choose);
    layout->addWidget(m_folderRow);
    layout->addWidget(m_error);
    auto* terminal = new QVBoxLayout(m_terminal);
    terminal->setContentsMargins(0, 0, 0, 0);
    terminal->addWidget(groupLabel(tr("The same from a terminal"), m_terminal));
    terminal->addWidget(m_line);
    layout->addWidget(m_terminal);
    auto* byHand = new QVBoxLayout(m_byHand);
    byHand->setContentsMargins(0, 0, 0, 0);
    byHand->setSpacing(12);
    auto* name = new QWidget(m_byHand);
    makeField(name, tr("Name"), m_agentName);
    m_agentName->setMaxLength(64);
    m_agentName->setText(QStringLiteral("scripts"));
    m_agentName->setToolTip(tr("What its requests are shown under"));
    byHand->addWidget(name);
    byHand->addWidget(m_snippet);
    layout->addWidget(m_byHand);
    layout->addStretch();
    connect(choose, &QPushButton::clicked, this, &ConnectStep::chooseFolder);
    connect(m_choice, &QButtonGroup::idToggled, this, &ConnectStep::refresh);
    connect(m_command, &QLineEdit::textChanged, this, &ConnectStep::refresh);
    connect(m_agentName, &QLineEdit::textChanged, this, &ConnectStep::refresh);
    connect(m_snippet, &SnippetBox::made, this, &ConnectStep::changed);
}

QHBoxLayout* ConnectStep::makeField(QWidget* row, const QString& label, QLineEdit* edit) {
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    QLabel* caption = bodyText(label, row);
    caption->setMinimumWidth(108);
    caption->setBuddy(edit);
    edit->setAccessibleName(label);
    edit->setFont(textFont(TextStyle::Mono));
    edit->setLayoutDirection(Qt::LeftToRight);
    line->addWidget(caption);
    line->addWidget(edit, 1);
    return line;
}

QString ConnectStep::name() const {
    return tr("Connect an agent");
}

bool ConnectStep::isAnother() const {
    return m_choice->checkedId() == static_cast<int>(m_programs.size());
}

bool ConnectStep::isByHand() const {
    return m_choice->checkedId() > static_cast<int>(m_programs.size());
}

FoundProgram ConnectStep::chosen() const {
    if (!isAnother() && !isByHand() && m_choice->checkedId() >= 0) {
        return m_programs[static_cast<std::size_t>(m_choice->checkedId())];
    }
    const QString command = m_command->text().trimmed();
    const QString program = command.section(QLatin1Char(' '), 0, 0).section(QLatin1Char('/'), -1);
    return {program.toStdString(), command.toStdString(), {}};
}

QString ConnectStep::action() const {
    if (isByHand()) {
        return tr("Continue");
    }
    if (!m_agents.canLaunch()) {
        return tr("Connect");
    }
    const FoundProgram program = chosen();
    return program.name.empty() ? tr("Launch") : tr("Launch %1").arg(visibleText(program.name));
}

bool ConnectStep::canAct() const {
    return isByHand() ? m_snippet->isMade() : !chosen().command.empty();
}

void ConnectStep::enter() {
    clearLayout(m_rows);
    for (QAbstractButton* button : m_choice->buttons()) {
        m_choice->removeButton(button);
    }
    m_programs = m_agents.programsOnPath();
    int id = 0;
    for (const FoundProgram& program : m_programs) {
        addChoice(id++, new ChoiceRow(QStringLiteral("agent"), visibleText(program.name), visibleText(program.command),
                                      visibleText(program.path), this));
    }
    addChoice(id++, new ChoiceRow(QStringLiteral("add"), tr("Another program"),
                                  tr("Any command that talks to a provider"), {}, this));
    addChoice(id, new ChoiceRow(QStringLiteral("terminal"), tr("A program that you start by hand"),
                                tr("Its environment, ready to paste: for scripts, editors and containers"), {}, this));
    m_choice->button(0)->setChecked(true);
    m_error->clear();
    refresh();
}

void ConnectStep::addChoice(int id, ChoiceRow* row) {
    if (m_rows->count() > 0) {
        m_rows->addWidget(hairline(Qt::Horizontal, this));
    }
    m_choice->addButton(row->radio(), id);
    m_rows->addWidget(row);
}

void ConnectStep::refresh() {
    m_another->setVisible(isAnother());
    m_folderRow->setVisible(!isByHand() && m_agents.canLaunch());
    m_terminal->setVisible(!isByHand());
    m_byHand->setVisible(isByHand());
    m_snippet->setAgentNamed(m_agentName->text().trimmed());
    const FoundProgram program = chosen();
    const QString agent = QString::fromStdString(agentNameFor(program));
    m_line->setText(program.command.empty()
                        ? QStringLiteral("keysluice run -- …")
                        : QStringLiteral("keysluice run --agent %1 -- %2").arg(agent, visibleText(program.command)));
    Q_EMIT changed();
}

void ConnectStep::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Start it in"), expandedFolder(m_folder->text()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    dialog->open();
}

void ConnectStep::act() {
    if (isByHand()) {
        m_result = visibleText(m_agentName->text().trimmed());
        Q_EMIT finished();
        return;
    }
    const FoundProgram program = chosen();
    const core::Outcome<core::RecordId> agent = agentFor(m_agents, agentNameFor(program));
    if (!m_error->take(agent)) {
        return;
    }
    if (m_agents.canLaunch()) {
        const QString folder = expandedFolder(m_folder->text());
        if (folder.isEmpty() || !QDir(folder).exists()) {
            m_error->show(tr("There is no folder “%1”.").arg(m_folder->text()));
            return;
        }
        if (!m_error->take(m_agents.launch(*agent, program.command, folder.toStdString()))) {
            return;
        }
    }
    m_result = visibleText(program.name);
    Q_EMIT finished();
}

} // namespace keysluice::ui
