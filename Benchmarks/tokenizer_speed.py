"""Measures the tokenizers package and `ssmlab bench --tokenizer` side by side, on one thread and in one run.

Without --tokenizer, four tokenizers in the styles of GPT-NeoX, GPT-4, Llama 3 and Llama 2 are trained on the text first.
Prints a table, or with --json a list of objects.
"""

import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def trained(tokenizer, text, size, special):
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=special, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet() if special[0] != "<unk>" else [],
    )
    tokenizer.train_from_iterator(text.splitlines(keepends=True), trainer)
    return tokenizer


def neox(text, size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trained(tokenizer, text, size, ["<|endoftext|>"])
    tokenizer.add_tokens([AddedToken(" " * count, normalized=True) for count in range(24, 1, -1)])
    return tokenizer


def gpt4(text, size, ignore_merges=False):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(WORDS), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    return trained(tokenizer, text, size, ["<|endoftext|>"])


def llama2(text, size):
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")  # for training alone
    trained(tokenizer, text, size, ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)])
    tokenizer.pre_tokenizer = None
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0),
    ])
    return tokenizer


STYLES = {
    "neox": neox,
    "gpt4": gpt4,
    "llama3": lambda text, size: gpt4(text, size, ignore_merges=True),
    "llama2": llama2,
}


def read(file):
    with open(file, encoding="utf-8", newline="") as stream:
        return stream.read()


def fastest(body, runs=3):
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        result = body()
        best = min(best, time.perf_counter() - start)
    return best, result


def measure(name, file, text_file, program):
    text = read(text_file)
    megabytes = len(text.encode()) / 1e6
    before, _ = fastest(lambda: Tokenizer.from_file(str(file)))
    tokenizer = Tokenizer.from_file(str(file))
    first, encoding = fastest(lambda: tokenizer.encode(text, add_special_tokens=False))
    command = [program, "bench", "--json", "--tokenizer", str(file), "--text", str(text_file)]
    ours = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    second, _ = fastest(lambda: tokenizer.encode(text, add_special_tokens=False))
    if ours["tokens"] != len(encoding.ids):
        raise SystemExit(f"{name}: {ours['tokens']} tokens here, {len(encoding.ids)} there")
    package = megabytes / min(first, second)
    return {
        "name": name, "tokens": len(encoding.ids), "megabytesPerSecond": ours["megabytesPerSecond"],
        "packageMegabytesPerSecond": package, "ratio": ours["megabytesPerSecond"] / package,
        "loadSeconds": ours["loadSeconds"], "packageLoadSeconds": before,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=pathlib.Path, help="a text of some megabytes, UTF-8")
    parser.add_argument("--tokenizer", type=pathlib.Path, action="append", help="a tokenizer.json; may be repeated")
    parser.add_argument("--vocabulary", type=int, default=50_000, help="tokens of the trained ones")
    parser.add_argument("--program", default=".build/release/ssmlab")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = {file.parent.name + "/" + file.name: file for file in arguments.tokenizer or []}
        if not files:
            text = read(arguments.text)
            for name, style in STYLES.items():
                files[name] = pathlib.Path(folder) / f"{name}.json"
                style(text, arguments.vocabulary).save(str(files[name]))
        results = [measure(name, file, arguments.text, arguments.program) for name, file in files.items()]
    if arguments.json:
        print(json.dumps(results, indent=2))
        return
    print(f"{'':24}{'here MB/s':>12}{'package MB/s':>14}{'ratio':>8}{'load here s':>13}{'package s':>11}")
    for row in results:
        print(
            f"{row['name'][-24:]:24}{row['megabytesPerSecond']:12.2f}{row['packageMegabytesPerSecond']:14.2f}"
            f"{row['ratio']:8.1f}{row['loadSeconds']:13.3f}{row['packageLoadSeconds']:11.3f}")


if __name__ == "__main__":
    main()
