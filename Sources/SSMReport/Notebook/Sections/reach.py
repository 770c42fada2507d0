# %% [markdown] id="reach-text"
# ## How far layers look back
#
# Diagnostics of the run, read from `results.json`: the mean distance from the last row, and what the evidence left in the
# last state as a share of that state's norm. Points are medians, bands the middle half of the contexts. A row that
# weighs all positions alike would look back half the length (dashed).
# %% id="reach"
def reach_of(evaluation, quantity):
    """Of each layer the length, lower quartile, median and upper quartile of each column, for the first seed."""
    diagnostics = results["evaluations"][evaluation].get("diagnostics", [])
    found = {}
    for entry in diagnostics:
        if entry["seed"] != diagnostics[0]["seed"] or entry["column"] not in columns:
            continue
        for seen in sorted(entry["lengths"], key=lambda seen: seen["length"]):
            for reach in seen.get("reach") or []:
                spread = reach.get(quantity)
                if spread:
                    row = (seen["length"], spread["lowerQuartile"], spread["median"], spread["upperQuartile"])
                    found.setdefault(reach["layer"], {}).setdefault(entry["column"], []).append(row)
    return dict(sorted(found.items()))


def draw_reach(evaluation, quantity, label):
    layers = reach_of(evaluation, quantity)
    if len(layers) > 8:  # evenly spaced, with the first and the last
        layers = {layer: layers[layer] for layer in [list(layers)[i * (len(layers) - 1) // 7] for i in range(8)]}
    if not layers:
        return
    figure, grid = panels(len(layers), width=3.4, height=2.9, most=2)
    everything_seen = np.array([row for found in layers.values() for rows in found.values() for row in rows])
    lengths, values = sorted(set(everything_seen[:, 0].astype(int))), everything_seen[:, 1:]
    for axes, (layer, found) in zip(grid, layers.items()):
        for name, rows in found.items():
            length, low, middle, high = np.array(rows).T
            axes.plot(length, middle, **looks[name])
            axes.fill_between(length, low, high, color=looks[name]["color"], alpha=0.13, linewidth=0)
        if quantity == "meanDistance":
            axes.plot(lengths, [(length - 1) / 2 for length in lengths], color="#666666", linestyle="--", linewidth=1)
        length_axis(axes, lengths)
        axes.set_xlabel("")
        if values.min() > 0 and values.max() > 8 * values.min():
            axes.set_yscale("log")
            axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        else:
            axes.set_ylim(0, None)
        axes.tick_params(axis="x", rotation=45)
        axes.set_title(f"layer {layer}", loc="left")
    figure.supxlabel("context length (tokens)")
    figure.supylabel(label)
    figure.suptitle(subject(evaluation), x=0.01, ha="left")
    key(grid[min(len(grid), 2) - 1], [name for name in columns if any(name in found for found in layers.values())])
    plt.show()


for evaluation in range(len(results["evaluations"])):
    draw_reach(evaluation, "meanDistance", "mean distance (tokens)")
    draw_reach(evaluation, "evidenceShare", "share of the evidence in the state")
