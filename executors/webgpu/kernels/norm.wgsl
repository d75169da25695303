// norm[0] = sqrt(sum of x[i]^2), norm[1] = 1 while that and every watched value is finite, 0 from then on.
// partial_squares: one invocation per part; total: one invocation. Oracle: norm_test.ts.
override COUNT: u32;  // elements of x
override PARTS: u32;  // parts of all arrays together
override FIRST: u32 = 0;  // where this array's parts begin
override COUNTED: u32 = 0; // parts that count for the norm; the rest is only watched
override WORKGROUP_SIZE: u32 = 64;

@group(0) @binding(0) var<storage, read> x: array<f32>;              // [COUNT], or [PARTS] in total
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;     // [PARTS], or [2] in total

@compute @workgroup_size(WORKGROUP_SIZE)
fn partial_squares(
  @builtin(global_invocation_id) gid: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let part = gid.x;
  let stride = groups.x * WORKGROUP_SIZE;
  var sum = 0.0;
  for (var i = part; i < COUNT; i += stride) { sum += x[i] * x[i]; }
  sums[FIRST + part] = sum;
}

fn finite(value: f32) -> bool { return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u; }

@compute @workgroup_size(1)
fn total() {
  var sum = 0.0;
  var watched = 1.0;
  for (var i = 0u; i < PARTS; i++) {
    if (i < COUNTED) { sum += x[i]; }
    if (!finite(x[i])) { watched = 0.0; }
  }
  sums[0] = sqrt(sum);
  if (watched == 0.0 || !finite(sum)) { sums[1] = 0.0; }
}
