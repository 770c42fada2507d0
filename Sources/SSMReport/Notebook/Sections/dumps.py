# %% [markdown] id="dumps-text"
# ## Dumps
#
# What probes saw while some columns read a sample, a file for each column and sample. A group of a file is a site, a
# dataset in it a layer. Axes have names: a row a token, with its original position, its number and its text.
# %% id="dumps"
def contents_of(path):
    """Of each site and layer of a dump the names and lengths of its axes; nothing of a file that cannot be read."""
    found = {}
    try:
        with h5py.File(path) as file:
            sites = {
                site: sorted(int(name) for name in group if name.isdigit())
                for site, group in file.items()
                if isinstance(group, h5py.Group) and site != "weights"
            }
        for site, layers in sites.items():
            with xr.open_dataset(path, group=site, engine="h5netcdf") as dataset:
                found.update({(site, layer): dataset[str(layer)].sizes for layer in layers})
    except (AttributeError, KeyError, OSError, RuntimeError, ValueError) as problem:
        print(f"{path} is left out: {problem}")
        return {}
    return found


def rows_of(path, site, layer):
    """What a layer gave at a site: an array with named axes, the first of which holds the original positions."""
    with xr.open_dataset(path, group=site, engine="h5netcdf") as dataset:
        return dataset[str(layer)].load()


index = Path(dump_folder) / "index.json"
if index.exists():
    listed = json.loads(index.read_text(encoding="utf-8"))["files"]
    dumps = [dump for dump in listed if dump["file"] not in damaged_dumps]
else:
    dumps = []
    print(f"There is no dump in {dump_folder}: run the experiment, or set dump_folder to a folder that has one.")
for dump in dumps:
    dump["path"] = index.parent / dump["file"]
    dump["contents"] = contents_of(dump["path"])
pd.DataFrame(
    [
        {
            "file": dump["file"],
            "sample": dump["sample"],
            "site": site,
            "layer": layer,
            "axes": ", ".join(f"{name} {length:,}" for name, length in axes.items()),
        }
        for dump in dumps
        for (site, layer), axes in dump["contents"].items()
    ]
)
# %% id="dumps-figures"
def draw_site(site, layers, dumps, colour):
    """The size of each row by original position: a number as it is, of several their root mean square."""
    figure, grid = panels(len(layers), width=3.6, height=2.6, most=2)
    for axes, layer in zip(grid, layers):
        for dump in dumps:
            if (site, layer) in dump["contents"]:
                rows = rows_of(dump["path"], site, layer).astype("float64")
                size = np.sqrt((rows**2).mean(rows.dims[1:])) if rows.ndim > 1 else rows
                # Points, because lines would lead over rows that a strategy dropped.
                axes.plot(rows[rows.dims[0]], size, ".", color=colour[dump["strategy"]], markersize=3, markeredgewidth=0)
        axes.set_title(f"layer {layer}", loc="left")
    figure.supxlabel("position (tokens)")
    figure.supylabel("size of a row")
    figure.suptitle(f"{site} of {dumps[0]['sample']}", x=0.01, ha="left")
    points = {
        dump["strategy"]: plt.Line2D([], [], color=colour[dump["strategy"]], linestyle="", marker=".") for dump in dumps
    }
    key(grid[min(len(grid), 2) - 1], [], points)
    plt.show()


# Columns in their order; a dump from elsewhere may have other labels.
labels = list(dict.fromkeys(dump["strategy"] for dump in dumps))
labels = [name for name in columns if name in labels] + [name for name in labels if name not in meaning["columns"]]
colour = {
    name: looks[name]["color"] if name in looks else colours[place % len(colours)] for place, name in enumerate(labels)
}
drawn = [dump for name in labels for dump in dumps if dump["strategy"] == name]
drawn = [dump for dump in drawn if dump["sample"] == drawn[0]["sample"]]
# `kept` holds positions, which have no size.
for site in sorted({site for dump in drawn for site, _ in dump["contents"]} - {"kept"}):
    layers = sorted({layer for dump in drawn for place, layer in dump["contents"] if place == site})
    if len(layers) > 8:  # evenly spaced, with the first and the last
        layers = [layers[index * (len(layers) - 1) // 7] for index in range(8)]
    draw_site(site, layers, drawn, colour)
