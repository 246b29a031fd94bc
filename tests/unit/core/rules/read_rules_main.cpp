#include "core/rules/rule_json.h"

#include <cstdio>
#include <iostream>
#include <string>

/// For rule_schema_test.py: reads one set of rules a line, answers each with "ok" and the set as it is written on one
/// line, or with what is wrong.
int main() {
    std::string json;
    while (std::getline(std::cin, json)) {
        const auto set = keysluice::core::rules::readRules(json);
        std::string answer = set ? "ok " + keysluice::core::rules::writeRules(*set)
                                 : keysluice::core::rules::ruleFaultSentence(set.error());
        for (char& c : answer) {
            c = c == '\n' ? ' ' : c;
        }
        std::cout << answer << std::endl;
    }
    return 0;
}
