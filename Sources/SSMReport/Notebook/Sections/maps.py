# %% [markdown] id="maps-text"
# ## Maps
#
# What `ssmlab map` found in the scans, a file for each strategy and sample. Colours of matrices are logarithmic, from a
# thousandth of the greatest value of a row of panels; a map is no probability, and rows do not sum to one.
# %% id="maps"
from matplotlib.colors import LogNorm

map_files = {path.parent.relative_to(data / "maps").as_posix(): path for path in sorted(data.glob("maps/**/maps.h5"))}


def group_paths(file):
    """The groups that hold datasets, by their paths."""
    found = []
    file.visititems(lambda path, item: found.append(item.parent.name[1:]) if isinstance(item, h5py.Dataset) else None)
    return list(dict.fromkeys(found))


def in_maps(read):
    """What `read` makes of each group of each file, by the group's path and then by the file's name."""
    found = {}
    for name, path in map_files.items():
        with h5py.File(path) as file:
            for group in group_paths(file):
                value = read(group, file[group])
                if value is not None:
                    found.setdefault(group, {})[name] = value
    return dict(sorted(found.items()))


def matrix(path, group):
    """A map with the positions of its rows and columns."""
    shown = next((name for name in ["absolute", "norm", "rollout", "signed"] if name in group), None)
    if shown is None or group[shown].ndim != 2:
        return None
    axes = [next(group[name][()] for name in [f"{axis}-position", f"{axis}-start"] if name in group)
            for axis in ["row", "column"]]  # fmt: skip
    return shown, np.abs(group[shown][()]), *axes


def draw_matrices(path, maps):
    figure, grid = panels(len(maps), width=3.0, height=2.9)
    # Blocks without a pair of rows are no numbers, and stay white.
    greatest = max(np.nanmax(values, initial=0) for _, values, _, _ in maps.values()) or 1.0
    for axes, (name, (shown, values, rows, places)) in zip(grid, maps.items()):
        edges = [places[0] - 0.5, places[-1] + 0.5, rows[-1] + 0.5, rows[0] - 0.5]
        image = axes.imshow(
            np.maximum(values, greatest / 1000), norm=LogNorm(greatest / 1000, greatest), aspect="auto", extent=edges
        )
        axes.set_title(name, loc="left")
        axes.grid(False)
    figure.supxlabel("position that is read (tokens)")
    figure.supylabel("position that reads (tokens)")
    figure.suptitle(f"{path}: {shown}", x=0.01, ha="left")
    bar = figure.colorbar(image, ax=grid, label="absolute value", fraction=0.05)
    bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    plt.show()


for path, maps in in_maps(matrix).items():
    draw_matrices(path, maps)
# %% id="step-strips"
def steps_of(path, group):
    return (group["mean-step"][()], group["fate"][()]) if path.startswith("steps/") else None


strips = {}
for path, found in in_maps(steps_of).items():
    for name, strip in found.items():
        strips.setdefault(name, {})[int(path.split("/")[1])] = strip
if strips:
    figure, grid = plt.subplots(
        len(strips), 1, figsize=(7.4, 0.9 + sum(0.5 + 0.22 * len(layers) for layers in strips.values())), squeeze=False
    )
    present = [step[fate > 0] for layers in strips.values() for step, fate in layers.values()]
    greatest = max(steps.max() for steps in present if steps.size)
    for axes, (name, layers) in zip(grid.flat, strips.items()):
        order = sorted(layers)
        steps = np.array([np.where(layers[layer][1] > 0, layers[layer][0], np.nan) for layer in order])
        axes.set_facecolor("#D9D9D9")
        image = axes.imshow(
            steps, norm=LogNorm(greatest / 1000, greatest, clip=True), aspect="auto", interpolation="nearest"
        )
        for down, layer in enumerate(order):
            made = np.flatnonzero(layers[layer][1] == 2)
            axes.plot(made, np.full(len(made), down), "|", color="#D55E00", markersize=7)
        axes.set_yticks(range(len(order)), order)
        axes.set_ylabel("layer")
        axes.set_title(f"{name}: mean step; dropped rows grey, rows that a strategy made up marked", loc="left")
        axes.grid(False)
    grid.flat[-1].set_xlabel("position (tokens)")
    bar = figure.colorbar(image, ax=grid, label="mean step", fraction=0.05)
    bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    plt.show()
# %% id="state-traces"
def trace_of(dataset):
    return lambda path, group: (group["position"][()], group[dataset][()]) if dataset in group else None


def draw_traces(traces, label):
    if not traces:
        return
    figure, grid = panels(len(traces), width=3.2, height=2.6, most=3)
    names_shown = list(map_files)
    for axes, (path, found) in zip(grid, traces.items()):
        for name, (positions, values) in found.items():
            axes.plot(positions, values, color=colours[names_shown.index(name) % len(colours)])
        axes.set_title(f"layer {path.split('/')[1]}", loc="left")
    figure.supxlabel("position (tokens)")
    figure.supylabel(label)
    lines = {name: plt.Line2D([], [], color=colours[index % len(colours)]) for index, name in enumerate(names_shown)}
    key(grid[min(len(grid), 3) - 1], [], lines)
    plt.show()


draw_traces({path: found for path, found in in_maps(trace_of("norm")).items() if path.startswith("state/")}, "norm of the state")
draw_traces(in_maps(trace_of("needle-share")), "share of the needle in the state")
# %% id="mean-distances"
distances = in_maps(lambda path, group: group["mean-distance"][()] if "mean-distance" in group else None)
if distances:
    figure, axes = plt.subplots(figsize=(7.4, 3.4))
    layers = [int(path.split("/")[1]) for path in distances]
    for index, name in enumerate(map_files):
        spread_of = [np.quantile(found.get(name, [np.nan]), [0.25, 0.5, 0.75]) for found in distances.values()]
        low, middle, high = np.array(spread_of).T
        places = np.array(layers) + 0.1 * (index - (len(map_files) - 1) / 2)
        look = {"color": colours[index % len(colours)], "marker": markers[index % len(markers)]}
        axes.errorbar(places, middle, yerr=[middle - low, high - middle], capsize=2, linestyle="none", **look)
    axes.set_xticks(layers)
    axes.set_xlabel("layer")
    axes.set_ylabel("mean distance (tokens)")
    axes.set_title("how far the last row looks back: median and quartiles of the channels", loc="left")
    handles = {name: plt.Line2D([], [], color=colours[index % len(colours)]) for index, name in enumerate(map_files)}
    key(axes, [], handles)
    plt.show()
