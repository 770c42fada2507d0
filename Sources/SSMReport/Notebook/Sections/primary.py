# %% [markdown] id="primary-text"
# ## The primary endpoint
#
# Named before the results were known. Bars are 95 % intervals of the difference to the baseline.
# %% id="primary"
first, last = results["primary"][0]["lengths"]
in_range = answers[answers["length"].between(first, last)]
evaluation = in_range["evaluation"].min()
in_range = in_range[in_range["evaluation"] == evaluation]
baseline = results["evaluations"][evaluation]["baseline"]
others = in_range[in_range["column"] == baseline]
endpoint = pd.DataFrame({
    name: dict(zip(estimates, (*score(rows), *(difference(rows, others) if name != baseline else (math.nan,) * 3))))
    for name, rows in in_range.groupby("column", observed=True)
}).T  # fmt: skip
told = pd.DataFrame({
    entry["column"]: dict(zip(estimates, [
        entry["score"]["value"], entry["score"]["low"], entry["score"]["high"],
        *((entry.get("difference") or {}).get(end, math.nan) for end in ["value", "low", "high"]),
    ]))
    for entry in results["primary"]
}).T  # fmt: skip
print(results["primary"][0]["endpoint"])
print("largest difference to the report:", f"{(endpoint - told.loc[endpoint.index]).abs().max().max():.1e}")
display(endpoint.round(3))

compared = [name for name in columns if name in endpoint.index and name != baseline]
if compared:
    figure, axes = plt.subplots(figsize=(6.4, 0.8 + 0.34 * len(compared)))
    for place, name in enumerate(compared):
        found = endpoint.loc[name]
        reach = [[found["difference"] - found["difference_low"]], [found["difference_high"] - found["difference"]]]
        axes.errorbar([found["difference"]], [place], xerr=reach, linestyle="none", capsize=3, **looks[name])
    axes.axvline(0, color="#666666", linewidth=1)
    axes.set_yticks(range(len(compared)), compared)
    axes.set_ylim(len(compared) - 0.5, -0.5)
    axes.set_xlabel(f"difference of accuracy to {baseline} (share of answers)")
    axes.set_title(results["primary"][0]["endpoint"], loc="left")
    plt.show()
