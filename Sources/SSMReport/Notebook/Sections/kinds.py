# %% [markdown] id="kinds-text"
# ## Accuracy by kind of question
#
# At the greatest length of each evaluation. Bars are 95 % intervals over contexts.
# %% id="kinds"
by_kind = recomputed[recomputed.index.get_level_values("kind") != everything].droplevel(["seed", "depth"])
for evaluation, part in by_kind.groupby(level="evaluation"):
    longest = part.index.get_level_values("length").max()
    part = part.xs((evaluation, longest), level=["evaluation", "length"])
    kinds = list(dict.fromkeys(part.index.get_level_values("kind")))
    here = [name for name in columns if name in part.index.get_level_values("column")]
    figure, axes = plt.subplots(figsize=(7.4, 0.8 + len(kinds) * (0.3 + 0.16 * len(here))))
    for index, name in enumerate(here):
        own = part.xs(name, level="column").reindex(kinds)
        offset = 0.7 * ((index + 0.5) / len(here) - 0.5)
        reach = [own["score"] - own["low"], own["high"] - own["score"]]
        places = np.arange(len(kinds)) + offset
        axes.errorbar(own["score"], places, xerr=reach, linestyle="none", capsize=2, **looks[name])
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set_ylim(len(kinds) - 0.5, -0.5)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel("accuracy (share of answers)")
    axes.set_title(f"{subject(evaluation)}, {longest:,} tokens", loc="left")
    key(axes, here, linestyle="none")
    plt.show()
