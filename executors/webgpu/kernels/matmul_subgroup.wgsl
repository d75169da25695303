// out[b, m, n] = bias[n] + sum over k of A[b, m, k] * B[b, k, n], operands read through strides.
// One subgroup per 4 * TALL * LANES rows x 4 * LANES columns of one matrix. Oracle: matmul_ref in matmul_test.ts.
const LANES = {#lane}u;
const TALL = {#tall}u;

struct Params {
  m : u32, n : u32, k : u32, first_tile : u32, a_row : u32, a_k : u32, a_matrix : u32,
  b_k : u32, b_column : u32, b_matrix : u32, has_bias : u32,
}

@group(0) @binding(0) var<storage, read> a : array<f32>; // [batch, m, k] or [batch, k, m]
@group(0) @binding(1) var<storage, read> b : array<f32>; // [batch, k, n] or [batch, n, k]
@group(0) @binding(2) var<storage, read> bias : array<f32>; // [n]
@group(0) @binding(3) var<storage, read_write> product : array<f32>; // [batch, m, n]
@group(0) @binding(4) var<uniform> params : Params;

fn bias_quad(column : vec4u) -> vec4f {
  if (params.has_bias == 0) { return vec4f(); }
  return vec4f(bias[column.x], bias[column.y], bias[column.z], bias[column.w]);
}

fn store(row : u32, sum : vec4f, column : u32, matrix : u32) {
  if (row >= params.m) { return; }
  let at = (matrix * params.m + row) * params.n + column;
  if (column < params.n) { product[at] = sum.x; }
  if (column + 1 < params.n) { product[at + 1] = sum.y; }
  if (column + 2 < params.n) { product[at + 2] = sum.z; }
  if (column + 3 < params.n) { product[at + 3] = sum.w; }
}

@compute @workgroup_size(LANES)
fn matmul(@builtin(workgroup_id) tile : vec3u, @builtin(local_invocation_index) lane : u32) {
  let first_row = (params.first_tile + tile.x) * 4 * TALL * LANES;
  if (first_row >= params.m) { return; }
  let first_column = tile.y * 4 * LANES + 4 * lane;
  let column = min(vec4u(first_column) + vec4u(0, 1, 2, 3), vec4u(params.n - 1));
  // repeat tall
  let row{tall} = min(vec4u(first_row + 4 * ({tall} * LANES + lane)) + vec4u(0, 1, 2, 3), vec4u(params.m - 1));
  var a_at{tall} = tile.z * params.a_matrix + row{tall} * params.a_row;
  // end
  var b_at = tile.z * params.b_matrix + column * params.b_column;
  let start = bias_quad(column);

  // repeat tall
  // repeat lane
  var c{tall}_{lane}x = start; var c{tall}_{lane}y = start; var c{tall}_{lane}z = start; var c{tall}_{lane}w = start;
  // end
  // end
  for (var k = 0u; k < params.k; k++) {
    let columns = vec4f(b[b_at.x], b[b_at.y], b[b_at.z], b[b_at.w]);
    // repeat tall
    let rows{tall} = vec4f(a[a_at{tall}.x], a[a_at{tall}.y], a[a_at{tall}.z], a[a_at{tall}.w]);
    a_at{tall} += vec4u(params.a_k);
    // repeat lane
    let s{tall}_{lane} = subgroupBroadcast(rows{tall}, {lane}u);
    c{tall}_{lane}x = fma(s{tall}_{lane}.xxxx, columns, c{tall}_{lane}x); c{tall}_{lane}y = fma(s{tall}_{lane}.yyyy, columns, c{tall}_{lane}y);
    c{tall}_{lane}z = fma(s{tall}_{lane}.zzzz, columns, c{tall}_{lane}z); c{tall}_{lane}w = fma(s{tall}_{lane}.wwww, columns, c{tall}_{lane}w);
    // end
    // end
    b_at += vec4u(params.b_k);
  }
  // One store in a loop: a store per sum would compile for seconds.
  var sums : array<vec4f, 4 * TALL * LANES>;
  // repeat tall
  // repeat lane
  sums[4 * ({tall} * LANES + {lane})] = c{tall}_{lane}x; sums[4 * ({tall} * LANES + {lane}) + 1] = c{tall}_{lane}y;
  sums[4 * ({tall} * LANES + {lane}) + 2] = c{tall}_{lane}z; sums[4 * ({tall} * LANES + {lane}) + 3] = c{tall}_{lane}w;
  // end
  // end
  for (var r = 0u; r < 4 * TALL * LANES; r++) { store(first_row + r, sums[r], first_column, tile.z); }
}
