#include "core/rules/body/content.h"

#include "core/rules/body/tools.h"

#include <algorithm>

namespace keysluice::core::rules::body {

namespace {

enum class Kind { Plain, Image, Document, Audio, ToolAddition, ToolList, Unknown };

/// What blocks are, by their `type`. Sources: Anthropic "Messages", OpenAI "Chat", "Responses". In order.
constexpr std::pair<std::string_view, Kind> kKinds[] = {
    {"advisor_redacted_result", Kind::Plain},
    {"advisor_result", Kind::Plain},
    {"advisor_tool_result", Kind::Plain},
    {"advisor_tool_result_error", Kind::Plain},
    {"apply_patch_call", Kind::Plain},
    {"apply_patch_call_output", Kind::Plain},
    {"bash_code_execution_output", Kind::Plain},
    {"bash_code_execution_result", Kind::Plain},
    {"bash_code_execution_tool_result", Kind::Plain},
    {"bash_code_execution_tool_result_error", Kind::Plain},
    {"code_execution_output", Kind::Plain},
    {"code_execution_result", Kind::Plain},
    {"code_execution_tool_result", Kind::Plain},
    {"code_execution_tool_result_error", Kind::Plain},
    {"code_interpreter_call", Kind::Plain},
    {"compaction", Kind::Plain},
    {"compaction_summary", Kind::Plain},
    {"computer_call", Kind::Plain},
    {"computer_call_output", Kind::Plain},
    {"computer_screenshot", Kind::Image},
    {"container_upload", Kind::Document},
    {"custom", Kind::Plain},
    {"custom_tool_call", Kind::Plain},
    {"custom_tool_call_output", Kind::Plain},
    {"document", Kind::Document},
    {"encrypted_code_execution_result", Kind::Plain},
    {"fallback", Kind::Plain},
    {"file", Kind::Document},
    {"file_search_call", Kind::Plain},
    {"function", Kind::Plain},
    {"function_call", Kind::Plain},
    {"function_call_output", Kind::Plain},
    {"image", Kind::Image},
    {"image_generation_call", Kind::Image},
    {"image_url", Kind::Image},
    {"input_audio", Kind::Audio},
    {"input_file", Kind::Document},
    {"input_image", Kind::Image},
    {"input_text", Kind::Plain},
    {"local_shell_call", Kind::Plain},
    {"local_shell_call_output", Kind::Plain},
    {"logs", Kind::Plain},
    {"mcp_approval_request", Kind::Plain},
    {"mcp_approval_response", Kind::Plain},
    {"mcp_call", Kind::Plain},
    {"mcp_list_tools", Kind::ToolList},
    {"mcp_tool_result", Kind::Plain},
    {"mcp_tool_use", Kind::Plain},
    {"message", Kind::Plain},
    {"output_text", Kind::Plain},
    {"reasoning", Kind::Plain},
    {"reasoning_text", Kind::Plain},
    {"redacted_thinking", Kind::Plain},
    {"refusal", Kind::Plain},
    {"search_result", Kind::Plain},
    {"server_tool_use", Kind::Plain},
    {"shell_call", Kind::Plain},
    {"shell_call_output", Kind::Plain},
    {"summary_text", Kind::Plain},
    {"text", Kind::Plain},
    {"text_editor_code_execution_create_result", Kind::Plain},
    {"text_editor_code_execution_str_replace_result", Kind::Plain},
    {"text_editor_code_execution_tool_result", Kind::Plain},
    {"text_editor_code_execution_tool_result_error", Kind::Plain},
    {"text_editor_code_execution_view_result", Kind::Plain},
    {"thinking", Kind::Plain},
    {"tool_addition", Kind::ToolAddition},
    {"tool_reference", Kind::Plain},
    {"tool_removal", Kind::Plain},
    {"tool_result", Kind::Plain},
    {"tool_search_call", Kind::Plain},
    {"tool_search_output", Kind::Plain},
    {"tool_search_tool_result", Kind::Plain},
    {"tool_search_tool_result_error", Kind::Plain},
    {"tool_search_tool_search_result", Kind::Plain},
    {"tool_use", Kind::Plain},
    {"web_fetch_result", Kind::Plain},
    {"web_fetch_tool_result", Kind::Plain},
    {"web_fetch_tool_result_error", Kind::Plain},
    {"web_search_call", Kind::Plain},
    {"web_search_result", Kind::Plain},
    {"web_search_tool_result", Kind::Plain},
    {"web_search_tool_result_error", Kind::Plain},
};

/// Members that hold no blocks: what a model wrote for a tool, where a text is from, how it is cached.
constexpr std::string_view kNoBlocks[] = {"action",        "annotations", "arguments", "caller",
                                          "cache_control", "citations",   "input",     "tool"};

Kind kindOf(std::string_view type) {
    const auto* const it =
        std::lower_bound(std::begin(kKinds), std::end(kKinds), type, [](const auto& k, auto t) { return k.first < t; });
    return it != std::end(kKinds) && it->first == type ? it->second : Kind::Unknown;
}

class ContentWalk final {
public:
    explicit ContentWalk(RequestReading& reading) : m_reading(reading) {}

