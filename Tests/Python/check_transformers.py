"""Compares whole models with transformers, in both directions.

usage: check_transformers.py SSMLAB

Small random models are saved by transformers in the forms in which models are found: one file and shards, 32 and 16
bits, tied and untied heads, with the names of the original code. For each

- the logits of `ssmlab logits` are those of transformers,
- `ssmlab convert` to .h5 and back to a folder gives a model that transformers loads with the same weights and logits,
- and a tokenizer that AutoTokenizer loads with the same ids.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import h5py
import torch
from safetensors.torch import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, MambaConfig, MambaForCausalLM
from transformers.utils import logging

# Both sum in 32 bits, in another order.
LIMIT = 2e-5

SHAPES = {
    "smallest": dict(vocab_size=5, hidden_size=16, num_hidden_layers=1, state_size=4),
    "usual": dict(vocab_size=300, hidden_size=48, num_hidden_layers=3, state_size=16),
    "untied": dict(vocab_size=97, hidden_size=40, num_hidden_layers=2, state_size=8, tie_word_embeddings=False),
    "rank": dict(vocab_size=64, hidden_size=32, num_hidden_layers=2, state_size=5, time_step_rank=7),
    "narrow convolution": dict(vocab_size=64, hidden_size=24, num_hidden_layers=2, conv_kernel=2, expand=1),
    "wide": dict(vocab_size=64, hidden_size=24, num_hidden_layers=2, expand=3, layer_norm_epsilon=1e-3),
}


def random_model(seed: int, **shape) -> MambaForCausalLM:
    torch.manual_seed(seed)
    model = MambaForCausalLM(MambaConfig(**shape, bos_token_id=0, eos_token_id=0, pad_token_id=None)).eval()
    with torch.no_grad():
        for parameter in model.parameters():  # away from zeros and ones
            parameter.add_(0.1 * torch.randn_like(parameter))
    return model


def sequences(vocabulary: int) -> list[list[int]]:
    return [torch.randint(vocabulary, (length,)).tolist() for length in (1, 7, 130)]


@torch.no_grad()
def logits(model, lists: list[list[int]]) -> list[torch.Tensor]:
    return [model(torch.tensor([tokens])).logits[0].float() for tokens in lists]


class Checker:
    def __init__(self, ssmlab: str, folder: pathlib.Path) -> None:
        self.ssmlab = ssmlab
        self.folder = folder
        self.count = 0

    def run(self, *arguments) -> None:
        run = subprocess.run([self.ssmlab, *map(str, arguments)], capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"ssmlab {' '.join(map(str, arguments))}\nexit {run.returncode}: {run.stderr}")

    def compare(self, name: str, found: list[torch.Tensor], expected: list[torch.Tensor]) -> float:
        worst = 0.0
        for one, other in zip(found, expected, strict=True):
            if one.shape != other.shape or not torch.isfinite(one).all():
                sys.exit(f"{name}: logits of shape {tuple(one.shape)} instead of {tuple(other.shape)}, or not finite")
            worst = max(worst, ((one - other).abs().max() / other.abs().max()).item())
        if worst > LIMIT:
            sys.exit(f"{name}: logits differ by {worst:.2g} of the greatest, at most {LIMIT} is rounding")
        return worst

    def ours(self, model: pathlib.Path, lists: list[list[int]]) -> list[torch.Tensor]:
        tokens, output = self.folder / "ids.json", self.folder / "logits.h5"
        tokens.write_text(json.dumps(lists))
        self.run("logits", "--model", model, "--tokens", tokens, "--output", output)
        with h5py.File(output) as file:
            return [torch.from_numpy(file[f"logits/{index}"][()]) for index in range(len(lists))]

    def check(self, name: str, saved: pathlib.Path, reference, rows: int, *options: str) -> None:
        """Checks a saved model against the one of transformers that has its weights in 32 bits."""
        lists = sequences(rows)
        expected = logits(reference, lists)
        read = self.compare(f"{name}, read", self.ours(saved, lists), expected)
        checkpoint, exported = self.folder / f"{name}.h5", self.folder / f"{name} exported"
        self.run("convert", saved, checkpoint)
        self.run("convert", checkpoint, exported, *options)
        self.compare(f"{name}, as a checkpoint", self.ours(checkpoint, lists), expected)
        model, report = AutoModelForCausalLM.from_pretrained(exported, output_loading_info=True)
        faults = {key: value for key, value in report.items() if value}
        if faults or model.dtype != torch.float32:
            sys.exit(f"{name}: transformers loads the export as {model.dtype} with {faults}")
        for key, tensor in reference.state_dict().items():
            if not torch.equal(tensor, model.state_dict()[key]):
                sys.exit(f"{name}: {key} has other values after the export")
        written = self.compare(f"{name}, written", logits(model, lists), expected)
        self.count += 1
        print(f"{name:32} read {read:.1e}  written {written:.1e}")


def check_shapes(checker: Checker) -> None:
    for seed, (name, shape) in enumerate(SHAPES.items()):
        model = random_model(seed, **shape)
        saved = checker.folder / name
        model.save_pretrained(saved)
        checker.check(name, saved, model, shape["vocab_size"])


def check_files(checker: Checker) -> None:
    for tied in (True, False):
        model = random_model(20, **SHAPES["usual"], tie_word_embeddings=tied)
        head = "tied" if tied else "untied"
        saved = checker.folder / f"shards {head}"
        model.save_pretrained(saved, max_shard_size="60KB")
        if len(list(saved.glob("*.safetensors"))) < 3:
            sys.exit(f"{saved}: transformers wrote too few shards for this check")
        checker.check(saved.name, saved, model, 300, "--shard-size", "60KB")
        if len(list((checker.folder / f"{saved.name} exported").glob("model-*.safetensors"))) < 3:
            sys.exit(f"{saved}: ssmlab wrote too few shards for this check")
        for dtype in (torch.float16, torch.bfloat16):
            half = random_model(21, **SHAPES["usual"], tie_word_embeddings=tied).to(dtype)
            saved = checker.folder / f"{str(dtype)[6:]} {head}"
            half.save_pretrained(saved)
            checker.check(saved.name, saved, half.float(), 300)


def check_original(checker: Checker) -> None:
    """The names and the configuration of the original code; 257 tokens in 264 rows."""
    model = random_model(30, vocab_size=264, hidden_size=48, num_hidden_layers=2, state_size=16)
    for dtype in (torch.float32, torch.float16):
        saved = checker.folder / f"original {str(dtype)[6:]}"
        saved.mkdir()
        tensors = {key.replace("embeddings", "embedding"): value.to(dtype) for key, value in model.state_dict().items()}
        tensors["lm_head.weight"] = tensors["backbone.embedding.weight"].clone()
        save_file({key: value.contiguous() for key, value in tensors.items()}, saved / "model.safetensors")
        configuration = dict(
            d_model=48, n_layer=2, vocab_size=257, ssm_cfg={}, rms_norm=True, residual_in_fp32=True,
            fused_add_norm=True, pad_vocab_size_multiple=8)
        (saved / "config.json").write_text(json.dumps(configuration))
        checker.check(saved.name, saved, model.to(dtype).float(), 264)


def small_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=290, special_tokens=["<|endoftext|>", "<|padding|>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(["the cat and the hat, the rat and the bat"] * 50, trainer)
    tokenizer.add_tokens([AddedToken("  ", normalized=False)])
    return tokenizer


def check_tokenizer(checker: Checker) -> None:
    saved, checkpoint, exported = (checker.folder / name for name in ("text", "text.h5", "text exported"))
    random_model(40, **SHAPES["usual"]).save_pretrained(saved)
    tokenizer = small_tokenizer()
    tokenizer.save(str(saved / "tokenizer.json"))
    checker.run("convert", saved, checkpoint)
    checker.run("convert", checkpoint, exported)
    if (exported / "tokenizer.json").read_bytes() != (saved / "tokenizer.json").read_bytes():
        sys.exit("tokenizer.json has other bytes after the export")
    loaded = AutoTokenizer.from_pretrained(exported)
    if loaded.eos_token != "<|endoftext|>" or loaded.pad_token is not None:
        sys.exit(f"AutoTokenizer has the tokens {loaded.eos_token!r} and {loaded.pad_token!r}")
    texts = ["the cat", " the  hat<|endoftext|>", "é\u0301 \U0001f600\n\t~", "", "x" * 50]
    for text in texts:
        expected = tokenizer.encode(text).ids
        if loaded(text).input_ids != expected or loaded.decode(expected) != tokenizer.decode(expected, False):
            sys.exit(f"AutoTokenizer gives other ids or another text for {text!r}")
    generation = AutoModelForCausalLM.from_pretrained(exported).generation_config
    if generation.eos_token_id != 0:
        sys.exit(f"the generation configuration has the end-of-text token {generation.eos_token_id}")
    checker.count += 1
    print(f"{'tokenizer':32} {len(texts)} texts")


def main(ssmlab: str) -> None:
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker(ssmlab, pathlib.Path(folder))
        check_shapes(checker)
        check_files(checker)
        check_original(checker)
        check_tokenizer(checker)
    print(f"{checker.count} models agree with transformers")


if __name__ == "__main__":
    main(*sys.argv[1:])
