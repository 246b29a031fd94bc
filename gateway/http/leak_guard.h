#pragma once

#include "gateway/http/content_decoder.h"
#include "gateway/http/leak_scanner.h"

#include <memory>
#include <string>
#include <string_view>

namespace keysluice::gateway::http {

/// Watches the body of an answer for the injected value, in what is sent and in what that decodes to. The bytes
/// themselves pass unchanged. Borrows `value` (keep the SecretBytes alive). Thread: the one that owns it.
///
/// An uncoded body is released up to the tail that may be the value's beginning. Of a coded one a piece is either
/// released or held as a whole: held while its decoded end, or its own, is the value's beginning of at least
/// `kTellingBytes` (fewer tell nothing that the published prefix of the key does not, and holding for them would delay
/// streams). Whatever completes the value is never released; neither is what could not be looked into yet, the
/// beginning of a zstd block (nobody waits for that: it cannot be decoded before its end).
class LeakGuard final {
public:
    static constexpr std::size_t kTellingBytes = 4;
    /// A coded stream that keeps the end of the value open longer than this is refused.
    static constexpr std::size_t kMaximumHeld = std::size_t{1024} * 1024;

    struct Step {
        enum class Verdict {
            Fine,
            Hit,         ///< nothing more may be sent
            Undecodable, ///< nothing more may be sent: what comes cannot be looked into
        };
        Verdict verdict = Verdict::Fine;
        std::string_view before; ///< send first: bytes held back earlier; valid until the next call
        std::string_view data;   ///< then these, a prefix of the input
    };

    LeakGuard() = default; ///< looks for nothing, releases everything
    /// `coding` must not be Unknown: such a body is refused by its head.
    /// `asSent`: the value as it stood in the request's target, empty when it stood there, or in a header, as it is.
    LeakGuard(std::string_view value, ContentCoding coding, std::string_view asSent = {});

    [[nodiscard]] Step push(std::string_view input);
    /// The body ended cleanly. Undecodable: it ended in the middle of its coding.
    [[nodiscard]] Step finish();

private:
    [[nodiscard]] Step pushCoded(std::string_view input);
    [[nodiscard]] Step hold(std::string_view input);

    LeakScannerPair m_sent;
    LeakScannerPair m_decoded;
    bool m_isCoded = false;
    bool m_hasInput = false;
    std::unique_ptr<ContentDecoder> m_decoder;
    ContentDecoder::State m_state = ContentDecoder::State::Reading;
    std::string m_held;
    std::string m_released;
};

} // namespace keysluice::gateway::http
