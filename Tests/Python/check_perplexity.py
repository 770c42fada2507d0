"""Compares `ssmlab perplexity` with transformers, by the procedures of the sources of each protocol.

usage: check_perplexity.py SSMLAB

`last-K` is the loop of DeciMamba's evaluate_validation_set_ppl_test, `stride:N` that of the guide of transformers to the
perplexity of models of fixed length, `disjoint` the windows of lm-evaluation-harness. Compared are the mean negative
log-likelihood and the numbers of windows and tokens, on a small random model and one document of random tokens.
"""

import csv
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy
import torch
from transformers import MambaConfig, MambaForCausalLM
from transformers.utils import logging

# Both sum in 32 bits, in another order.
LIMIT = 1e-5


def losses(model, tokens, scored):
    """Negative log-likelihoods of the last `scored` tokens that follow an input token, in double precision."""
    with torch.no_grad():
        logits = model(torch.tensor([tokens])).logits[0].double()
    likelihoods = torch.log_softmax(logits[:-1], dim=-1)
    targets = torch.tensor(tokens[1:])
    every = -likelihoods[torch.arange(len(targets)), targets]
    return every[len(every) - scored :].tolist()


def last(model, ids, length, count):
    stride = max(10, (len(ids) - length) // 10)
    windows = [losses(model, ids[start : start + length], count) for start in range(0, len(ids) - length, stride)]
    return sum(sum(window) / len(window) for window in windows) / len(windows), windows


def strided(model, ids, length, stride):
    windows = []
    guide, weights = 0.0, 0
    previous_end = 0
    for start in range(0, len(ids), stride):
        end = min(start + length, len(ids))
        new = end - previous_end
        tokens = ids[start:end]
        windows.append(losses(model, tokens, min(new, len(tokens) - 1)))
        labels = torch.tensor([tokens])
        labels[:, :-new] = -100
        with torch.no_grad():
            loss = model(torch.tensor([tokens]), labels=labels).loss.item()
        guide, weights = guide + loss * (new - 1), weights + new - 1
        previous_end = end
        if end == len(ids):
            break
    mean = sum(map(sum, windows)) / sum(map(len, windows))
    # Where windows do not overlap the guide's weights are right, and its own number has to come out.
    if stride == length and abs(mean - guide / weights) > LIMIT:
        sys.exit(f"the guide gives {guide / weights}, and its windows {mean}")
    return mean, windows


def disjoint(model, ids, length):
    first = min(length, len(ids))
    windows = [losses(model, [model.config.eos_token_id] + ids[:first], first)]
    predicted = first
    while predicted < len(ids):
        count = min(len(ids) - predicted, length)
        end = predicted + count
        windows.append(losses(model, ids[end - length - 1 : end], count))
        predicted += count
    return sum(map(sum, windows)) / len(ids), windows


def expected(model, ids, protocol, length):
    if protocol == "disjoint":
        return disjoint(model, ids, length)
    name, number = protocol.replace(":", "-").split("-")
    return (last if name == "last" else strided)(model, ids, length, int(number))


def main(ssmlab):
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.manual_seed(1)
    configuration = MambaConfig(
        vocab_size=300, hidden_size=48, num_hidden_layers=3, state_size=16, bos_token_id=0, eos_token_id=7)
    model = MambaForCausalLM(configuration).eval()
    with torch.no_grad():
        for parameter in model.parameters():  # away from zeros and ones
            parameter.add_(0.1 * torch.randn_like(parameter))
    ids = numpy.random.default_rng(2).integers(0, 300, size=1203)
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        model.save_pretrained(folder / "model")
        ids.astype("<u2").tofile(folder / "ids.bin")
        for protocol in ["last-100", "last-7", "stride:64", "stride:200", "disjoint"]:
            output = folder / f"{count}.csv"
            subprocess.run(
                [ssmlab, "perplexity", "--model", folder / "model", "--text", folder / "ids.bin", "--protocol", protocol]
                + ["--lengths", "200,600,2k", "--csv", output],
                check=True, capture_output=True,
            )
            for row in csv.DictReader(output.open()):
                length = int(row["length"])
                if protocol.startswith("last") and length >= len(ids):
                    if row["windows"] != "0" or row["perplexity"]:
                        sys.exit(f"{protocol}, {length}: {row} for a document that is too short")
                    continue
                mean, windows = expected(model, ids.tolist(), protocol, length)
                found = float(row["mean_nll"])
                if int(row["windows"]) != len(windows) or int(row["tokens"]) != sum(map(len, windows)):
                    sys.exit(f"{protocol}, {length}: {row}, not {len(windows)} windows")
                if abs(found - mean) > LIMIT or abs(float(row["perplexity"]) / math.exp(mean) - 1) > 2 * LIMIT:
                    sys.exit(f"{protocol}, {length}: {found}, transformers {mean}")
                count += 1
                print(f"{protocol:12} {length:6} {mean:.6f}, off by {abs(found - mean):.1e}")
    print(f"{count} perplexities agree with transformers")


if __name__ == "__main__":
    main(*sys.argv[1:])
