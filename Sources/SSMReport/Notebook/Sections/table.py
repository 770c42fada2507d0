# %% [markdown] id="table-text"
# ## The table
#
# Every column at every length, over all seeds and depths, then by seed, by depth and by kind of question.
# %% id="table"
everything = "all"
keys = ["evaluation", "column", "length", "seed", "depth", "kind"]
estimates = ["score", "low", "high", "difference", "difference_low", "difference_high"]


def row(evaluation, rows, baseline, seed=everything, depth=everything, kind=everything):
    is_baseline = rows["column"].iloc[0] == results["evaluations"][evaluation]["baseline"]
    gap = (math.nan,) * 3 if is_baseline else difference(rows, baseline)
    numbers = dict(zip(estimates, (*score(rows), *gap), strict=True))
    return {
        "evaluation": evaluation, "column": rows["column"].iloc[0], "length": int(rows["length"].iloc[0]),
        "seed": seed, "depth": depth, "kind": kind, "answers": len(rows), "contexts": rows["context"].nunique(),
        "seeds": rows["seed"].nunique(), "chance": sequential_sum(rows["chance"]) / len(rows), **numbers,
        "unparsed": int((rows["parsed"] == 0).sum()), "passes": int(rows["passes"].sum()),
        "rows": int(rows["rows"].sum()), "bytes": int(rows["bytes"].max()),
    }  # fmt: skip


def rows_of(evaluation, part, baseline):
    """All rows of a column at a length."""
    everywhere = answers[answers["evaluation"] == evaluation]
    yield row(evaluation, part, baseline)
    if len(results["seeds"]) > 1:
        for seed, own in part.groupby("seed"):
            yield row(evaluation, own, baseline[baseline["seed"] == seed], seed=int(seed))
    if everywhere["depth"].nunique() > 1:
        for depth, own in part.groupby("depth"):
            yield row(evaluation, own, baseline[baseline["depth"] == depth], depth=float(depth))
    kinds = sorted(everywhere["kind"].dropna().unique())
    if (everywhere["abstention"] == 1).any():
        kinds.append("abstention")
    for kind in kinds if len(kinds) > 1 else []:

        def are(rows, kind=kind):
            return (rows["kind"] == kind) | ((kind == "abstention") & (rows["abstention"] == 1))

        if are(part).any():
            yield row(evaluation, part[are(part)], baseline[are(baseline)], kind=kind)


def recompute():
    places = ["evaluation", "column", "length"]
    parts = dict(list(answers.groupby(places, sort=False, observed=True)))
    found = []
    for (evaluation, _, length), part in parts.items():
        baseline = parts.get((evaluation, results["evaluations"][evaluation]["baseline"], length), part.iloc[:0])
        found.extend(rows_of(evaluation, part, baseline))
    return pd.DataFrame(found).set_index(keys)


def report():
    """The rows of results.json under the same names."""
    found = []
    for index, evaluation in enumerate(results["evaluations"]):
        for entry in evaluation["rows"]:
            gap = entry.get("difference") or {"value": math.nan, "low": math.nan, "high": math.nan}
            found.append({
                "evaluation": index, "column": entry["column"], "length": entry["length"],
                "seed": entry.get("seed", everything), "depth": float(entry["depth"]) if "depth" in entry else everything,
                "kind": entry.get("kind", everything), "answers": entry["answers"], "contexts": entry["contexts"],
                "seeds": entry["seeds"], "chance": entry["chance"], "score": entry["score"]["value"],
                "low": entry["score"]["low"], "high": entry["score"]["high"], "difference": gap["value"],
                "difference_low": gap["low"], "difference_high": gap["high"], "unparsed": entry["parseFailures"],
                "passes": entry["cost"]["passes"], "rows": entry["cost"]["rows"], "bytes": entry["cost"]["peakBytes"],
            })  # fmt: skip
    return pd.DataFrame(found).set_index(keys)


def share(value, sign=""):
    # Adding zero turns a rounded -0.0 into 0.0.
    return f"{round(value, 2) + 0.0:{sign}.2f}"


def interval(low, high, sign=""):
    return f"[{share(low, sign)}, {share(high, sign)}]"


recomputed = recompute()
reported = report()
# Pooled rows of the columns: over all seeds, depths and kinds.
pooled = recomputed.xs((everything,) * 3, level=["seed", "depth", "kind"])
for evaluation, part in pooled.groupby(level="evaluation"):
    part = part.reset_index()
    baseline = results["evaluations"][evaluation]["baseline"]
    print(subject(evaluation))
    display(
        pd.DataFrame({
            "length": part["length"],
            "column": part["column"],
            "accuracy": [share(value) for value in part["score"]],
            "95 %": [interval(low, high) for low, high in zip(part["low"], part["high"])],
            f"vs {baseline}": [
                "" if math.isnan(gap) else f"{share(gap, '+')} {interval(low, high, '+')}"
                for gap, low, high in zip(part["difference"], part["difference_low"], part["difference_high"])
            ],
            "chance": [f"{value:.3f}" for value in part["chance"]],
            "answers / contexts / seeds": [
                f"{row.answers} / {row.contexts} / {row.seeds}" for row in part.itertuples()
            ],
            "unparsed": part["unparsed"],
            "rows": [f"{value:,}" for value in part["rows"]],
            "memory (MB)": [f"{value / 1e6:.1f}" for value in part["bytes"]],
        }).sort_values("length", kind="stable").set_index(["length", "column"])
    )  # fmt: skip
# %% [markdown] id="comparison-text"
# ### Where it disagrees with the report
#
# Counts, scores, differences and chance have to be the same to the last bit; the ends of intervals may differ by
# `tolerance`.
# %% id="comparison"
ends = ["low", "high", "difference_low", "difference_high"]
places = recomputed.index.union(reported.index, sort=False)
left, right = recomputed.reindex(places), reported.reindex(places)


def disagree(name):
    apart = (left[name] - right[name]).abs()
    is_missing = left[name].isna() != right[name].isna()
    return is_missing | (apart > (tolerance if name in ends else 0))


apart = pd.DataFrame({name: disagree(name) for name in left.columns})
disagreements = left[apart.any(axis=1)].join(right, lsuffix=", notebook", rsuffix=", report")
largest = (left[ends] - right[ends]).abs().max().max()
if disagreements.empty:
    print(f"All {len(recomputed)} rows agree with the report; the largest difference of an interval's end is {largest:.1e}.")
else:
    print(f"{len(disagreements)} of {len(left)} rows disagree with the report:")
    display(disagreements[sorted(disagreements.columns)])
