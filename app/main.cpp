#include "app/cli/command_application.h"
#include "app/cli/command_line.h"
#include "app/process/hardening.h"

#include <cstdio>

int main(int argc, char** argv) {
    using namespace keysluice::app;
    const auto inherited = hardenProcess();
    if (!inherited) {
        std::fprintf(stderr, "keysluice: the process could not be protected: %s\n", inherited.error().context.c_str());
        return kRefused;
    }
    const ParsedCommandLine parsed = parseCommandLine({argv + 1, argv + argc});
    if (!parsed.command) {
        std::fputs(parsed.output.c_str(), stdout);
        std::fputs(parsed.error.c_str(), stderr);
        return parsed.exitCode;
    }
    return runCommand(*parsed.command, *inherited, argc, argv);
}
