// net/http of Go's standard library, as it comes: it offers HTTP/2 and goes on with HTTP/1.1.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"
)

const url = "https://api.anthropic.com/v1/"

type fields map[string]any

type document struct {
	Content []struct{ Text string }
	Data    []struct{ ID string }
	Error   struct{ Type string }
	Type    string
	Delta   struct{ Text string }
}

var question = "Wie heißt der Prüfstein? " + strings.Repeat("⚙ ", 20000)

func tell(event string, what fields) {
	what["event"] = event
	line, _ := json.Marshal(what)
	os.Stdout.Write(append(line, '\n'))
}

func ask(method, path string, body []byte) *http.Response {
	request, err := http.NewRequest(method, url+path, bytes.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("x-api-key", os.Getenv("ANTHROPIC_API_KEY"))
	request.Header.Set("anthropic-version", "2023-06-01")
	request.Header.Set("content-type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	return answer
}

func message(model string, stream bool) *http.Response {
	body, _ := json.Marshal(fields{"model": model, "max_tokens": 64, "stream": stream,
		"messages": []fields{{"role": "user", "content": question}}})
	return ask("POST", "messages", body)
}

func read(answer *http.Response) (read document) {
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&read); err != nil {
		log.Fatal(err)
	}
	return
}

func tellPlain() {
	tell("plain", fields{"text": read(message("claude-sonnet-4-6", false)).Content[0].Text})
}

func tellStreamed() {
	answer := message("claude-sonnet-4-6", true)
	defer answer.Body.Close()
	text := ""
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		var event document
		data := strings.TrimPrefix(lines.Text(), "data: ")
		if data == lines.Text() || json.Unmarshal([]byte(data), &event) != nil || event.Type != "content_block_delta" {
			continue
		}
		if text == "" {
			tell("first", fields{"text": event.Delta.Text})
		}
		text += event.Delta.Text
	}
	tell("streamed", fields{"text": text})
}

func main() {
	models := ask("GET", "models", nil)
	tell("protocol", fields{"http": models.Proto, "alpn": models.TLS.NegotiatedProtocol})
	ids := []string{}
	for _, model := range read(models).Data {
		ids = append(ids, model.ID)
	}
	tell("models", fields{"ids": ids})
	tellPlain()
	tellStreamed()
	for _, model := range []string{"error-429", "error-529"} {
		answer := message(model, false)
		var retryAfter any
		if value := answer.Header.Get("retry-after"); value != "" {
			retryAfter = value
		}
		tell("failed", fields{"status": answer.StatusCode, "kind": read(answer).Error.Type, "retryAfter": retryAfter})
	}
	tell("ready", fields{})
	bufio.NewReader(os.Stdin).ReadString('\n')
	tellPlain()
	tell("done", fields{})
}
