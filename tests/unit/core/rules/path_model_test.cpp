#include "core/rules/path_model.h"

#include <QTest>

using keysluice::core::rules::modelOfPath;

namespace {
const std::string kGemini = "generativelanguage.googleapis.com";
const std::string kVertex = "europe-west1-aiplatform.googleapis.com";
const std::string kBedrock = "bedrock-runtime.eu-central-1.amazonaws.com";
const std::string kPublishers = "/v1/projects/p-1/locations/europe-west1/publishers/";
const std::string kNone;
} // namespace

class PathModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void models_data() {
        QTest::addColumn<std::string>("host");
        QTest::addColumn<std::string>("path");
        QTest::addColumn<std::string>("model");
        const auto row = [](const char* name, const std::string& host, const std::string& path,
                            const std::string& model) { QTest::newRow(name) << host << path << model; };
        row("Gemini", kGemini, "/v1beta/models/gemini-2.5-pro:generateContent", "gemini-2.5-pro");
        row("Gemini, streamed", kGemini, "/v1beta/models/gemini-2.5-flash:streamGenerateContent", "gemini-2.5-flash");
        row("Gemini, tuned", kGemini, "/v1beta/tunedModels/mine:generateContent", kNone);
        row("Gemini, another method", kGemini, "/v1beta/models/gemini-2.5-pro:batchGenerateContent", kNone);
        row("Gemini, no method", kGemini, "/v1beta/models/gemini-2.5-pro", kNone);
        row("Gemini, encoded", kGemini, "/v1beta/models/gemini-2.5-pr%6f:generateContent", kNone);
        row("Gemini, encoded colon", kGemini, "/v1beta/models/gemini-2.5-pro%3AgenerateContent", kNone);
        row("Gemini, two colons", kGemini, "/v1beta/models/a:generateContent:generateContent", kNone);
        row("Gemini, dots", kGemini, "/v1beta/models/..:generateContent", kNone);
        row("Gemini, deeper", kGemini, "/v1beta/models/a/b:generateContent", kNone);
        row("Gemini, slash at the end", kGemini, "/v1beta/models/a:generateContent/", kNone);
        row("Gemini, empty segment", kGemini, "/v1beta//models/a:generateContent", kNone);
        row("Gemini, as OpenAI", kGemini, "/v1beta/openai/chat/completions", kNone);
        row("Vertex", kVertex, kPublishers + "google/models/gemini-2.5-pro:generateContent", "gemini-2.5-pro");
        row("Vertex, global", "aiplatform.googleapis.com",
            "/v1/projects/p/locations/global/publishers/anthropic/models/claude-haiku-4-5@20251001:streamRawPredict",
            "claude-haiku-4-5@20251001");
        row("Vertex, endpoint", kVertex, "/v1/projects/p/locations/l/endpoints/7:rawPredict", kNone);
        row("Vertex, another host", "aiplatform.googleapis.com.example",
            kPublishers + "google/models/a:generateContent", kNone);
        row("Bedrock", kBedrock, "/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke",
            "anthropic.claude-3-haiku-20240307-v1:0");
        row("Bedrock, colon", kBedrock, "/model/eu.anthropic.claude-sonnet-4-5-20250929-v1:0/converse-stream",
            "eu.anthropic.claude-sonnet-4-5-20250929-v1:0");
        row("Bedrock, profile", kBedrock, "/model/abc123def456/invoke", kNone);
        row("Bedrock, ARN", kBedrock,
            "/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A1%3Aapplication-inference-profile%2Fa.b/invoke", kNone);
        row("Bedrock, encoded letter", kBedrock, "/model/anthropic.claude-3-h%61iku-v1/invoke", kNone);
        row("Bedrock, another method", kBedrock, "/model/anthropic.claude-v2/async-invoke", kNone);
        row("Bedrock, another host", "bedrock.eu-central-1.amazonaws.com", "/model/anthropic.claude-v2/invoke", kNone);
        row("Anthropic", "api.anthropic.com", "/v1/messages", kNone);
        row("no path", kGemini, "", kNone);
    }

    void models() {
        QFETCH(std::string, host);
        QFETCH(std::string, path);
        QFETCH(std::string, model);
        QCOMPARE(modelOfPath(host, path).value_or(std::string()), model);
    }
};

QTEST_APPLESS_MAIN(PathModelTest)
#include "path_model_test.moc"
