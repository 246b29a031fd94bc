#include "ui/pages/launch_prompt.h"

#include "ui/models/agent_connector.h"
#include "ui/models/visible_text.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/widgets/dialog_frame.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keysluice::ui {

LaunchPrompt* LaunchPrompt::open(AgentPort& agents, const std::string& preferred, QWidget* parent, Launch launch) {
    auto* prompt = new LaunchPrompt(agents, preferred, parent, std::move(launch));
    prompt->QDialog::open();
    return prompt;
}

LaunchPrompt::LaunchPrompt(AgentPort& agents, const std::string& preferred, QWidget* parent, Launch launch)
    : QDialog(parent),
      m_launch(std::move(launch)),
      m_command(new QComboBox(this)),
      m_folder(new QLineEdit(this)),
      m_error(new ErrorLine(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Launch agent"));
    const DialogFrame frame = frameDialog(this);
    QVBoxLayout* layout = frame.body;
    layout->setSpacing(12);
    layout->addWidget(sectionTitle(tr("Launch agent"), this));
    auto* form = new QFormLayout;
    m_command->setEditable(true);
    m_command->setInsertPolicy(QComboBox::NoInsert);
    m_command->setFont(textFont(TextStyle::Mono));
    m_command->setMinimumWidth(320);
    m_command->setAccessibleName(tr("Command"));
    for (const FoundProgram& program : agents.programsOnPath()) {
        m_command->addItem(visibleText(program.command));
        if (agentNameFor(program) == preferred || program.command == preferred) {
            m_command->setCurrentIndex(m_command->count() - 1);
        }
    }
    form->addRow(tr("Command"), m_command);
    auto* row = new QHBoxLayout;
    m_folder->setText(QStringLiteral("~"));
    m_folder->setFont(textFont(TextStyle::Mono));
    m_folder->setAccessibleName(tr("Start it in"));
    row->addWidget(m_folder, 1);
    QPushButton* choose = textButton(tr("Choose"), this, ButtonRole::Normal, QStringLiteral("folder"));
    row->addWidget(choose);
    form->addRow(tr("Start it in"), row);
    layout->addLayout(form);
    layout->addWidget(m_error);
    layout->addWidget(
        helpText(tr("It opens in a terminal and gets the gateway's address and a worthless placeholder. Your key stays "
                    "in the vault."),
                 this));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* accept = textButton(tr("Launch"), this, ButtonRole::Primary, QStringLiteral("launch"));
    accept->setDefault(true);
    buttons->addButton(accept, QDialogButtonBox::AcceptRole);
    frame.footer->addWidget(buttons);
    connect(choose, &QPushButton::clicked, this, &LaunchPrompt::chooseFolder);
    connect(buttons, &QDialogButtonBox::accepted, this, &LaunchPrompt::start);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void LaunchPrompt::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Start it in"), expandedFolder(m_folder->text()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    dialog->open();
}

void LaunchPrompt::start() {
    const QString command = m_command->currentText().trimmed();
    if (command.isEmpty()) {
        m_error->show(tr("Write the command to start."));
        return;
    }
    const QString folder = expandedFolder(m_folder->text());
    if (!QDir(folder).exists() || folder.isEmpty()) {
        m_error->show(tr("There is no folder “%1”.").arg(folder));
        return;
    }
    if (m_error->take(m_launch(command.toStdString(), folder.toStdString()))) {
        accept();
    }
}

} // namespace keysluice::ui
