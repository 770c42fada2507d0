"""Compares the teacher of `ssmlab prepare` behind a real server of chat completions with direct requests to the server.

usage: check_endpoint.py SSMLAB

The server is llama.cpp's, with a tiny random model that is made here. Compared are the texts, why they end, and the
counts of tokens, whole and in pieces; and that a cache gives the same notes when the server is gone.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections import Counter

import serve_tiny_model

VARIABLE = "SSMLAB_TINY_KEY"
TOKENS = 48


class Server:
    """The server in a process of its own, so that it can be gone."""

    def __init__(self, folder):
        script = pathlib.Path(serve_tiny_model.__file__)
        self.log = (folder / "server.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, script, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            sys.exit(f"the server did not start:\n{(folder / 'server.log').read_text()}")

    def answer(self, messages, options):
        """The server's own answer to a request."""
        body = {"model": "tiny", "messages": messages, **options}
        request = urllib.request.Request(
            f"{self.address}/v1/chat/completions",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {serve_tiny_model.KEY}"},
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.log.close()


class Preparation:
    """`ssmlab prepare` with a teacher behind the server."""

    def __init__(self, ssmlab, folder, address):
        self.ssmlab, self.folder, self.address = ssmlab, folder, address

    def run(self, name, cache, options, endpoint="", teacher="", key=serve_tiny_model.KEY):
        specification = (
            f'rwr:{{teacher: {{endpoint: {{url: "{self.address}/v1", key-variable: {VARIABLE}{endpoint}}}, model: tiny, '
            f"options: {json.dumps(options)}, cache: {self.folder / cache}{teacher}}}, verifier: none, "
            "locator: contains, training: {empty: 0}}"
        )
        command = [self.ssmlab, "prepare", "--strategy", specification, "samples.jsonl", f"{name}.jsonl"]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, env={**os.environ, VARIABLE: key}, timeout=300
        )

    def records(self, name):
        return [json.loads(line) for line in (self.folder / f"{name}.records.jsonl").read_text().splitlines()]

    def answers(self, cache):
        """What the cache holds: requests with answers."""
        lines = [json.loads(line) for line in (self.folder / cache).read_text().splitlines()[1:]]
        return [line["content"] for line in lines if line["kind"] == "answer"]


def demand(condition, message):
    if not condition:
        sys.exit(f"FAILED: {message}")


def succeeded(result):
    demand(result.returncode == 0, f"ssmlab ended with {result.returncode}:\n{result.stderr}")


def compare(server, kept, sent, streamed):
    """What is kept of an answer, and what the server says to the same request."""
    request, answer = kept["request"], kept["answer"]
    messages = [{"role": message["role"], "content": message["text"]} for message in request["messages"]]
    reply = server.answer(messages, sent)
    choice = reply["choices"][0]
    demand(answer["text"] == choice["message"]["content"], f"{answer['text']!r}, and {choice['message']['content']!r}")
    demand(answer["ending"] == choice["finish_reason"], f"{answer['ending']} and {choice['finish_reason']}")
    usage = answer.get("usage")
    if usage is None:
        demand(streamed, "the usage of a whole answer is missing")
    else:
        counts = (usage["prompt"], usage["completion"])
        told = (reply["usage"]["prompt_tokens"], reply["usage"]["completion_tokens"])
        demand(counts == told, f"{counts} tokens, and {told}")


def check_lengths(server, preparation):
    """Answers that are cut off at their greatest length are kept, and are no notes."""
    succeeded(preparation.run("long", "long.cache", {"maximum-tokens": TOKENS}))
    answers = preparation.answers("long.cache")
    demand(answers, "nothing was asked")
    for kept in answers:
        compare(server, kept, {"max_tokens": TOKENS, "temperature": 0}, streamed=False)
    cut = sum(kept["answer"]["ending"] == "length" for kept in answers)
    outcomes = Counter(record["outcome"] for record in preparation.records("long"))
    demand(cut > 0 and outcomes["failed"] == cut, f"{cut} answers were cut off, and the outcomes are {outcomes}")
    return [kept["answer"]["text"] for kept in answers]


def check_stops(server, preparation, texts):
    """Answers that end are notes, whole and in pieces alike."""
    letters = Counter(letter for text in texts for letter in set(text[1:]) - set(text[:1]) if letter.isalnum())
    stop = letters.most_common(1)[0][0]
    options = {"maximum-tokens": TOKENS, "stop": [stop]}
    for name, endpoint in [("whole", ""), ("pieces", ", streaming: true")]:
        succeeded(preparation.run(name, f"{name}.cache", options, endpoint=endpoint))
        answers = preparation.answers(f"{name}.cache")
        for kept in answers:
            compare(server, kept, {"max_tokens": TOKENS, "temperature": 0, "stop": [stop]}, streamed=name == "pieces")
        ended = sum(kept["answer"]["ending"] == "stop" for kept in answers)
        outcomes = Counter(record["outcome"] for record in preparation.records(name))
        demand(ended > 0 and outcomes["failed"] == len(answers) - ended, f"{ended} answers ended: {outcomes}")
        notes = {record["text"] for record in preparation.records(name) if record["outcome"] == "valid"}
        demand(notes, f"none of the answers is a note: {outcomes}")
    return options


def main():
    ssmlab = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        samples = subprocess.run(
            [ssmlab, "tasks", "--samples", "conversations", "--length", "256", "--count", "6"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        (folder / "samples.jsonl").write_text(samples)
        server = Server(folder)
        preparation = Preparation(ssmlab, folder, server.address)
        try:
            texts = check_lengths(server, preparation)
            options = check_stops(server, preparation, texts)
            refused = preparation.run("refused", "refused.cache", options, key="another-key")
            demand(refused.returncode != 0 and "401" in refused.stderr, f"a wrong key was let in: {refused.stderr}")
            demand("another-key" not in refused.stderr, "the key is in a message")
        finally:
            server.stop()
        succeeded(preparation.run("again", "whole.cache", options, teacher=", cache-only: true"))
        for end in (".jsonl", ".records.jsonl"):
            before, after = [(folder / f"{name}{end}").read_bytes() for name in ("whole", "again")]
            demand(before == after, f"the cache gives another {end} file")
        gone = preparation.run("gone", "gone.cache", options, endpoint=", attempts: 1")
        demand(gone.returncode != 0 and not (folder / "gone.jsonl").exists(), "a server that is gone gave answers")
    print("the teacher and the server of llama.cpp agree: endings, tokens, pieces, key, cache")


if __name__ == "__main__":
    main()
