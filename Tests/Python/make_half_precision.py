"""Writes the logits that torch computes in float32 from the tiny model's weights rounded to half precision.

Usage: make_half_precision.py Tests/Fixtures/mamba Tests/Fixtures/half-precision.safetensors

Needs the packages of requirements-peers.txt.
"""

import sys

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM


def main(folder: str, output: str) -> None:
    tokens = (torch.arange(24) * 37 + 5) % 263
    tensors = {"tokens": tokens}
    for name, dtype in [("F16", torch.float16), ("BF16", torch.bfloat16)]:
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.copy_(parameter.to(dtype).to(torch.float32))
            tensors[f"logits.{name}"] = model(tokens[None]).logits[0]
    save_file(tensors, output, {"source": "transformers, weights rounded to the type, computed in float32"})


main(*sys.argv[1:])
