#pragma once

#include "gateway/http/body_reader.h"
#include "gateway/http/request_parser.h"
#include "gateway/session/agent_presence.h"
#include "gateway/session/approval_desk.h"
#include "gateway/session/body_examiner.h"
#include "gateway/session/held_body.h"
#include "gateway/session/reception.h"

#include <memory>
#include <string>

namespace keysluice::gateway::session {

/// A request that cannot be judged by its head: keeps the head and reads the body, then has it examined. Where a rule
/// asks a person about it, it waits for the answer. Nothing of it has been sent anywhere, and no credential opened.
/// Thread: one worker.
class RequestHold final {
public:
    enum class Progress {
        Running,
        Complete, ///< see `examined`, `approval`: the request can be judged, or must be once more
        Refused,  ///< see `code` and `detail`
        Gone,     ///< the agent has left
    };

    /// `headBytes`: what the parser consumed of the agent's input; copied. `verdict`: of the head alone.
    RequestHold(Services& services, AgentPort& agent, net::Runnable& owner, std::string_view headBytes,
                Verdict&& verdict);
    ~RequestHold();
    RequestHold(const RequestHold&) = delete;
    RequestHold& operator=(const RequestHold&) = delete;

    [[nodiscard]] Progress advance();
    [[nodiscard]] Progress expire();
    [[nodiscard]] core::MonotonicNs deadline() const;

    /// A person is asked about the request as it was judged now (Ask). Who was asked the same already waits on; what
    /// was asked before for another reason ends.
    [[nodiscard]] Progress ask(Verdict&& verdict);
    /// Something has changed that it is judged by: where it waits, the next turn is Complete. True: it gets one.
    bool askAgain();
    /// It was judged: that is how the wait ends, and what its row tells of it. Without a wait nothing happens.
    void settle(Verdict& verdict);
    /// The same, when nobody judges it any more.
    void settle(core::ApprovalEnd how);
    /// What a person said; null: nobody has approved it.
    [[nodiscard]] const Approval* approval() const { return m_approval ? &*m_approval : nullptr; }

    /// As it arrived; stays where it is as long as this lives.
    [[nodiscard]] const http::RequestHead& head() const { return m_parser.head(); }
    [[nodiscard]] const policy::ExaminedBody& examined() const { return *m_job->result; }
    [[nodiscard]] std::unique_ptr<HeldBody> takeBody();
    [[nodiscard]] http::AnswerCode code() const { return m_code; }
    [[nodiscard]] std::string_view detail() const { return m_detail; }
    [[nodiscard]] Verdict& verdict() { return m_verdict; }

private:
    enum class Step { Read, Examine, Wait, Over };

    [[nodiscard]] Progress read();
    [[nodiscard]] Progress examine();
    [[nodiscard]] Progress wait();
    [[nodiscard]] Progress refuseWait(http::AnswerCode code, core::ApprovalEnd how);
    [[nodiscard]] Progress refuse(http::AnswerCode code, std::string_view detail);
    [[nodiscard]] bool keep(std::string_view data);

    Services& m_services;
    AgentPort& m_agent;
    net::Runnable& m_owner;
    Verdict m_verdict;
    std::string m_headBytes;
    http::RequestParser m_parser;
    http::BodyReader m_reader;
    AgentPresence m_presence;
    std::shared_ptr<BodyJob> m_job;
    core::MonotonicNs m_lastMove;
    Step m_step = Step::Read;
    bool m_isReadable = false;
    bool m_mayContinue; ///< 100 (Continue) was asked for and not sent yet
    http::AnswerCode m_code = http::AnswerCode::BadRequest;
    std::string_view m_detail;                    ///< static text
    std::unique_ptr<ApprovalDesk::Place> m_place; ///< while it waits
    std::optional<Approval> m_approval;
    core::MonotonicNs m_waitsSince = 0;
    core::MonotonicNs m_waitEnds = net::Timer::kNever;
    bool m_isAskedAgain = false;
};

} // namespace keysluice::gateway::session
