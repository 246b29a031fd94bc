#include "ui/pages/rules/condition_value.h"

#include "core/rules/rule_words.h"
#include "ui/models/rule_values.h"
#include "ui/pages/parts.h"
#include "ui/pages/rules/lines_edit.h"
#include "ui/pages/rules/time_value.h"
#include "ui/style/ks_style.h"
#include "ui/widgets/choice_box.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace keysluice::ui {

namespace {

using namespace core::rules;
using Kind = ConditionKind;
using Operator = ConditionRow::Operator;

QLineEdit* field(const QString& name, const QString& placeholder, QWidget* parent) {
    auto* edit = new QLineEdit(parent);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(placeholder);
    return edit;
}

std::string valueAt(const ConditionRow& row, std::size_t index) {
    return index < row.values.size() ? row.values[index] : std::string();
}

class ListValue final : public ConditionValue {
public:
    ListValue(const ConditionRow& row, QWidget* parent)
        : ConditionValue(parent), m_lines(new LinesEdit(conditionName(row.kind), exampleOf(row.kind), this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_lines);
        setFocusProxy(m_lines);
        m_lines->setLines(row.values);
        connect(m_lines, &LinesEdit::textChanged, this, &ConditionValue::edited);
    }
    void read(ConditionRow& row) const override { row.values = m_lines->lines(); }
    void showWrong(bool isWrong) override { setFieldError(m_lines, isWrong); }

private:
    LinesEdit* m_lines;
};

class ChosenValue final : public ConditionValue {
public:
    ChosenValue(const ConditionRow& row, std::vector<MultiChoice::Entry> entries, QWidget* parent)
        : ConditionValue(parent), m_choice(new MultiChoice(conditionName(row.kind), std::move(entries), this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_choice);
        setFocusProxy(m_choice);
        if (row.kind == Kind::Endpoints) {
            std::vector<std::string> words;
            for (const Endpoint endpoint : row.endpoints) {
                words.emplace_back(wordOf(endpointWords(), endpoint));
            }
            m_choice->setChosen(words);
        } else {
            m_choice->setChosen(row.values);
        }
        connect(m_choice, &MultiChoice::chosenChanged, this, &ConditionValue::edited);
    }
    void read(ConditionRow& row) const override {
        if (row.kind != Kind::Endpoints) {
            row.values = m_choice->chosen();
            return;
        }
        row.endpoints.clear();
        for (const auto& [word, endpoint] : endpointWords()) {
            const std::vector<std::string> chosen = m_choice->chosen();
            if (std::find(chosen.begin(), chosen.end(), word) != chosen.end()) {
                row.endpoints.push_back(endpoint);
            }
        }
    }
    void showWrong(bool /*isWrong*/) override {}

private:
    MultiChoice* m_choice;
};

/// Tokens, dollars or bytes.
class NumberValue final : public ConditionValue {
public:
    NumberValue(const ConditionRow& row, QWidget* parent)
        : ConditionValue(parent), m_kind(row.kind), m_number(field(conditionName(row.kind), {}, this)) {
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        setFocusProxy(m_number);
        if (m_kind == Kind::Cost) {
            layout->addWidget(bodyText(QStringLiteral("$"), this));
        }
        layout->addWidget(m_number, 1);
        if (m_kind == Kind::BodyBytes) {
            m_unit = new ChoiceBox(ConditionValue::tr("Unit"), this);
            m_unit->setMinimumContentsLength(6);
            m_unit->addItem(ConditionValue::tr("bytes"), qlonglong(SizeUnit::Bytes));
            m_unit->addItem(QStringLiteral("KiB"), qlonglong(SizeUnit::Kib));
            m_unit->addItem(QStringLiteral("MiB"), qlonglong(SizeUnit::Mib));
            layout->addWidget(m_unit);
            m_unit->setCurrentIndex(1);
            connect(m_unit, &QComboBox::currentIndexChanged, this, &ConditionValue::edited);
        } else if (m_kind != Kind::Cost) {
            layout->addWidget(bodyText(ConditionValue::tr("tokens"), this));
        }
        if (row.number) {
            show(*row.number);
        }
        connect(m_number, &QLineEdit::textChanged, this, &ConditionValue::edited);
    }
    void read(ConditionRow& row) const override {
        const QString text = m_number->text();
        row.number = m_kind == Kind::Cost ? typedMicros(text) : typedCount(text);
        if (m_unit != nullptr && row.number) {
            const std::int64_t unit = m_unit->currentData().toLongLong();
            row.number = *row.number <= RuleBounds::kBodyBytes ? std::optional(*row.number * unit) : std::nullopt;
        }
    }
    void showWrong(bool isWrong) override { setFieldError(m_number, isWrong); }

private:
    void show(std::int64_t number) {
        if (m_kind == Kind::Cost) {
            m_number->setText(microsToType(number));
            return;
        }
        std::int64_t unit = 1;
        if (m_unit != nullptr) {
            unit = static_cast<std::int64_t>(unitFor(number));
            m_unit->setCurrentIndex(m_unit->findData(qlonglong(unit)));
        }
        m_number->setText(countToType(number / unit));
    }

