#include "core/rules/body/tools.h"

#include <algorithm>
#include <array>

namespace keysluice::core::rules::body {

namespace {

/// Members that hold what is the user's own, or that are read elsewhere. Exact names: another spelling is looked into.
constexpr std::string_view kNotSwept[] = {
    "arguments",  "cache_control", "configs",         "definitions",  "description",   "functions",
    "headers",    "input",         "input_examples",  "input_schema", "instructions",  "json_schema",
    "logit_bias", "mcp_servers",   "messages",        "metadata",     "output_schema", "parameters",
    "prediction", "properties",    "response_format", "schema",       "stop",          "stop_sequences",
    "system",     "text",          "tools",           "user",         "user_location", "variables"};

/// Run by the client: what they do is seen here as a result in a later request.
constexpr std::string_view kClientTools[] = {"custom",      "function", "local_shell",
                                             "apply_patch", "computer", "computer_use_preview"};
/// Anthropic's, with a date of eight digits.
constexpr std::string_view kClientFamilies[] = {"bash_", "text_editor_", "computer_", "memory_"};

template <class Range>
bool contains(const Range& range, std::string_view text) {
    return std::find(std::begin(range), std::end(range), text) != std::end(range);
}

bool isClientTool(std::string_view type) {
    constexpr std::size_t kDate = 8;
    const auto isDated = [&](std::string_view family) {
        return type.size() == family.size() + kDate && type.starts_with(family) &&
               std::all_of(type.end() - kDate, type.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    return contains(kClientTools, type) || std::any_of(std::begin(kClientFamilies), std::end(kClientFamilies), isDated);
}

void addServer(const Object& object, std::initializer_list<std::string_view> names, RequestReading& reading) {
    for (const std::string_view name : names) {
        if (const auto value = member(object, name, reading)) {
            if (const auto text = textOf(*value)) {
                reading.mcpServers.add(*text);
            } else {
                reading.mcpServers.setUnknown();
            }
            return;
        }
    }
    reading.mcpServers.setUnknown();
}

void noteOverrides(RequestReading& reading) {
    reading.maximumTokens.reset();
    reading.thinkingTokens.reset();
    reading.effort.reset();
    reading.isPriceKnown = false;
}

/// An object that stands for a model: `{"model": "…"}`. What else it may have changes that attempt.
void addModelObject(const Object& object, RequestReading& reading) {
    const auto name = member(object, "model", reading);
    const auto text = name ? textOf(*name) : std::nullopt;
    if (!text) {
        reading.models.setUnknown();
        return;
    }
    reading.models.add(*text);
    if (object.size() != 1) {
        noteOverrides(reading);
    }
}

/// `isList`: a lone text is a word of the provider's ("default") rather than a model.
void addModels(const Element& value, bool isList, RequestReading& reading) {
    if (value.is_null()) {
        return;
    }
    if (const auto text = textOf(value); text && !isList) {
        reading.models.add(*text);
    } else if (const auto object = objectOf(value)) {
        addModelObject(*object, reading);
    } else if (const auto array = arrayOf(value)) {
        for (const Element item : *array) {
            const auto itemText = textOf(item);
            const auto itemObject = objectOf(item);
            if (itemText) {
                reading.models.add(*itemText);
            } else if (itemObject) {
                addModelObject(*itemObject, reading);
            } else {
                reading.models.setUnknown();
            }
        }
    } else {
        reading.models.setUnknown();
    }
}

void sweepInto(const Element& value, RequestReading& reading) {
    if (const auto object = objectOf(value)) {
        sweepModels(*object, reading);
    } else if (const auto array = arrayOf(value)) {
        for (const Element item : *array) {
            sweepInto(item, reading);
        }
    }
}

} // namespace

bool speaksOfModel(std::string_view name) {
    return foldedName(name).find("model") != std::string::npos;
}

void sweepModels(const Object& object, RequestReading& reading) {
    for (const auto& [name, value] : object) {
        if (contains(kNotSwept, name)) {
            continue;
        }
        const std::string folded = foldedName(name);
        const bool isModel = folded.find("model") != std::string::npos;
        if (isModel || folded.find("fallback") != std::string::npos) {
            addModels(value, !isModel, reading);
        } else {
            sweepInto(value, reading);
        }
    }
}

void readTool(const Element& tool, RequestReading& reading) {
    const auto object = objectOf(tool);
    const auto type = object ? member(*object, "type", reading) : std::nullopt;
    if (!object || (!type && reading.isOpenAi) || (type && !textOf(*type))) {
        reading.hostedTools.setUnknown();
        reading.mcpServers.setUnknown();
        reading.models.setUnknown();
        reading.isInputKnown = false;
        return;
    }
    if (!type) {
        return; // Anthropic's own kind: run by the client
    }
    const std::string_view name = *textOf(*type);
    if (name == "namespace") {
        if (const auto inner = member(*object, "tools", reading)) {
            readTools(*inner, reading);
        }
        return;
    }
    if (isClientTool(name)) {
        return;
    }
    reading.hostedTools.add(name);
    reading.isInputKnown = reading.isInputKnown && name.starts_with("tool_search");
    if (name == "mcp") {
        addServer(*object, {"server_url", "connector_id", "server_label"}, reading);
    }
    if (name == "image_generation" && !member(*object, "model", reading)) {
        reading.models.setUnknown(); // one of the provider's choice
    }
    sweepModels(*object, reading);
}

void readTools(const Element& tools, RequestReading& reading) {
    const auto array = arrayOf(tools);
    if (!array) {
        reading.hostedTools.setUnknown();
        reading.mcpServers.setUnknown();
        reading.models.setUnknown();
        reading.isInputKnown = false;
        return;
    }
    for (const Element tool : *array) {
        readTool(tool, reading);
    }
}

void readServers(const Element& servers, RequestReading& reading) {
    const auto array = arrayOf(servers);
    if (!array) {
        reading.mcpServers.setUnknown();
        reading.isInputKnown = false;
        return;
    }
    for (const Element server : *array) {
        reading.isInputKnown = false;
        if (const auto object = objectOf(server)) {
            addServer(*object, {"url", "name"}, reading);
        } else {
            reading.mcpServers.setUnknown();
        }
    }
}

} // namespace keysluice::core::rules::body
