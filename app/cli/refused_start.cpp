#include "app/cli/refused_start.h"

#include "app/control/client.h"
#include "app/control/command_record.h"
#include "app/control/failure_names.h"
#include "app/services/runtime.h"

#include <QCoreApplication>
#include <QTimer>

namespace keysluice::app {

void reportRefusedStart(const InstancePaths& paths, const core::Failure& failure, QObject* context,
                        std::function<void()> done) {
    if (auto connected = ControlClient::connectTo(paths.socket)) {
        ControlClient* client = connected.release();
        client->setParent(context);
        const QJsonObject arguments{{QStringLiteral("command"), shownCommand(QCoreApplication::arguments())},
                                    {QStringLiteral("code"), QString::fromStdString(failureName(failure.code))}};
        client->request(QStringLiteral("start.refused"), arguments, {},
                        [context, done = std::move(done)](const core::Outcome<QJsonObject>&) {
                            QTimer::singleShot(0, context, done);
                        });
        return;
    }
    std::error_code error;
    if (std::filesystem::exists(paths.data / "vault.db", error)) {
        if (const auto runtime = Runtime::create(paths, {})) {
            (*runtime)->noteRefusal(failure);
        }
    }
    QTimer::singleShot(0, context, std::move(done));
}

} // namespace keysluice::app
