"""Compares a file of a dump with what should be in it, as h5py, xarray and h5dump see it.

Usage: check_dump.py FILE EXPECTED.json

The list has "attributes" of the file, and for each dataset its "type", "axes" (the first is that of the rows),
"positions", "tokens", "texts" (null without a tokenizer) and "values" (flat).
"""

import json
import shutil
import subprocess
import sys

import h5py
import numpy as np
import xarray


def check_with_h5py(file: h5py.File, name: str, expected: dict) -> None:
    dataset = file[name]
    assert dataset.dtype == np.dtype(expected["type"]), f"{name} is {dataset.dtype}"
    labels = [dimension.label for dimension in dataset.dims]
    assert labels == expected["axes"], f"{name} has the axes {labels}"
    values = dataset[()]
    assert np.array_equal(values.reshape(-1).astype(np.float64), expected["values"]), f"{name} has other values"
    rows = dataset.dims[0]
    assert rows["position"][()].tolist() == expected["positions"], f"{name} has other positions"
    assert rows["token"][()].tolist() == expected["tokens"], f"{name} has other tokens"
    if expected["texts"] is None:
        assert "text" not in rows.keys(), f"{name} has texts"
    else:
        assert rows["text"].asstr()[()].tolist() == expected["texts"], f"{name} has other texts"
    for dimension, length in zip(list(dataset.dims)[1:], values.shape[1:]):
        assert dimension[0][()].tolist() == list(range(length)), f"{name}: {dimension.label} is not numbered"


def check_with_xarray(path: str, name: str, expected: dict) -> None:
    group, layer = name.rsplit("/", 1)
    with xarray.open_dataset(path, group=group, engine="h5netcdf") as dataset:
        found = dataset[layer]
        rows = f"{layer}-position"
        axes = (rows, *expected["axes"][1:])
        assert found.dims == axes, f"{name} has the dimensions {found.dims} in xarray, not {axes}"
        assert found.coords[rows].values.tolist() == expected["positions"], f"{name} has other positions in xarray"
        token = found.coords[f"{layer}-token"]
        assert token.dims == (rows,) and token.values.tolist() == expected["tokens"], f"{name}: {token}"
        if expected["texts"] is not None:
            text = found.coords[f"{layer}-text"]
            assert text.dims == (rows,) and text.values.tolist() == expected["texts"], f"{name}: {text}"
        values = found.values.reshape(-1).astype(np.float64)
        assert np.array_equal(values, expected["values"]), f"{name} has other values in xarray"


def main(path: str, list_path: str) -> None:
    with open(list_path, encoding="utf-8") as file:
        expected = json.load(file)
    with h5py.File(path, "r") as file:
        for name, value in expected["attributes"].items():
            assert file.attrs[name] == value, f"the attribute {name} is {file.attrs[name]!r}"
        names = {f"{group}/{name}" for group in file for name in file[group] if name.isdigit() and group != "weights"}
        assert names == set(expected["datasets"]), f"datasets {sorted(names)}"
        for name, dataset in expected["datasets"].items():
            check_with_h5py(file, name, dataset)
        weights = [f"weights/{layer}" for layer in file.get("weights", {})]
    for name, dataset in expected["datasets"].items():
        check_with_xarray(path, name, dataset)
    for group in weights:
        with xarray.open_dataset(path, group=group, engine="h5netcdf") as dataset:
            assert dataset["a"].dims == ("channel", "state") and dataset["conv"].dims == ("channel", "tap")
            assert dataset["out-projection"].dims == ("output", "channel")
    assert shutil.which("h5dump"), "h5dump is missing: install Debian's hdf5-tools, as make test does"
    printed = subprocess.run(["h5dump", path], check=True, capture_output=True, text=True).stdout
    assert "DIMENSION_SCALE" in printed and 'GROUP "/"' in printed
    print(f"checked {len(names)} datasets")


if __name__ == "__main__":
    main(*sys.argv[1:])
