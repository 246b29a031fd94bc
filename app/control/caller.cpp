#include "app/control/caller.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace keysluice::app {

namespace {

constexpr std::size_t kShownBytes = 200;
constexpr int kMaximumDepth = 256;

std::string procFile(pid_t pid, const char* name) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/" + name, std::ios::binary);
    std::string text(4096, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return text;
}

} // namespace

std::optional<Caller> callerOf(int descriptor) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        return std::nullopt;
    }
    return Caller{credentials.pid, credentials.uid};
}

std::string commandLineOf(pid_t pid) {
    std::string text = procFile(pid, "cmdline");
    while (!text.empty() && text.back() == '\0') {
        text.pop_back();
    }
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            c = ' ';
        }
    }
    if (text.size() > kShownBytes) {
        text.resize(kShownBytes);
        // Not in the middle of a UTF-8 sequence.
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
            text.pop_back();
        }
        if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) {
            text.pop_back();
        }
    }
    return text;
}

std::string workingFolderOf(pid_t pid) {
    std::error_code error;
    const auto folder = std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/cwd", error);
    return error ? std::string() : folder.string();
}

pid_t parentOf(pid_t pid) {
    // "PID (name) S PPID …": the name may hold anything, so the last parenthesis counts (proc(5)).
    const std::string stat = procFile(pid, "stat");
    const std::size_t end = stat.rfind(')');
    if (end == std::string::npos || end + 4 >= stat.size()) {
        return 0;
    }
    return static_cast<pid_t>(std::strtol(stat.c_str() + end + 4, nullptr, 10));
}

core::UnixMs startOf(pid_t pid, core::UnixMs now) {
    // The 22nd field: clock ticks since the machine was started. The third is the first one behind the name.
    constexpr int kFieldsToSkip = 19;
    const std::string stat = procFile(pid, "stat");
    std::size_t at = stat.rfind(')');
    at = at == std::string::npos ? at : at + 2;
    for (int i = 0; i < kFieldsToSkip && at != std::string::npos; ++i) {
        at = stat.find(' ', at);
        at = at == std::string::npos ? at : at + 1;
    }
    timespec sinceBoot{};
    const long ticksPerSecond = ::sysconf(_SC_CLK_TCK);
    if (at == std::string::npos || ticksPerSecond <= 0 || ::clock_gettime(CLOCK_BOOTTIME, &sinceBoot) != 0) {
        return 0;
    }
    const core::UnixMs started = std::strtoll(stat.c_str() + at, nullptr, 10) * 1000 / ticksPerSecond;
    return now - (core::UnixMs{sinceBoot.tv_sec} * 1000 + sinceBoot.tv_nsec / 1'000'000 - started);
}

std::vector<pid_t> withAncestors(pid_t pid) {
    std::vector<pid_t> chain;
    for (pid_t current = pid; current > 0 && static_cast<int>(chain.size()) < kMaximumDepth;
         current = parentOf(current)) {
        chain.push_back(current);
    }
    return chain;
}

} // namespace keysluice::app
