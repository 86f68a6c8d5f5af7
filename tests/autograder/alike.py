"""One answer, written twice: the second time with other names and spaces."""

OWN = """
gathered = []
for place in range(dout_rows.shape[1]):
    amount = 0.0
    for row in reversed(range(len(dout_rows))):
        amount = amount + dout_rows[row, place] * 1.0
    gathered.append(amount)
db = np.asarray(gathered, dtype=dout_rows.dtype)
"""
RENAMED = """
res = []   # collect
for k in range( dout_rows.shape[1] ):
        acc = 0.0
        for i in reversed(range(len(dout_rows))):
                acc = acc + dout_rows[i, k]*1.0
        res.append(acc)
db = np.asarray(res,
                dtype = dout_rows.dtype)
"""
