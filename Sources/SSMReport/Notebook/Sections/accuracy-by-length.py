# %% [markdown] id="accuracy-by-length-text"
# ## Accuracy by length
#
# Bands are 95 % intervals over contexts with all seeds pooled.
# %% id="accuracy-by-length"
training = data / "training.h5"
longest_trained = int(table(training, "training")["length"].max()) if training.exists() else None


def draw_curve(axes, part, name, look=None):
    look = look or looks[name]
    own = part.xs(name, level="column").sort_index()
    lengths = own.index.to_numpy()
    axes.plot(lengths, own["score"], **look)
    if len(lengths) == 1:  # no band to see
        axes.vlines(lengths, own["low"], own["high"], color=look["color"], linewidth=1.2)
    axes.fill_between(lengths, own["low"], own["high"], color=look["color"], alpha=0.13, linewidth=0)


def accuracy_axis(axes, part):
    """Sets the axes, and draws what curves are compared with; the lines of the key for it."""
    chance = part.groupby(level="length")["chance"].mean()
    lines = {"chance": axes.plot(chance.index, chance, color="#666666", linestyle="--", linewidth=1)[0]}
    if longest_trained and chance.index.min() <= longest_trained <= chance.index.max():
        lines["trained length"] = axes.axvline(longest_trained, color="#666666", linestyle=":", linewidth=1.2)
    axes.set_ylim(-0.02, 1.02)
    length_axis(axes, chance.index.to_list())
    return lines


def draw_accuracy(evaluation, part):
    here = [name for name in columns if name in part.index.get_level_values("column")]
    baseline = results["evaluations"][evaluation]["baseline"]
    if len(here) <= len(colours):
        figure, axes = plt.subplots(figsize=(7.4, 4.2))
        lines = accuracy_axis(axes, part)
        for name in here:
            draw_curve(axes, part, name)
        axes.set_ylabel("accuracy (share of answers)")
        key(axes, here, lines)
        axes.set_title(subject(evaluation), loc="left")
        return
    # Too many for one pair of axes: each beside the baseline.
    others = [name for name in here if name != baseline]
    figure, grid = panels(len(others))
    for axes, name in zip(grid, others):
        accuracy_axis(axes, part)
        if baseline in here:
            draw_curve(axes, part, baseline, {"color": colours[0], "marker": markers[0]})
        draw_curve(axes, part, name, {"color": colours[1], "marker": markers[1]})
        axes.set_title(name, loc="left")
        axes.set_xlabel("")
        axes.tick_params(axis="x", rotation=45)
    figure.supxlabel("context length (tokens)")
    figure.supylabel("accuracy (share of answers)")
    figure.suptitle(f"{subject(evaluation)}; {baseline} in blue", x=0.01, ha="left")


for evaluation, part in pooled.groupby(level="evaluation"):
    draw_accuracy(evaluation, part.droplevel("evaluation"))
    plt.show()
