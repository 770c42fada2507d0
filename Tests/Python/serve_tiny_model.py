"""Serves a tiny model with random weights by llama.cpp's own server of chat completions.

usage: serve_tiny_model.py FOLDER

The model is made here, in llama.cpp's format: nothing is downloaded. The first line of the output is the address of the
server, which ends with its standard input. `Bearer tiny-key` is the key that requests need.
"""

import os
import pathlib
import sys

import gguf
import numpy
import xllamacpp

KEY = "tiny-key"
WIDTH, HEADS, INNER, LAYERS, CONTEXT = 32, 2, 64, 2, 8192
TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def byte_characters():
    """The character of each byte in byte-level BPE: printable ones stand for themselves."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = iter(range(0x100, 0x200))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(256)]


def vocabulary():
    """Every byte, some pairs of letters, and what begins and ends a text."""
    letters = byte_characters()
    merges = [(first, second) for first in "aeiou" for second in "nrst"]
    return letters + [first + second for first, second in merges] + ["<s>", "</s>"], [" ".join(pair) for pair in merges]


def write_model(path):
    tokens, merges = vocabulary()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.NORMAL] * (len(tokens) - 2) + [gguf.TokenType.CONTROL] * 2)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(len(tokens) - 2)
    writer.add_eos_token_id(len(tokens) - 1)
    writer.add_chat_template(TEMPLATE)
    draw = numpy.random.default_rng(0)

    def add(name, *shape):
        ones = name.endswith("norm.weight")
        values = numpy.ones(shape) if ones else draw.normal(0, 0.3, shape)
        writer.add_tensor(name, values.astype(numpy.float32))

    add("token_embd.weight", len(tokens), WIDTH)
    for layer in range(LAYERS):
        prefix = f"blk.{layer}."
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add(f"{prefix}{name}.weight", WIDTH, WIDTH)
        for name in ("ffn_gate", "ffn_up"):
            add(f"{prefix}{name}.weight", INNER, WIDTH)
        add(f"{prefix}ffn_down.weight", WIDTH, INNER)
        add(f"{prefix}attn_norm.weight", WIDTH)
        add(f"{prefix}ffn_norm.weight", WIDTH)
    add("output_norm.weight", WIDTH)
    head = draw.normal(0, 0.3, (len(tokens), WIDTH)).astype(numpy.float32)
    # Bytes that are no text by themselves are never the likeliest: others have logits above 0.
    head[[byte for byte in range(256) if not 0x20 <= byte < 0x7F]] = 0
    writer.add_tensor("output.weight", head)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    path = pathlib.Path(sys.argv[1]) / "tiny.gguf"
    write_model(path)
    # The library writes to standard output too: only the address may come out of it.
    output = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 4
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [KEY]
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    print(server.listening_address, file=output, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
