"""The official Python package `anthropic`."""

import anthropic

import report

client = anthropic.Anthropic(max_retries=0, timeout=60)
asked = {"model": report.MODEL, "max_tokens": 64, "messages": [{"role": "user", "content": report.QUESTION}]}
report.tell("models", ids=[model.id for model in client.models.list()])
report.tell("plain", text=client.messages.create(**asked).content[0].text)
text = ""
with client.messages.stream(**asked) as stream:
    for portion in stream.text_stream:
        if not text:
            report.tell("first", text=portion)
        text += portion
report.tell("streamed", text=text)
for model in ("error-429", "error-529"):
    try:
        client.messages.create(**dict(asked, model=model))
    except anthropic.APIStatusError as error:
        report.tell_failed(error.status_code, error.body, error.response.headers)
report.wait_for_go()
report.tell("plain", text=client.messages.create(**asked).content[0].text)
report.tell("done")
