"""Looks codes up in a codebook over HTTP: `python3 examples/codebook.py [SERVER] [MODEL] [CODES]`."""
import json, struct, sys
from urllib.request import urlopen

server, model, codes = sys.argv[1:] + ["http://127.0.0.1:8000", "mnist", "0,5"][len(sys.argv) - 1:]
raw = urlopen(f"{server}/models/{model}/codebook.safetensors").read()
# All of the format: a length, a header in JSON, the numbers. Where the package is installed, the
# next three lines are `safetensors.numpy.load(raw)["codebook"]`.
header, = struct.unpack_from("<Q", raw)
size, dim = json.loads(raw[8:8 + header])["codebook"]["shape"]
codebook = list(struct.iter_unpack(f"<{dim}f", raw[8 + header:]))
print(f"{size} entries of width {dim}")
for code in codes.split(","):
    print(code, *codebook[int(code)])
