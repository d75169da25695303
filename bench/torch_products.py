# Times one float32 product in PyTorch on the processor: the time of each repetition in milliseconds, a line each.
# Arguments: its name, the number of threads, the number of repetitions.
import sys
import time

import torch
from torch.nn import functional
from torch.nn.grad import conv2d_input, conv2d_weight

name, threads, repetitions = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(0)

a, b = torch.rand(768, 768), torch.rand(768, 768)
x, dy = torch.rand(64, 64, 14, 14), torch.rand(64, 64, 14, 14)
weight = torch.rand(64, 64, 3, 3)
products = {
    "gemm 768 forward": lambda: torch.mm(a, b),
    "conv 3x3 64->64 to 14x14 forward": lambda: functional.conv2d(x, weight, padding=1),
    "conv 3x3 64->64 to 14x14 input gradient": lambda: conv2d_input(x.shape, weight, dy, padding=1),
    "conv 3x3 64->64 to 14x14 weight gradient": lambda: conv2d_weight(x, weight.shape, dy, padding=1),
}
run = products[name]
for _ in range(3):
    run()
for _ in range(repetitions):
    start = time.perf_counter()
    run()
    print(1000 * (time.perf_counter() - start))
