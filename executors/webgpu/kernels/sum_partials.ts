import { type BufferRef, read, type Recorder, write } from "./kernel.ts";
import source from "./sum_partials.wgsl" with { type: "text" };

const WORKGROUP = 64;

/** Records out[offset..offset + count] = the sum of `splits` partial results of `count` words each. */
export function launchSumPartials(
  r: Recorder,
  sum: { partial: BufferRef; out: BufferRef; count: number; splits: number; offset: number },
): void {
  const groups = Math.ceil(sum.count / WORKGROUP);
  const x = Math.min(groups, r.limits.maxComputeWorkgroupsPerDimension);
  r.dispatch({
    kernel: { name: "sum_partials", code: source, entryPoint: "sum_partials" },
    bindings: [read(sum.partial), write(sum.out)],
    uniforms: [sum.count, sum.splits, sum.offset, x * WORKGROUP],
    workgroups: [x, Math.ceil(groups / x), 1],
  });
}
