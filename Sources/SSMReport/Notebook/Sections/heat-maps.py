# %% [markdown] id="heat-maps-text"
# ## Accuracy by length and depth of the evidence
#
# Depth 0 is the start of the context, 1 its end. All panels share one scale.
# %% id="heat-maps"
def draw_heat_maps(evaluation, cells):
    here = [name for name in columns if name in cells.index.get_level_values("column")]
    lengths = sorted(set(cells.index.get_level_values("length")))
    depths = sorted(set(cells.index.get_level_values("depth")))
    figure, grid = panels(len(here), width=0.8 + 0.36 * len(lengths), height=1.0 + 0.3 * len(depths))
    for axes, name in zip(grid, here):
        shares = cells.xs(name, level="column")["score"].unstack("length").reindex(index=depths, columns=lengths)
        image = axes.imshow(shares, vmin=0, vmax=1, aspect="auto", origin="upper")
        for (down, across), share in np.ndenumerate(shares.to_numpy()):
            if not math.isnan(share):
                ink = "white" if share < 0.55 else "black"
                axes.text(across, down, f"{share:.2f}", ha="center", va="center", color=ink, fontsize=7)
        axes.set_xticks(range(len(lengths)), [f"{length:,}" for length in lengths], rotation=45)
        axes.set_yticks(range(len(depths)), [f"{depth:g}" for depth in depths])
        axes.set_title(name, loc="left")
        axes.grid(False)
    counts = sorted(set(cells["answers"]))
    each = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
    figure.supxlabel("context length (tokens)")
    figure.supylabel("depth of the evidence")
    figure.suptitle(f"{subject(evaluation)}; n = {each} answers a cell", x=0.01, ha="left")
    figure.colorbar(image, ax=grid, label="accuracy (share of answers)", fraction=0.05)


by_depth = recomputed[recomputed.index.get_level_values("depth") != everything].droplevel(["seed", "kind"])
for evaluation, cells in by_depth.groupby(level="evaluation"):
    draw_heat_maps(evaluation, cells.droplevel("evaluation"))
    plt.show()
