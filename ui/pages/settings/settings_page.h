#pragma once

#include "ui/ports/gateway_port.h"
#include "ui/ports/settings_port.h"
#include "ui/ports/vault_port.h"
#include "ui/widgets/page.h"

class QLabel;
class QStackedWidget;

namespace keysluice::ui {

class SearchField;
class Sidebar;

/// Settings, with a list of their own at the start. Thread: gui.
class SettingsPage final : public Page {
    Q_OBJECT
public:
    enum Section { Vault, Gateway, Trust, Start, Appearance, Language };

    SettingsPage(VaultPort& vault, SettingsPort& settings, GatewayPort& gateway, QWidget* parent = nullptr);

    void showSection(Section section);
    [[nodiscard]] Section section() const;
    /// The first control of the section in view.
    void focusSection();
    /// Shows only the sections, and in them the rows, that have all words of a text; every one for an empty text.
    void find(const QString& text);

Q_SIGNALS:
    void firstRunRequested();

private:
    void add(const QString& icon, const QString& name, QWidget* section);
    void makeSearch();
    [[nodiscard]] bool findIn(QWidget& section, const QString& name, const QStringList& words) const;

    struct Entry {
        QString name;
        QWidget* widget = nullptr;
    };
    std::vector<Entry> m_sections;
    SearchField* m_search;
    QWidget* m_nothing;
    QLabel* m_nothingText = nullptr;
    int m_wanted = Vault; ///< shown again when nothing is searched any more
    Sidebar* m_list;
    QStackedWidget* m_stack;
};

} // namespace keysluice::ui
