#include "ui/models/credential_model.h"

#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"

#include <QMimeData>

#include <algorithm>

namespace keysluice::ui {

namespace {

QString dragType() {
    return QStringLiteral("application/x-keysluice-credential");
}

} // namespace

CredentialModel::CredentialModel(CredentialPort& credentials, const core::Clock& clock, QObject* parent)
    : QAbstractListModel(parent), m_credentials(credentials), m_clock(clock) {
    connect(&m_credentials, &CredentialPort::changed, this, &CredentialModel::refresh);
    connect(&m_credentials, &CredentialPort::usageChanged, this, &CredentialModel::refresh);
    refresh();
}

int CredentialModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString CredentialModel::monogram(const Row& row) const {
    const core::Provider* provider = m_credentials.catalogue().provider(row.info.providerId);
    return provider == nullptr ? visibleText(row.info.providerId).left(2) : QString::fromStdString(provider->monogram);
}

QString CredentialModel::accessibleText(const Row& row) const {
    const core::UnixMs now = m_clock.now();
    const QString sentence =
        //: name, kind of key, provider, state, time of the check; read aloud
        tr("%1, %2 of %3, %4, %5, %n request(s) today, %6", nullptr, row.today)
            .arg(visibleText(row.info.name), kindName(m_credentials.catalogue(), row.info),
                 providerName(m_credentials.catalogue(), row.info.providerId),
                 conditionWord(conditionOf(row.info, row.testing)), checkedText(row.info.health, now),
                 row.info.enabled ? tr("enabled") : tr("disabled"));
    const QString more = trouble(row).sentence;
    return more.isEmpty() ? sentence : sentence + QStringLiteral(". ") + more;
}

CredentialTrouble CredentialModel::trouble(const Row& row) const {
    return troubleOf(row.info, providerName(m_credentials.catalogue(), row.info.providerId), row.rejectedRequests,
                     m_clock.now());
}

QVariant CredentialModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const core::ProviderCatalogue& catalogue = m_credentials.catalogue();
    const core::UnixMs now = m_clock.now();
    switch (role) {
    case Qt::DisplayRole:
        return visibleText(row.info.name);
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case IdRole:
        return QString::fromStdString(row.info.id);
    case MonogramRole:
        return monogram(row);
    case ProviderRole:
        return providerName(catalogue, row.info.providerId);
    case KindRole:
        return kindName(catalogue, row.info);
    case PreviewRole:
        return visibleText(row.info.preview);
    case HostRole:
        return row.info.hosts.empty() ? QString() : visibleText(row.info.hosts.front());
    case UsedRole:
        return usedText(row.info.lastUsedAt, now);
    case ConditionRole:
        return static_cast<int>(conditionOf(row.info, row.testing));
    case CheckedRole:
        return checkedText(row.info.health, now);
    case TodayRole:
        return row.today;
    case EnabledRole:
        return row.info.enabled;
    case TroubleRole:
        return trouble(row).sentence;
    case RemedyRole:
        return static_cast<int>(trouble(row).remedy);
    default:
        return {};
    }
}

Qt::ItemFlags CredentialModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) {
        return m_reordering ? Qt::ItemIsDropEnabled : Qt::NoItemFlags;
    }
    Qt::ItemFlags result = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (m_reordering) {
        result |= Qt::ItemIsDragEnabled;
    }
    return result;
}

Qt::DropActions CredentialModel::supportedDropActions() const {
    return Qt::MoveAction;
}

QStringList CredentialModel::mimeTypes() const {
    return {dragType()};
}

QMimeData* CredentialModel::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty()) {
        return nullptr;
    }
    auto* data = new QMimeData; // the drag owns it
    data->setData(dragType(), indexes.first().data(IdRole).toString().toLatin1());
    return data;
}

bool CredentialModel::canDropMimeData(const QMimeData* data, Qt::DropAction action, int, int,
                                      const QModelIndex& parent) const {
    return m_reordering && action == Qt::MoveAction && !parent.isValid() && data != nullptr &&
           data->hasFormat(dragType());
}

bool CredentialModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                   const QModelIndex& parent) {
    if (!canDropMimeData(data, action, row, column, parent)) {
        return false;
    }
    const std::string id = data->data(dragType()).toStdString();
    const int from = rowOf(id);
    if (from < 0) {
        return false;
    }
    const int gap = row < 0 ? rowCount() : row;
    // the port counts places without the one that is moved
    Q_EMIT moveRequested(id, gap > from ? gap - 1 : gap);
    // the view must not remove the dragged row: it moved already, or stays
    return false;
}

const core::CredentialInfo* CredentialModel::credential(int row) const {
    return row >= 0 && row < rowCount() ? &m_rows[static_cast<std::size_t>(row)].info : nullptr;
}

int CredentialModel::rowOf(const core::RecordId& id) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&id](const Row& row) { return row.info.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int CredentialModel::troubled() const {
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [](const Row& row) {
        const core::Health health = row.info.health.health;
        return row.info.enabled && health != core::Health::Valid && health != core::Health::Unchecked;
    }));
}

int CredentialModel::rejected() const {
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [](const Row& row) {
        return row.info.enabled && row.info.health.health == core::Health::Rejected;
    }));
}

QStringList CredentialModel::orderLines() const {
    QStringList hosts;
    QStringList lines;
    for (const Row& row : m_rows) {
        for (const std::string& host : row.info.hosts) {
            const QString shown = visibleText(host);
            if (!hosts.contains(shown)) {
                hosts += shown;
            }
        }
    }
    for (const QString& host : hosts) {
        int fitting = 0;
        QString first;
        for (const Row& row : m_rows) {
            const bool fits = std::any_of(row.info.hosts.begin(), row.info.hosts.end(),
                                          [&host](const std::string& one) { return visibleText(one) == host; });
            if (row.info.enabled && fits) {
                first = fitting == 0 ? visibleText(row.info.name) : first;
                ++fitting;
            }
        }
        if (fitting > 1) {
            lines += tr("%n credential(s) fit %1. “%2” is used first.", nullptr, fitting).arg(isolated(host), first);
        }
    }
    return lines;
}

void CredentialModel::setReordering(bool reordering) {
    if (m_reordering == reordering) {
        return;
    }
    m_reordering = reordering;
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

void CredentialModel::refresh() {
    std::vector<Row> fresh;
    for (const core::CredentialInfo& info : m_credentials.credentials()) {
        const bool isRejected = info.health.health == core::Health::Rejected;
        fresh.push_back({info, m_credentials.isTesting(info.id), m_credentials.requestsToday(info.id),
                         isRejected ? m_credentials.rejectedRequests(info.id) : 0});
    }
    const auto sameId = [](const core::RecordId& id) { return [&id](const Row& row) { return row.info.id == id; }; };
    for (int row = rowCount() - 1; row >= 0; --row) {
        const core::RecordId& id = m_rows[static_cast<std::size_t>(row)].info.id;
        if (std::none_of(fresh.begin(), fresh.end(), sameId(id))) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
    }
    for (int row = 0; row < static_cast<int>(fresh.size()); ++row) {
        const Row& wanted = fresh[static_cast<std::size_t>(row)];
        const int from = rowOf(wanted.info.id);
        if (from < 0) {
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, wanted);
            endInsertRows();
        } else if (from > row) {
            beginMoveRows({}, from, from, {}, row);
            std::rotate(m_rows.begin() + row, m_rows.begin() + from, m_rows.begin() + from + 1);
            endMoveRows();
        }
    }
    m_rows = std::move(fresh);
    refreshTimes();
}

void CredentialModel::refreshTimes() {
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

} // namespace keysluice::ui
