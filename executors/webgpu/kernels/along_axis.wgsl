// y[o, i] = f(x[o, 0..AXIS, i]): sum, softmax, log-softmax, cross entropy, argmin along one axis.
// One invocation per (o, i), which walks the axis. Oracle: the reference of the op of the same name.
override AXIS: u32;  // length of the axis
override INNER: u32; // elements after the axis
override COUNT: u32; // (o, i) pairs
override WORKGROUP_SIZE: u32 = 64;

@group(0) @binding(0) var<storage, read> x: array<f32>;            // [outer, AXIS, INNER]
@group(0) @binding(1) var<storage, read_write> y: array<f32>;      // [outer, AXIS, INNER] or [COUNT]
@group(0) @binding(1) var<storage, read_write> codes: array<u32>;  // [COUNT]
@group(0) @binding(2) var<storage, read> targets: array<u32>;      // [COUNT]

fn index(gid: vec3u) -> u32 { return gid.x + gid.y * 32768u * WORKGROUP_SIZE; }

fn first(i: u32) -> u32 { return (i / INNER) * AXIS * INNER + i % INNER; }

// The largest value, and the log of the sum of what exp makes of values less that.
fn log_sum_exp(start: u32) -> vec2f {
  var top = x[start];
  for (var k = 1u; k < AXIS; k++) { top = max(top, x[start + k * INNER]); }
  var sum = 0.0;
  for (var k = 0u; k < AXIS; k++) { sum += exp(x[start + k * INNER] - top); }
  return vec2f(top, log(sum));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn sum_along(@builtin(global_invocation_id) gid: vec3u) {
  let i = index(gid);
  if (i >= COUNT) { return; }
  let start = first(i);
  var sum = 0.0;
  for (var k = 0u; k < AXIS; k++) { sum += x[start + k * INNER]; }
  y[i] = sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn softmax(@builtin(global_invocation_id) gid: vec3u) {
  let i = index(gid);
  if (i >= COUNT) { return; }
  let start = first(i);
  let norm = log_sum_exp(start);
  for (var k = 0u; k < AXIS; k++) { y[start + k * INNER] = exp(x[start + k * INNER] - norm.x - norm.y); }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn log_softmax(@builtin(global_invocation_id) gid: vec3u) {
  let i = index(gid);
  if (i >= COUNT) { return; }
  let start = first(i);
  let norm = log_sum_exp(start);
  for (var k = 0u; k < AXIS; k++) { y[start + k * INNER] = x[start + k * INNER] - norm.x - norm.y; }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn cross_entropy(@builtin(global_invocation_id) gid: vec3u) {
  let i = index(gid);
  if (i >= COUNT) { return; }
  let start = first(i);
  let norm = log_sum_exp(start);
  y[i] = norm.y - (x[start + targets[i] * INNER] - norm.x);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn argmin(@builtin(global_invocation_id) gid: vec3u) {
  let i = index(gid);
  if (i >= COUNT) { return; }
  let start = first(i);
  var lowest = x[start];
  var code = 0u;
  for (var k = 1u; k < AXIS; k++) {
    let value = x[start + k * INNER];
    if (value < lowest) {
      lowest = value;
      code = k;
    }
  }
  codes[i] = code;
}
