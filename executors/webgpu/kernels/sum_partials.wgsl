// out[offset + i] = sum over s of partial[s, i], in the order of s. One invocation per element. Oracle: conv2d_ref.ts.
struct Params { count : u32, splits : u32, offset : u32, stride : u32 }

@group(0) @binding(0) var<storage, read> partial : array<f32>; // [splits, count]
@group(0) @binding(1) var<storage, read_write> out : array<f32>; // [offset + count]
@group(0) @binding(2) var<uniform> params : Params;

@compute @workgroup_size(64)
fn sum_partials(@builtin(global_invocation_id) gid : vec3u) {
  let i = gid.x + gid.y * params.stride;
  if (i >= params.count) { return; }
  var sum = 0.0;
  for (var s = 0u; s < params.splits; s++) { sum += partial[s * params.count + i]; }
  out[params.offset + i] = sum;
}
