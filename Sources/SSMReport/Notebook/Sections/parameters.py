# %% id="parameters" tags=["parameters"]
folder = "EXPERIMENT"  # the data beside this notebook
shown = []  # names of the columns that figures show; all when empty
tolerance = 1e-9  # of the ends of intervals, which come from functions of the C library
