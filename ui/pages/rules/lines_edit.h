#pragma once

#include <QPlainTextEdit>

#include <string>
#include <vector>

namespace keysluice::ui {

/// Several short texts, one a line, in the fixed font; as high as its lines up to a bound. Thread: gui.
class LinesEdit final : public QPlainTextEdit {
    Q_OBJECT
public:
    /// `name`: for the screen reader.
    LinesEdit(const QString& name, const QString& example, QWidget* parent = nullptr);

    void setLines(const std::vector<std::string>& lines);
    [[nodiscard]] std::vector<std::string> lines() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void fit();
};

} // namespace keysluice::ui