    /// `isBlock`: stands in a list of blocks, and so must say what it is.
    void walk(const Element& element, bool isBlock) {
        if (const auto array = arrayOf(element)) {
            for (const Element item : *array) {
                walk(item, isBlock);
            }
        } else if (const auto object = objectOf(element)) {
            walkObject(*object, isBlock);
        }
    }

private:
    void walkObject(const Object& object, bool isBlock) {
        const auto type = member(object, "type", m_reading);
        const auto word = type ? textOf(*type) : std::nullopt;
        Kind kind = Kind::Plain;
        if (word) {
            kind = kindOf(*word);
        } else if (type || isBlock) {
            kind = Kind::Unknown;
        }
        note(kind, object);
        for (const auto& [name, value] : object) {
            if (name == "source") {
                walkSource(value);
            } else if (name == "tools" && kind != Kind::ToolList) {
                readTools(value, m_reading);
            } else if (std::find(std::begin(kNoBlocks), std::end(kNoBlocks), name) == std::end(kNoBlocks)) {
                walk(value, name == "content" || name == "output");
            }
        }
    }

    /// A source says how it is given; only one that is made of blocks has any in it.
    void walkSource(const Element& source) {
        const auto object = objectOf(source);
        const auto content = object ? member(*object, "content", m_reading) : std::nullopt;
        if (content) {
            walk(*content, true);
        }
    }

    void note(Kind kind, const Object& object) {
        switch (kind) {
        case Kind::Plain:
        case Kind::ToolList:
            break;
        case Kind::Image:
            m_reading.hasImages = true;
            ++m_reading.images;
            noteData(object);
            break;
        case Kind::Document:
            noteDocument(object);
            break;
        case Kind::Audio:
            m_reading.isInputKnown = false;
            break;
        case Kind::ToolAddition:
            noteAddition(object);
            break;
        case Kind::Unknown:
            noteUnknown(object);
            break;
        }
    }

    void noteDocument(const Object& object) {
        m_reading.hasDocuments = true;
        const auto source = member(object, "source", m_reading);
        const auto inner = source ? objectOf(*source) : std::nullopt;
        const auto type = inner ? member(*inner, "type", m_reading) : std::nullopt;
        const auto word = type ? textOf(*type) : std::nullopt;
        const bool isText = word && (*word == "text" || *word == "content");
        m_reading.isInputKnown = m_reading.isInputKnown && isText; // other forms: any number of pages
    }

    void noteAddition(const Object& object) {
        const auto tool = member(object, "tool", m_reading);
        const auto inner = tool ? objectOf(*tool) : std::nullopt;
        const auto type = inner ? member(*inner, "type", m_reading) : std::nullopt;
        const auto word = type ? textOf(*type) : std::nullopt;
        if (word == "tool_reference") {
            return; // one of `tools`
        }
        const auto definition = word == "tool_definition" ? member(*inner, "definition", m_reading) : tool;
        if (definition) {
            readTool(*definition, m_reading);
        } else {
            m_reading.hostedTools.setUnknown();
            m_reading.mcpServers.setUnknown();
            m_reading.models.setUnknown();
        }
    }

    void noteUnknown(const Object& object) {
        m_reading.isContentKnown = false;
        m_reading.isInputKnown = false;
        for (const auto& [name, value] : object) {
            if (speaksOfModel(name)) {
                m_reading.models.setUnknown();
            }
        }
    }

    /// The data of an image is no text to a model.
    void noteData(const Object& object) {
        const auto take = [this](const std::optional<Element>& value) {
            if (const auto text = value ? textOf(*value) : std::nullopt) {
                m_reading.media.addText(*text);
            }
        };
        if (const auto source = member(object, "source", m_reading)) {
            if (const auto inner = objectOf(*source)) {
                take(member(*inner, "data", m_reading));
            }
        }
        if (const auto url = member(object, "image_url", m_reading)) {
            const auto inner = objectOf(*url);
            take(inner ? member(*inner, "url", m_reading) : url);
        }
        take(member(object, "result", m_reading));
    }

    RequestReading& m_reading;
};

} // namespace

void readContent(const Element& content, RequestReading& reading) {
    ContentWalk(reading).walk(content, false);
}

} // namespace keysluice::core::rules::body
