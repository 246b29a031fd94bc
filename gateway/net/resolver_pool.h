#pragma once

#include "gateway/http/ip_address.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace keysluice::gateway::net {

struct LookupResult {
    std::vector<http::IpAddress> addresses; ///< in the order to try; empty: `error` says why
    std::string error;
};

/// Blocking; called on a resolver thread. The default asks getaddrinfo; tests give their own.
using LookupFunction = std::function<LookupResult(const std::string& host)>;
[[nodiscard]] LookupResult lookUpWithSystem(const std::string& host);

/// Threads that ask for addresses, shared by all workers. A name server that hangs must not stop those who ask for
/// something else: there are more threads when they are needed, one name is looked up once for all who ask for it, one
/// asker gets no more than a share of the threads, and what nobody waits for any more is not looked up. Thread: any.
/// Its destructor does not wait for a lookup that hangs; the answer is then dropped.
class ResolverPool final {
public:
    static constexpr std::size_t kMostThreads = 16;
    static constexpr std::size_t kMostPerAsker = 4;

    struct Question {
        std::string host;
        std::string asker;                 ///< an agent, or empty
        std::weak_ptr<const void> waiting; ///< gone: the asker gave up
    };

    explicit ResolverPool(LookupFunction lookup);
    ~ResolverPool();
    ResolverPool(const ResolverPool&) = delete;
    ResolverPool& operator=(const ResolverPool&) = delete;

    /// `done` runs on a resolver thread; never, when the asker gave up before anybody was asked.
    void lookUp(Question question, std::function<void(const LookupResult&)> done);
    /// What is being looked up may hang on a network that is no longer there: who asks from now on does not wait for
    /// it.
    void startAfresh();

private:
    struct State;
    static void serve(const std::shared_ptr<State>& state);
    [[nodiscard]] static bool provideThreads(const std::shared_ptr<State>& state);

    std::shared_ptr<State> m_state;
};

} // namespace keysluice::gateway::net
