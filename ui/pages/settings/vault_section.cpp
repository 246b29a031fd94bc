#include "ui/pages/settings/vault_section.h"

#include "ui/models/time_text.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"
#include "ui/pages/settings/recovery_code_dialog.h"
#include "ui/pages/settings/setting_row.h"
#include "ui/pages/unlock/proof_dialog.h"
#include "ui/text/failure_text.h"
#include "ui/widgets/pill_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

const core::SlotInfo* slotOf(const std::vector<core::SlotInfo>& ways, core::SlotKind kind) {
    for (const core::SlotInfo& slot : ways) {
        if (slot.kind == kind) {
            return &slot;
        }
    }
    return nullptr;
}

} // namespace

VaultSection::VaultSection(VaultPort& vault, SettingsPort& settings, QWidget* parent)
    : QWidget(parent),
      m_vault(vault),
      m_settings(settings),
      m_ways(nullptr),
      m_waysFrame(new QWidget),
      m_idle(new QComboBox(this)),
      m_screen(nullptr),
      m_sleep(nullptr),
      m_error(new ErrorLine(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(sectionTitle(tr("Ways to open the vault"), this));
    m_ways = new QVBoxLayout(m_waysFrame);
    m_ways->setContentsMargins(0, 0, 0, 0);
    m_ways->setSpacing(0);
    layout->addWidget(card(m_waysFrame, this));
    layout->addWidget(m_error);
    auto* actions = new QHBoxLayout;
    QPushButton* rotate = textButton(tr("Change the data key"), this, ButtonRole::Normal, QStringLiteral("rotate"));
    actions->addWidget(rotate);
    actions->addWidget(
        helpText(tr("Encrypts everything anew under a fresh key, for example after a copy of the vault went astray."),
                 this),
        1);
    layout->addLayout(actions);
    layout->addSpacing(16);

    QLabel* locking = sectionTitle(tr("Locking"), this);
    layout->addWidget(locking);
    auto* rows = new SettingRows(this);
    rows->setHeading(locking);
    m_idle->addItem(tr("Never"), 0);
    for (const int minutes : {5, 15, 30, 60, 240}) {
        m_idle->addItem(tr("%n minute(s) without requests", nullptr, minutes), minutes);
    }
    rows->add(tr("Lock after"), m_idle, tr("Agents receive 503 “vault locked” until you open it again."));
    m_screen = rows->addToggle(tr("Lock when the screen locks"));
    m_sleep = rows->addToggle(tr("Lock when the computer sleeps"));
    layout->addWidget(rows);
    layout->addSpacing(16);
    layout->addWidget(sectionTitle(tr("What this protects"), this));
    StyledLabel* truth = bodyText(tr("Keys are safe on a stolen disk, from other users of this computer, and from "
                                     "agents that were talked into leaking "
                                     "them. They are not safe from the system's administrator, nor from programs of "
                                     "your own user that run outside "
                                     "Keysluice: any of those can ask an unlocked system keychain for the vault's key. "
                                     "Without the keychain slot, "
                                     "opening the vault takes your passphrase."),
                                  this);
    truth->setRole(Role::Muted);
    layout->addWidget(truth);
    layout->addStretch();

    connect(rotate, &QPushButton::clicked, this, &VaultSection::rotateDataKey);
    connect(m_idle, &QComboBox::currentIndexChanged, this, &VaultSection::applyLocking);
    connect(m_screen, &QCheckBox::toggled, this, &VaultSection::applyLocking);
    connect(m_sleep, &QCheckBox::toggled, this, &VaultSection::applyLocking);
    connect(&m_vault, &VaultPort::slotsChanged, this, &VaultSection::showWays);
    connect(&m_vault, &VaultPort::stateChanged, this, &VaultSection::showWays);
    connect(&m_settings, &SettingsPort::changed, this, &VaultSection::showLocking);
    showLocking();
    showWays();
    probe();
}

void VaultSection::probe() {
    m_vault.probeKeychain(this, [this](const core::Outcome<void>& outcome) {
        m_probed = true;
        m_keychainProblem = outcome ? std::nullopt : std::optional<core::Failure>(outcome.error());
        showWays();
    });
}

void VaultSection::showWays() {
    clearLayout(m_ways);
    const std::vector<core::SlotInfo> ways = m_vault.slotList();
    const core::SlotInfo* keychain = slotOf(ways, core::SlotKind::Keychain);
    QString keychainText = tr("Opens the vault when you log in");
    if (keychain == nullptr && m_keychainProblem) {
        keychainText = failureText(*m_keychainProblem);
    }
    addWay(QStringLiteral("key"), tr("System keychain"), keychainText, keychain, tr("In use"));
    m_ways->addWidget(hairline(Qt::Horizontal, this));
    const core::SlotInfo* passphrase = slotOf(ways, core::SlotKind::Passphrase);
    addWay(QStringLiteral("lock"), tr("Passphrase"),
           passphrase != nullptr ? tr("Set on %1").arg(dayText(passphrase->createdAt))
                                 : tr("Needed to reveal a key, and to prove yourself on the command line"),
           passphrase, tr("In use"));
    m_ways->addWidget(hairline(Qt::Horizontal, this));
    const core::SlotInfo* recovery = slotOf(ways, core::SlotKind::RecoveryCode);
    addWay(QStringLiteral("backup"), tr("Recovery code"),
           recovery != nullptr ? tr("Created on %1").arg(dayText(recovery->createdAt))
                               : tr("Without one, a lost passphrase can mean lost keys"),
           recovery, tr("In use"));
    if (const core::SlotInfo* file = slotOf(ways, core::SlotKind::KeyFile)) {
        m_ways->addWidget(hairline(Qt::Horizontal, this));
        addWay(QStringLiteral("folder"), tr("Key file"), tr("Whoever can read the file can open the vault"), file,
               tr("In use"));
    }
}

void VaultSection::addWay(const QString& icon, const QString& name, const QString& text, const core::SlotInfo* slot,
                          const QString& inUse) {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(14, 9, 14, 9);
    row->setSpacing(12);
    row->addWidget(new IconLabel(icon, 18, Role::Muted, this));
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(strongText(name, this));
    words->addWidget(helpText(text, this));
    row->addLayout(words, 1);
    auto* pill = new PillLabel(this);
    if (slot != nullptr) {
        pill->set(stateLook(QStringLiteral("allowed"), Role::Ok), inUse);
    } else {
        pill->set(stateLook(QStringLiteral("unchecked"), Role::Muted), tr("Not set"));
    }
    row->addWidget(pill);
    const auto button = [this, row, name](const QString& label, auto action) {
        QPushButton* made = textButton(label, this);
        made->setAccessibleName(QStringLiteral("%1: %2").arg(name, label));
        row->addWidget(made);
        connect(made, &QPushButton::clicked, this, action);
    };
    const bool isOpen = m_vault.state() == core::VaultState::Open;
    if (isOpen && name == tr("System keychain") && slot == nullptr && m_probed && !m_keychainProblem) {
        button(tr("Add"), [this] { addKeychain(); });
    } else if (isOpen && name == tr("Passphrase")) {
        button(slot != nullptr ? tr("Change") : tr("Set"), [this] { setPassphrase(); });
    } else if (isOpen && name == tr("Recovery code")) {
        button(slot != nullptr ? tr("Replace") : tr("Create"), [this] { createRecoveryCode(); });
    }
    if (isOpen && slot != nullptr && m_vault.slotList().size() > 1) {
        const core::SlotInfo which = *slot;
        button(tr("Remove"), [this, which, name] { removeWay(which, name); });
    }
    m_ways->addLayout(row);
}

void VaultSection::setPassphrase() {
    ProofDialog::Options options;
    options.needsProof = ProofDialog::hasProofSlot(m_vault);
    options.wantsNewPassphrase = true;
    const bool isNew = slotOf(m_vault.slotList(), core::SlotKind::Passphrase) == nullptr;
    options.title = isNew ? tr("Set a passphrase") : tr("Change the passphrase");
    options.text = tr("It opens the vault on its own, and proves that it is you where something is loosened.");
    options.action = isNew ? tr("Set") : tr("Change");
    auto* dialog = new ProofDialog(
        options,
        [this](core::SecretBytes proof, core::SecretBytes fresh, QObject* context, Done<void> done) {
            m_vault.setPassphrase(std::move(proof), std::move(fresh), context, std::move(done));
        },
        this);
    dialog->open();
}

void VaultSection::addKeychain() {
    ProofDialog::Options options;
    options.needsProof = ProofDialog::hasProofSlot(m_vault);
    options.title = tr("Add the system keychain");
    options.text =
        tr("The vault then opens when you log in. Any program of your user can ask an unlocked keychain for its key.");
    options.action = tr("Add");
    auto* dialog = new ProofDialog(
        options,
        [this](core::SecretBytes proof, core::SecretBytes, QObject* context, Done<void> done) {
            m_vault.addKeychainSlot(std::move(proof), context, std::move(done));
        },
        this);
    dialog->open();
}

void VaultSection::removeWay(const core::SlotInfo& slot, const QString& name) {
    ProofDialog::Options options;
    options.needsProof = ProofDialog::hasProofSlot(m_vault);
    //: %1 is a way to open the vault: "Passphrase"
    options.title = tr("Remove “%1”?").arg(name);
    options.text = tr("It no longer opens the vault. The other ways stay.");
    options.action = tr("Remove");
    options.danger = true;
    const core::RecordId id = slot.id;
    auto* dialog = new ProofDialog(
        options,
        [this, id](core::SecretBytes proof, core::SecretBytes, QObject* context, Done<void> done) {
            m_vault.removeSlot(id, std::move(proof), context, std::move(done));
        },
        this);
    dialog->open();
}

void VaultSection::createRecoveryCode() {
    auto* dialog = new RecoveryCodeDialog(m_vault, this);
    dialog->open();
}

void VaultSection::rotateDataKey() {
    ProofDialog::Options options;
    options.needsProof = ProofDialog::hasProofSlot(m_vault);
    options.title = tr("Change the data key?");
    options.text = tr(
        "Everything in the vault is encrypted anew. Ways to open it stay; older copies of the file keep the old key.");
    options.action = tr("Change the data key");
    auto* dialog = new ProofDialog(
        options,
        [this](core::SecretBytes proof, core::SecretBytes, QObject* context, Done<void> done) {
            m_vault.rotateDataKey(std::move(proof), context, std::move(done));
        },
        this);
    dialog->open();
}

void VaultSection::showLocking() {
    m_filling = true;
    const core::LockSettings lock = m_settings.lockSettings();
    if (m_idle->findData(lock.idleMinutes) < 0) {
        m_idle->addItem(tr("%n minute(s) without requests", nullptr, lock.idleMinutes), lock.idleMinutes);
    }
    m_idle->setCurrentIndex(m_idle->findData(lock.idleMinutes));
    m_screen->setChecked(lock.onScreenLock);
    m_sleep->setChecked(lock.onSuspend);
    m_filling = false;
}

void VaultSection::applyLocking() {
    if (m_filling) {
        return;
    }
    core::LockSettings lock;
    lock.idleMinutes = m_idle->currentData().toInt();
    lock.onScreenLock = m_screen->isChecked();
    lock.onSuspend = m_sleep->isChecked();
    if (!m_error->take(m_settings.setLockSettings(lock))) {
        showLocking(); // what is in force
    }
}

} // namespace keysluice::ui