    Kind m_kind;
    QLineEdit* m_number;
    ChoiceBox* m_unit = nullptr;
};

class EffortValue final : public ConditionValue {
public:
    EffortValue(const ConditionRow& row, QWidget* parent)
        : ConditionValue(parent), m_effort(new ChoiceBox(conditionName(row.kind), this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_effort);
        setFocusProxy(m_effort);
        for (const Effort effort : {Effort::None, Effort::Minimal, Effort::Low, Effort::Medium, Effort::High}) {
            m_effort->addItem(effortName(effort), static_cast<int>(effort));
        }
        m_effort->setCurrentIndex(std::max(m_effort->findData(static_cast<int>(row.effort)), 0));
        connect(m_effort, &QComboBox::currentIndexChanged, this, &ConditionValue::edited);
    }
    void read(ConditionRow& row) const override { row.effort = static_cast<Effort>(m_effort->currentData().toInt()); }
    void showWrong(bool /*isWrong*/) override {}

private:
    ChoiceBox* m_effort;
};

class HeaderValue final : public ConditionValue {
public:
    HeaderValue(const ConditionRow& row, QWidget* parent)
        : ConditionValue(parent),
          m_name(field(ConditionValue::tr("Name of the header"), QStringLiteral("x-team"), this)),
          m_value(field(ConditionValue::tr("Value of the header"), QStringLiteral("research-*"), this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(6);
        layout->addWidget(m_name);
        layout->addWidget(m_value);
        setFocusProxy(m_name);
        m_name->setText(QString::fromStdString(valueAt(row, 0)));
        m_value->setText(QString::fromStdString(valueAt(row, 1)));
        follow(row);
        for (QLineEdit* edit : {m_name, m_value}) {
            connect(edit, &QLineEdit::textChanged, this, &ConditionValue::edited);
        }
    }
    void read(ConditionRow& row) const override {
        row.values = {m_name->text().trimmed().toStdString(), m_value->text().toStdString()};
    }
    void follow(const ConditionRow& row) override { m_value->setVisible(row.op == Operator::Is); }
    void showWrong(bool isWrong) override {
        const bool isName = isWrong && (m_value->isHidden() || !m_value->text().isEmpty() || m_name->text().isEmpty());
        setFieldError(m_name, isName);
        setFieldError(m_value, isWrong && !isName);
    }

private:
    QLineEdit* m_name;
    QLineEdit* m_value;
};

class TextValue final : public ConditionValue {
public:
    TextValue(const ConditionRow& row, QWidget* parent)
        : ConditionValue(parent), m_text(field(conditionName(row.kind), {}, this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_text);
        setFocusProxy(m_text);
        m_text->setText(QString::fromStdString(valueAt(row, 0)));
        follow(row);
        connect(m_text, &QLineEdit::textChanged, this, &ConditionValue::edited);
    }
    void read(ConditionRow& row) const override { row.values = {m_text->text().toStdString()}; }
    void follow(const ConditionRow& row) override {
        m_text->setPlaceholderText(row.op == Operator::Matches ? QStringLiteral("(?i)rm\\s+-rf") : QString());
    }
    void showWrong(bool isWrong) override { setFieldError(m_text, isWrong); }

private:
    QLineEdit* m_text;
};

std::vector<MultiChoice::Entry> methodEntries() {
    std::vector<MultiChoice::Entry> entries;
    for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
        entries.push_back({method, QString::fromLatin1(method)});
    }
    return entries;
}

std::vector<MultiChoice::Entry> endpointEntries() {
    std::vector<MultiChoice::Entry> entries;
    for (const auto& [word, endpoint] : endpointWords()) {
        entries.push_back({std::string(word), endpointName(endpoint)});
    }
    return entries;
}

} // namespace

ConditionValue* makeConditionValue(const ConditionRow& row, const RuleChoices& choices, QWidget* parent) {
    if (isListOfTexts(row.kind)) {
        return new ListValue(row, parent);
    }
    switch (row.kind) {
    case Kind::Agents:
        return new ChosenValue(row, choices.agents, parent);
    case Kind::Providers:
        return new ChosenValue(row, choices.providers, parent);
    case Kind::Methods:
        return new ChosenValue(row, methodEntries(), parent);
    case Kind::Endpoints:
        return new ChosenValue(row, endpointEntries(), parent);
    case Kind::Effort:
        return new EffortValue(row, parent);
    case Kind::Headers:
        return new HeaderValue(row, parent);
    case Kind::Texts:
        return new TextValue(row, parent);
    case Kind::Time:
        return new TimeValue(row, parent);
    case Kind::Streaming:
    case Kind::Images:
    case Kind::Documents:
        return nullptr;
    default:
        return new NumberValue(row, parent);
    }
}

} // namespace keysluice::ui
