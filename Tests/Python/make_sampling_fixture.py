"""Writes what the logits processors of transformers make of logits: Tests/Fixtures/sampling.json.

usage: make_sampling_fixture.py OUTPUT.json

Needs torch and transformers. Each case has logits, the ids before, the options, and the probabilities that are left
after the processors in the order in which `generate` applies them. A logit of null is minus infinity.
"""

import json
import sys

import torch
from transformers.generation.logits_process import (
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

OPTIONS = [
    {"temperature": 1.0},
    {"temperature": 0.3},
    {"temperature": 2.5},
    {"temperature": 1.0, "top-k": 1},
    {"temperature": 1.0, "top-k": 5},
    {"temperature": 0.7, "top-k": 1000},
    {"temperature": 1.0, "top-p": 0.05},
    {"temperature": 1.0, "top-p": 0.5},
    {"temperature": 1.0, "top-p": 0.95},
    {"temperature": 1.0, "top-p": 1.0},
    {"temperature": 1.0, "repetition-penalty": 1.3},
    {"temperature": 1.0, "repetition-penalty": 0.5},
    {"temperature": 0.8, "top-k": 20, "top-p": 0.8, "repetition-penalty": 1.2},
    {"temperature": 1.7, "top-k": 12, "top-p": 0.6},
    {"temperature": 0.5, "top-p": 0.9, "repetition-penalty": 2.0},
]


def rows():
    generator = torch.Generator().manual_seed(17)
    spread = torch.randn(64, generator=generator) * 3
    flat = torch.randn(64, generator=generator) * 0.1
    tied = torch.randint(-3, 4, (64,), generator=generator).float()
    masked = torch.randn(64, generator=generator)
    masked[::3] = -float("inf")
    return {"spread": spread, "flat": flat, "tied": tied, "masked": masked}


def probabilities(logits, history, options):
    scores, ids = logits[None].clone(), torch.tensor([history])
    if "repetition-penalty" in options:
        scores = RepetitionPenaltyLogitsProcessor(options["repetition-penalty"])(ids, scores)
    if options["temperature"] != 1.0:
        scores = TemperatureLogitsWarper(options["temperature"])(ids, scores)
    if "top-k" in options:
        scores = TopKLogitsWarper(options["top-k"])(ids, scores)
    if "top-p" in options:
        # Were a sum within rounding of the limit, the result would say more of the rounding than of the rule.
        ascending = scores[0].double().sort().values.softmax(-1).cumsum(-1)
        assert (ascending - (1 - options["top-p"])).abs()[:-1].min() > 1e-5 or options["top-p"] == 1.0, options
        scores = TopPLogitsWarper(options["top-p"])(ids, scores)
    return scores[0].double().softmax(-1)


def main():
    cases = []
    for name, logits in rows().items():
        history = [3, 3, 17, 40, 63, 8]
        for options in OPTIONS:
            left = probabilities(logits, history, options)
            cases.append(
                {
                    "name": name,
                    "logits": [None if value == -float("inf") else value for value in logits.tolist()],
                    "history": history,
                    "options": options,
                    "probabilities": left.tolist(),
                }
            )
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


main()
