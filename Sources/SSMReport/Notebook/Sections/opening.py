# %% [markdown] id="opening-text"
# ## The data
#
# `answers.h5` has a row for each answer of each column and seed: which context and prompt it is about, whether it is
# right, and what it cost. `results.json` is what the run reported; the numbers below are computed anew from the answers.
# %% id="opening"
import functools
import json
import math
from pathlib import Path

import h5py
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import xarray as xr

data = Path(folder)
results = json.loads((data / "results.json").read_text(encoding="utf-8"))


def table(path, group):
    """A group of an HDF5 file whose datasets are the columns of a table."""
    with xr.open_dataset(path, group=group, engine="h5netcdf", phony_dims="sort") as dataset:
        return dataset.to_dataframe().reset_index(drop=True)


def names(path):
    """What the numbers in a file's tables stand for."""
    with h5py.File(path) as file:
        return json.loads(file["names"].asstr()[()])


meaning = names(data / "answers.h5")
answers = table(data / "answers.h5", "answers")
answers["column"] = pd.Categorical.from_codes(answers["column"], meaning["columns"])
answers["chance"] = np.array(meaning["chances"])[answers["chance"]]
answers["depth"] = np.array(meaning["depths"] + [np.nan])[answers["depth"]]
answers["kind"] = np.array(meaning["kinds"] + [None], dtype=object)[answers["kind"]]
# Seeds have 64 bits without a sign.
answers["seed"] = answers["seed"].to_numpy().view(np.uint64)
print(f"{len(answers):,} answers about {answers['context'].nunique()} contexts")
answers.head()
# %% id="style"
# The colours of Okabe and Ito, yellow darkened, which remain distinct to colour-blind readers; the report has the same.
colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C7A00", "#3D3D3D"]
markers = ["o", "s", "^", "D", "v", "P", "X", "*"]
columns = [name for name in meaning["columns"] if not shown or name in shown]
looks = {
    name: {"color": colours[index % len(colours)], "marker": markers[index % len(markers)]}
    for index, name in enumerate(meaning["columns"])
}
plt.rcParams.update(
    {
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlesize": "medium",
        "figure.constrained_layout.use": True,
        "figure.dpi": 110,
        "grid.color": "#DDDDDD",
        "grid.linewidth": 0.6,
        "image.cmap": "viridis",
        "lines.linewidth": 1.6,
        "lines.markersize": 5,
        # Names are shown as they are: a dollar sign begins no formula.
        "text.parse_math": False,
    }
)
pd.set_option("display.html.use_mathjax", False, "display.max_rows", 500, "display.max_columns", 50)


def subject(evaluation):
    """The task of an evaluation, and what tells it from others of the task."""
    entry = results["evaluations"][evaluation]
    asked = {"prompt": "every question a prompt of its own", "after-reading": "questions after one reading"}
    split = f" (split {entry['split']})" if entry.get("split") else ""
    return f"{entry['task']}{split}, {asked.get(entry['asking'], entry['asking'])}"


def length_axis(axes, lengths):
    """A logarithmic axis of the lengths of contexts, marked where something was measured."""
    axes.set_xscale("log", base=2)
    axes.set_xticks(lengths, [f"{length:,}" for length in lengths])
    axes.minorticks_off()
    axes.set_xlabel("context length (tokens)")


def key(axes, shown_columns, lines=None, **style):
    """A key beside the axes: columns, then other lines by their names."""
    handles = [plt.Line2D([], [], **looks[name], **style) for name in shown_columns]
    # The space before a name is for matplotlib, which leaves out names that begin with "_".
    names = [f" {name}" for name in [*shown_columns, *(lines or {})]]
    handles += (lines or {}).values()
    axes.legend(handles, names, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))


def panels(count, width=2.6, height=2.4, most=4):
    """A figure with as many panels as asked for, in rows of at most `most`, on the same axes."""
    across = min(count, most)
    down = math.ceil(count / across)
    figure, grid = plt.subplots(
        down, across, figsize=(max(6.4, width * across + 0.6), max(3.0, height * down + 0.4)),
        sharex=True, sharey=True, squeeze=False,
    )  # fmt: skip
    for axes in grid.flat[count:]:
        axes.set_visible(False)
    # A panel with none below it has to show the axis that the lowest row shows for the others.
    for axes in grid.flat[max(0, count - across) : count]:
        axes.xaxis.set_tick_params(labelbottom=True)
    return figure, list(grid.flat[:count])
