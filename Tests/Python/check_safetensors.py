"""Compares safetensors files with what should be in them, and writes what they hold as other types.

Usage: check_safetensors.py EXPECTED.json OUT.safetensors FILE...

EXPECTED.json has the "metadata" of each file, and the "floats" of all of them: name to shape and bits of the values.
OUT gets each tensor as "f32/NAME" and "f16/NAME", and "i64" with the numbers of elements in order of the names.
"""

import json
import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file


def main(list_path: str, out: str, *paths: str) -> None:
    with open(list_path, encoding="utf-8") as file:
        expected = json.load(file)
    found: dict[str, np.ndarray] = {}
    for path in paths:
        with safe_open(path, framework="np") as file:
            assert file.metadata() == expected["metadata"], f"metadata {file.metadata()}"
            for name in file.keys():
                assert name not in found, f"{name} is in two files"
                found[name] = file.get_tensor(name)
    assert set(found) == set(expected["floats"]), f"tensors {sorted(found)}"
    for name, values in expected["floats"].items():
        assert found[name].dtype == np.dtype("<f4"), f"{name} is {found[name].dtype}"
        assert list(found[name].shape) == values["shape"], f"{name} has shape {found[name].shape}"
        assert found[name].reshape(-1).view(np.uint32).tolist() == values["bits"], f"{name} has other values"
    counts = np.array([found[name].size for name in sorted(found)], dtype=np.int64)
    wide = {f"f32/{name}": tensor for name, tensor in found.items()}
    half = {f"f16/{name}": tensor.astype(np.float16) for name, tensor in found.items()}
    save_file(wide | half | {"i64": counts}, out, metadata={"from": "python"})
    print(f"checked {len(found)} tensors")


if __name__ == "__main__":
    main(*sys.argv[1:])
