# %% [markdown] id="statistics-text"
# ## Intervals
#
# Contexts are the unit: all answers about one context are drawn together, over all seeds. From 40 contexts on, intervals
# are percentiles of 2,000 bootstrap draws, whose random numbers are those of the run; below that they are Student's, and
# Wilson's where all contexts agree. Differences to the baseline are paired by prompt and seed.
# %% id="statistics"
level = 0.95
resamples = 2_000
few_contexts = 40  # below this many, a bootstrap is too narrow
bits = 2**64 - 1


def mixed(number):
    """The mixing function of SplitMix64, of a number or of an array of 64-bit numbers."""
    number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9 & bits
    number = (number ^ (number >> 27)) * 0x94D049BB133111EB & bits
    return number ^ (number >> 31)


def folded(key, name):
    """The child of a random key by a name."""
    digest = 0xCBF29CE484222325
    for byte in name.encode():
        digest = (digest ^ byte) * 0x100000001B3 & bits
    return mixed(key ^ mixed(digest))


@functools.cache
def draws(count):
    """The contexts that are drawn, by their indices below `count`: (resamples, count)."""
    root = mixed(0x9E3779B97F4A7C15)
    key = folded(folded(root, "intervals"), "bootstrap")
    wanted = resamples * count
    # A number of 64 bits is refused once in 2^64 / count, so that a few to spare are enough.
    state = np.array([key], dtype=np.uint64) + np.arange(1, wanted + 65, dtype=np.uint64) * 0x9E3779B97F4A7C15
    numbers = mixed(state)
    numbers = numbers[numbers * np.uint64(count) >= 2**64 % count][:wanted]
    low_half = (numbers & 0xFFFFFFFF) * np.uint64(count) >> 32
    indices = ((numbers >> 32) * np.uint64(count) + low_half) >> 32
    return indices.astype(np.int64).reshape(resamples, count)


def sequential_sum(values):
    """The sum from left to right, as the run adds up; other orders differ in the last bits."""
    return float(np.cumsum(np.concatenate([[0.0], values]))[-1])


@functools.cache
def normal_quantile(probability):
    lower, upper = -10.0, 10.0
    for _ in range(100):
        middle = (lower + upper) / 2
        is_below = math.erfc(-middle / math.sqrt(2)) / 2 < probability
        lower, upper = (middle, upper) if is_below else (lower, middle)
    return (lower + upper) / 2


@functools.cache
def student_quantile(probability, freedom):
    """By bisection of the angle of which the quantile is a tangent (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""

    def central(angle):
        is_odd = freedom % 2 == 1
        square = math.cos(angle) * math.cos(angle)
        term = math.cos(angle) if is_odd else 1.0
        total = 0.0
        for power in range(1 if is_odd else 0, freedom - 1, 2):
            total += term
            term *= square * (power + 1) / (power + 2)
        return 2 / math.pi * (angle + math.sin(angle) * total) if is_odd else math.sin(angle) * total

    lower, upper = 0.0, math.pi / 2
    for _ in range(60):
        middle = (lower + upper) / 2
        is_below = central(middle) < 2 * probability - 1
        lower, upper = (middle, upper) if is_below else (lower, middle)
    return math.sqrt(freedom) * math.tan((lower + upper) / 2)


def wilson(successes, trials):
    share = successes / trials
    z = normal_quantile((1 + level) / 2)
    scale = 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return (
        0.0 if successes <= 0 else max(0.0, middle - half),
        1.0 if successes >= trials else min(1.0, middle + half),
    )


def student(sums, counts, bounds):
    mean = sums.sum() / counts.sum()
    squares = sequential_sum((sums - mean * counts) ** 2)
    error = math.sqrt(squares * len(sums) / (len(sums) - 1)) / counts.sum()
    half = error * student_quantile((1 + level) / 2, len(sums) - 1)
    return max(bounds[0], mean - half), min(bounds[1], mean + half)


def bootstrap(sums, counts):
    drawn = draws(len(sums))
    means = np.sort(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1))

    def quantile(share):
        place = share * (len(means) - 1)
        below = int(place)
        above = min(below + 1, len(means) - 1)
        return means[below] + (place - below) * (means[above] - means[below])

    tail = (1 - level) / 2
    return quantile(tail), quantile(1 - tail)


def by_context(contexts, values):
    """Sums and counts of values by context, in the order in which contexts come."""
    places, _ = pd.factorize(contexts)
    return np.bincount(places, weights=values), np.bincount(places)


def spread(sums, counts, bounds):
    """The interval of a mean whose contexts do not all agree."""
    return student(sums, counts, bounds) if len(sums) < few_contexts else bootstrap(sums, counts)


def score(rows):
    """The share of right answers: value, lower and upper end."""
    sums, counts = by_context(rows["context"], rows["right"])
    mean = sums.sum() / counts.sum()
    is_plain = len(sums) < few_contexts and counts.sum() == len(sums)
    if is_plain or (sums * counts[0] == sums[0] * counts).all():
        return mean, *wilson(mean * len(sums), len(sums))
    return mean, *spread(sums, counts, (0, 1))


def difference(rows, baseline):
    """The difference to the baseline over the answers that both have: value, lower and upper end."""
    partners = baseline.set_index(["prompt", "seed"])["right"].rename("other")
    pairs = rows.join(partners, on=["prompt", "seed"], how="inner")
    if pairs.empty:
        return math.nan, math.nan, math.nan
    sums, counts = by_context(pairs["context"], pairs["right"] - pairs["other"])
    mean = sums.sum() / counts.sum()
    if (sums * counts[0] == sums[0] * counts).all():
        low, high = wilson(abs(mean) * len(sums), len(sums))
        low, high = (-high, high) if mean == 0 else (low, high) if mean > 0 else (-high, -low)
        return mean, low, high
    return mean, *spread(sums, counts, (-1, 1))
