/** Invocations per workgroup of the element-wise kernels. */
export const WORKGROUP_SIZE = 64;

/** Longest row of workgroups: WebGPU allows 65535, and a grid of rows then holds any count. */
export const MAX_ROW = 32768;

/** Workgroups that give at least `count` invocations; invocation i = x + y * MAX_ROW * WORKGROUP_SIZE. */
export function gridOf(count: number): [number, number, number] {
  const groups = Math.ceil(count / WORKGROUP_SIZE);
  return groups <= MAX_ROW ? [groups, 1, 1] : [MAX_ROW, Math.ceil(groups / MAX_ROW), 1];
}
