#pragma once

#include "app/cli/command_line.h"
#include "core/failure.h"
#include "core/secret_bytes.h"

#include <optional>
#include <string>

namespace keysluice::app {

/// How a person is proven on this command line. Thread: main.
struct Proof {
    core::SecretBytes passphrase;
    std::string keyFile;

    [[nodiscard]] bool isGiven() const { return !passphrase.isEmpty() || !keyFile.empty(); }
    [[nodiscard]] Proof clone() const { return {passphrase.clone(), keyFile}; }
};

/// From --passphrase-file, --passphrase-fd or --key-file. Errors: NotFound, PermissionDenied, IoFailed, ValueEmpty (an
/// empty passphrase), ValueTooLong (above 1 KiB).
[[nodiscard]] core::Outcome<Proof> proofOf(const GlobalOptions& options);

/// Is there a person at a terminal? (/dev/tty, in the foreground)
[[nodiscard]] bool canPrompt();
/// Asks on /dev/tty with echo off. Errors: Refused (no terminal, or the input ended), ValueTooLong.
[[nodiscard]] core::Outcome<core::SecretBytes> promptHidden(const std::string& question);
/// A key: a prompt when standard input is a terminal, otherwise all of standard input. Errors: ValueEmpty, ValueTooLong
/// (above 32 KiB), Refused, IoFailed.
[[nodiscard]] core::Outcome<core::SecretBytes> readKey(const std::string& question);

} // namespace keysluice::app
