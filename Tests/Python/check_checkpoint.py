"""Compares an HDF5 file with a list of what should be in it.

Usage: check_checkpoint.py FILE EXPECTED.json

The list has "floats" (name to shape and bits of the values), "integers" (name to values) and "texts" (name to text).
"""

import json
import sys

import h5py
import numpy as np


def main(path: str, list_path: str) -> None:
    with open(list_path, encoding="utf-8") as file:
        expected = json.load(file)
    with h5py.File(path, "r") as file:
        found: dict[str, h5py.Dataset] = {}
        file.visititems(lambda name, item: found.update({name: item}) if isinstance(item, h5py.Dataset) else None)
        names = {name for kind in expected.values() for name in kind}
        assert set(found) == names, f"datasets {sorted(found)} instead of {sorted(names)}"
        for name, values in expected["floats"].items():
            assert found[name].dtype == np.dtype("<f4"), f"{name} is {found[name].dtype}"
            assert list(found[name].shape) == values["shape"], f"{name} has shape {found[name].shape}"
            bits = np.asarray(found[name][()]).reshape(-1).view(np.uint32).tolist()
            assert bits == values["bits"], f"{name} has other values"
        for name, values in expected["integers"].items():
            assert found[name].dtype == np.dtype("<i8"), f"{name} is {found[name].dtype}"
            assert found[name][()].tolist() == values, f"{name} has other values"
        for name, text in expected["texts"].items():
            assert found[name].asstr()[()] == text, f"{name} has another text"
        print(f"checked {len(found)} datasets")


if __name__ == "__main__":
    main(*sys.argv[1:])
