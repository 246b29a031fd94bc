#include "ui/models/excerpt_text.h"

#include "ui/models/visible_text.h"

#include <QCoreApplication>

#include <array>
#include <cstdint>

namespace keysluice::ui {

namespace {

struct Excerpt {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::ExcerptText)
};

/// Of so many replacements in a row each is written out; of more, the first and their number.
constexpr int kWrittenOut = 24;

/// What begins at a place of a text: a character, or a byte that begins none.
struct Piece {
    char32_t character = 0;
    std::size_t bytes = 1;
    bool isValid = false;
    bool isCutOff = false; ///< could be the beginning of a character
};

Piece pieceAt(std::string_view bytes, std::size_t at) {
    struct Lead {
        unsigned mask;
        unsigned value;
        std::size_t length;
        char32_t least;
    };
    constexpr std::array<Lead, 4> kLeads{
        {{0x80, 0x00, 1, 0}, {0xE0, 0xC0, 2, 0x80}, {0xF0, 0xE0, 3, 0x800}, {0xF8, 0xF0, 4, 0x10000}}};
    constexpr char32_t kMost = 0x10FFFF;
    const auto byte = [&](std::size_t place) { return static_cast<unsigned char>(bytes[place]); };
    for (const Lead& lead : kLeads) {
        if ((byte(at) & lead.mask) != lead.value) {
            continue;
        }
        char32_t character = byte(at) & ~lead.mask & 0xFFU;
        for (std::size_t next = 1; next < lead.length; ++next) {
            if (at + next >= bytes.size()) {
                return {0, 1, false, true};
            }
            if ((byte(at + next) & 0xC0U) != 0x80U) {
                return {};
            }
            character = character << 6U | (byte(at + next) & 0x3FU);
        }
        const bool isSurrogate = character >= 0xD800 && character <= 0xDFFF;
        const bool isValid = character >= lead.least && character <= kMost && !isSurrogate;
        return isValid ? Piece{character, lead.length, true, false} : Piece{};
    }
    return {};
}

class Writer {
public:
    void plain(const QString& text) {
        flush();
        m_result.text += text;
    }
    void hidden(char32_t character) {
        ++m_result.hidden;
        m_run << codePointText(character);
    }
    void invalid(unsigned char byte) {
        ++m_result.invalid;
        m_run << QStringLiteral("[0x%1]").arg(QString::number(byte, 16).rightJustified(2, QLatin1Char('0')).toUpper());
    }
    ExcerptText take() {
        flush();
        return std::move(m_result);
    }

private:
    void mark(const QString& text) {
        m_result.marks.push_back({static_cast<int>(m_result.text.size()), static_cast<int>(text.size())});
        m_result.text += text;
    }
    void flush() {
        if (m_run.size() > kWrittenOut) {
            mark(m_run.front());
            //: stands in a text behind the first of many invisible characters, or of bytes that are no text
            mark(Excerpt::tr("[and %Ln more]", nullptr, static_cast<int>(m_run.size()) - 1));
        } else {
            for (const QString& one : m_run) {
                mark(one);
            }
        }
        m_run.clear();
    }

    ExcerptText m_result;
    QStringList m_run;
};

} // namespace

ExcerptText excerptText(std::string_view bytes, bool isWhole) {
    Writer writer;
    for (std::size_t at = 0; at < bytes.size();) {
        const Piece piece = pieceAt(bytes, at);
        if (piece.isCutOff && !isWhole) {
            break;
        }
        const bool isBreak = piece.character == U'\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n';
        if (!piece.isValid) {
            writer.invalid(static_cast<unsigned char>(bytes[at]));
        } else if (piece.character == U'\n' || piece.character == U'\t') {
            writer.plain(QString(QChar(static_cast<char16_t>(piece.character))));
        } else if (isBreak) {
            // the line feed that follows is the break
        } else if (isHiddenCharacter(piece.character)) {
            writer.hidden(piece.character);
        } else {
            writer.plain(QString::fromUcs4(&piece.character, 1));
        }
        at += piece.bytes;
    }
    return writer.take();
}

QString excerptWarning(const ExcerptText& excerpt) {
    const QString hidden = Excerpt::tr("%Ln invisible character(s) are shown", nullptr, excerpt.hidden);
    const QString invalid = Excerpt::tr("%Ln byte(s) are no text", nullptr, excerpt.invalid);
    if (excerpt.hidden > 0 && excerpt.invalid > 0) {
        //: two remarks on a text: "2 invisible characters are shown", "3 bytes are no text"
        return Excerpt::tr("%1, %2").arg(hidden, invalid);
    }
    return excerpt.hidden > 0 ? hidden : excerpt.invalid > 0 ? invalid : QString();
}

} // namespace keysluice::ui
