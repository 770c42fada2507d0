# %% [markdown] id="training-text"
# ## Training
#
# Thin lines are the runs of training, one for each seed; strong lines are the mean of the seeds, smoothed over nine
# reports. Of long runs a few hundred steps are kept. Runs that only try a learning rate are left out.
# %% id="training"
runs = names(data / "training.h5")["runs"]
steps = table(data / "training.h5", "training")
steps["loss"] = steps["target_loss"].where(steps["target_loss"].notna(), steps["loss"])


def shared(group):
    """The columns that share a run, in a few words."""
    if len(group) == len(meaning["columns"]) > 1:
        return "all columns"
    return ", ".join(group) if len(group) <= 2 else f"{group[0]} and {len(group) - 1} more"


def draw_training(stage, chosen):
    """The losses of a stage; `chosen` has the numbers of its runs by the columns that share them."""
    figure, axes = plt.subplots(figsize=(7.4, 3.8))
    lines = {}
    for group, numbers in chosen.items():
        colour = looks[group[0]]["color"]
        curves = steps[steps["run"].isin(numbers)].pivot_table(index="step", columns="run", values="loss")
        if curves.empty:
            continue
        axes.plot(curves.index, curves, color=colour, linewidth=0.7, alpha=0.25)
        smooth = curves.mean(axis=1).rolling(9, center=True, min_periods=1).mean()
        lines[shared(group)] = axes.plot(smooth.index, smooth, color=colour)[0]
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.yaxis.set_minor_formatter(lambda value, _: f"{value:g}" if f"{value:e}"[0] in "25" else "")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("step (updates)")
    axes.set_ylabel("loss of target tokens (nats)")
    axes.set_title(f"stage {stage}", loc="left")
    key(axes, [], lines)
    plt.show()


for stage in dict.fromkeys(run["stage"] for run in runs if "triedRate" not in run):
    chosen = {}
    for number, run in enumerate(runs):
        if run["stage"] == stage and "triedRate" not in run:
            chosen.setdefault(tuple(run["columns"]), []).append(number)
    draw_training(stage, dict(sorted(chosen.items(), key=lambda item: meaning["columns"].index(item[0][0]))))
