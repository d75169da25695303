# Times float32 products in PyTorch on the processor. Arguments: the number of threads, repetitions of each.
# Prints a line for each: its name, then the milliseconds of every repetition.
import sys
import time

import torch
from torch.nn import functional
from torch.nn.grad import conv2d_input, conv2d_weight

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)
repetitions = int(sys.argv[2])

a, b = torch.rand(768, 768), torch.rand(768, 768)
x, dy = torch.rand(64, 64, 14, 14), torch.rand(64, 64, 14, 14)
weight = torch.rand(64, 64, 3, 3)
conv = "conv 3x3 64->64 to 14x14"
work = {
    "gemm 768 forward": lambda: torch.mm(a, b),
    f"{conv} forward": lambda: functional.conv2d(x, weight, padding=1),
    f"{conv} input gradient": lambda: conv2d_input(x.shape, weight, dy, padding=1),
    f"{conv} weight gradient": lambda: conv2d_weight(x, weight.shape, dy, padding=1),
}
for name, run in work.items():
    for _ in range(3):
        run()
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    print(name, *times, sep="\t")
