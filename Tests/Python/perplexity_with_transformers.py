"""Measures perplexity with transformers, as the sources of each protocol do it.

usage: perplexity_with_transformers.py MODEL IDS.bin PROTOCOL LENGTH

MODEL is a Hugging Face folder, IDS.bin holds one document as token ids of 16 bits. PROTOCOL is `last-K` (the loop of
DeciMamba's evaluate_validation_set_ppl_test), `stride:N` (the guide of transformers) or `disjoint` (the windows of
lm-evaluation-harness). Prints {"mean_nll": ..., "windows": ..., "tokens": ..., "published": ...}, where `published` is
the perplexity with the weights that the source itself uses.
"""

import json
import math
import sys

import numpy
import torch
from transformers import AutoModelForCausalLM


def losses(model, tokens, scored):
    """Negative log-likelihoods of the last `scored` tokens that follow an input token, in double precision."""
    with torch.no_grad():
        logits = model(torch.tensor([tokens])).logits[0].double()
    likelihoods = torch.log_softmax(logits[:-1], dim=-1)
    targets = torch.tensor(tokens[1:])
    all_losses = -likelihoods[torch.arange(len(targets)), targets]
    return all_losses[len(all_losses) - scored :].tolist()


def last(model, ids, length, count):
    stride = max(10, (len(ids) - length) // 10)
    windows = [losses(model, ids[start : start + length], count) for start in range(0, len(ids) - length, stride)]
    mean = sum(sum(window) / len(window) for window in windows) / len(windows)
    return mean, windows, math.exp(mean)


def strided(model, ids, length, stride):
    windows, guide, weights = [], 0.0, 0
    previous_end = 0
    for start in range(0, len(ids), stride):
        end = min(start + length, len(ids))
        new = end - previous_end
        tokens = ids[start:end]
        labels = torch.tensor([tokens])
        labels[:, :-new] = -100
        with torch.no_grad():
            loss = model(torch.tensor([tokens]), labels=labels).loss.item()
        weight = int((labels != -100).sum()) - 1
        guide += loss * weight
        weights += weight
        windows.append(losses(model, tokens, min(new, len(tokens) - 1)))
        previous_end = end
        if end == len(ids):
            break
    total, tokens = sum(map(sum, windows)), sum(map(len, windows))
    return total / tokens, windows, math.exp(guide / weights)


def disjoint(model, ids, length):
    end_of_text = model.config.eos_token_id
    first = min(length, len(ids))
    windows = [losses(model, [end_of_text] + ids[:first], first)]
    predicted = first
    while predicted < len(ids):
        count = min(len(ids) - predicted, length)
        end = predicted + count
        windows.append(losses(model, ids[end - length - 1 : end], count))
        predicted += count
    mean = sum(map(sum, windows)) / len(ids)
    return mean, windows, math.exp(mean)


def main():
    folder, file, protocol, length = sys.argv[1:]
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    ids = numpy.fromfile(file, dtype="<u2").tolist()
    length = int(length)
    if protocol == "disjoint":
        mean, windows, published = disjoint(model, ids, length)
    elif protocol.startswith("stride:"):
        mean, windows, published = strided(model, ids, length, int(protocol.removeprefix("stride:")))
    else:
        mean, windows, published = last(model, ids, length, int(protocol.removeprefix("last-")))
    json.dump(
        {"mean_nll": mean, "windows": len(windows), "tokens": sum(map(len, windows)), "published": published},
        sys.stdout,
    )


main()
