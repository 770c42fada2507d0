"""Measures transformers' Mamba on torch in the shapes of `ssmlab bench`; prints a list of JSON objects."""

import argparse
import json
import time

import torch
from transformers import MambaConfig, MambaForCausalLM

# suffix, configuration, (sequences, length) of a training step; as BenchmarkShape.swift has them.
SHAPES = [
    ("", dict(vocab_size=50280, hidden_size=768, num_hidden_layers=24), (1, 512)),
    ("-w256", dict(vocab_size=1024, hidden_size=256, num_hidden_layers=8), (4, 512)),
    ("-w128", dict(vocab_size=512, hidden_size=128, num_hidden_layers=4), (8, 256)),
]


def fastest(body, runs):
    body()
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        body()
        best = min(best, time.perf_counter() - start)
    return best


def prefill(model, length):
    tokens = torch.randint(0, model.config.vocab_size, (1, length))

    def body():
        with torch.no_grad():
            model(tokens, use_cache=True)

    return length / fastest(body, 2)


def decode(model, count):
    prompt = torch.randint(0, model.config.vocab_size, (1, 16))

    def body():
        with torch.no_grad():
            model.generate(prompt, max_new_tokens=count, min_new_tokens=count, do_sample=False)

    return count / fastest(body, 2)


def train(model, sequences, length):
    tokens = torch.randint(0, model.config.vocab_size, (sequences, length))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)

    def body():
        optimizer.zero_grad()
        model(tokens, labels=tokens).loss.backward()
        optimizer.step()

    return sequences * length / fastest(body, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    results = []
    for suffix, shape, (sequences, length) in SHAPES:
        model = MambaForCausalLM(MambaConfig(**shape)).eval()
        for tokens in (512, 2048):
            results.append({"name": f"prefill-{tokens}{suffix}", "tokensPerSecond": prefill(model, tokens)})
        results.append({"name": f"decode{suffix}", "tokensPerSecond": decode(model, 16)})
        name = f"train-w{shape['hidden_size']}"
        results.append({"name": name, "tokensPerSecond": train(model.train(), sequences, length)})
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
