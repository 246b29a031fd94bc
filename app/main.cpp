#include "app/cli/command_application.h"
#include "app/cli/command_line.h"
#ifdef KEYSLUICE_WINDOW
#include "app/desktop/desktop_application.h"
#endif
#include "app/process/hardening.h"
#include "gateway/tls/record_buffers.h"

#include <cstdio>

int main(int argc, char** argv) {
    using namespace keysluice::app;
    const auto inherited = hardenProcess();
    if (!inherited) {
        std::fprintf(stderr, "keysluice: the process could not be protected: %s\n", inherited.error().context.c_str());
        return kRefused;
    }
    (void)keysluice::gateway::tls::keepRecordBuffers(); // too late: slower, nothing else
    const ParsedCommandLine parsed = parseCommandLine({argv + 1, argv + argc});
    if (!parsed.command) {
        std::fputs(parsed.output.c_str(), stdout);
        std::fputs(parsed.error.c_str(), stderr);
        return parsed.exitCode;
    }
    if (parsed.command->command == Command::Window) {
#ifdef KEYSLUICE_WINDOW
        if (hasDisplay()) {
            return runDesktop(*parsed.command, argc, argv);
        }
        std::fputs("keysluice: there is no display; the gateway runs without a window.\n", stderr);
#else
        std::fputs("keysluice: built without the window; the gateway runs without one.\n", stderr);
#endif
    }
    return runCommand(*parsed.command, *inherited, argc, argv);
}
