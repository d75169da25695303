// out[m, n] = bias[n] + sum over k of A[m, k] * B[k, n], both operands packed by tiles.
// One subgroup per 4 * TALL * LANES rows x 4 * LANES columns. Oracle: matmul_ref in matmul_test.ts.
const LANES = {#lane}u;
const TALL = {#tall}u;

struct Params { m : u32, n : u32, k : u32, has_bias : u32 }

@group(0) @binding(0) var<storage, read> a : array<vec4f>; // [row tiles, k, TALL * LANES]
@group(0) @binding(1) var<storage, read> b : array<vec4f>; // [column tiles, k, LANES]
@group(0) @binding(2) var<storage, read> bias : array<f32>; // [n]
@group(0) @binding(3) var<storage, read_write> product : array<f32>; // [m, n]
@group(0) @binding(4) var<uniform> params : Params;

fn bias_quad(column : vec4u) -> vec4f {
  if (params.has_bias == 0) { return vec4f(); }
  return vec4f(bias[column.x], bias[column.y], bias[column.z], bias[column.w]);
}

fn store(row : u32, sum : vec4f, column : u32) {
  if (row >= params.m) { return; }
  let at = row * params.n + column;
  if (column < params.n) { product[at] = sum.x; }
  if (column + 1 < params.n) { product[at + 1] = sum.y; }
  if (column + 2 < params.n) { product[at + 2] = sum.z; }
  if (column + 3 < params.n) { product[at + 3] = sum.w; }
}

@compute @workgroup_size(LANES)
fn matmul(@builtin(workgroup_id) tile : vec3u, @builtin(local_invocation_index) lane : u32) {
  let first_row = tile.x * 4 * TALL * LANES;
  if (first_row >= params.m) { return; }
  let first_column = tile.y * 4 * LANES + 4 * lane;
  let column = min(vec4u(first_column) + vec4u(0, 1, 2, 3), vec4u(params.n - 1));
  var a_at = tile.x * params.k * TALL * LANES + lane;
  var b_at = tile.y * params.k * LANES + lane;
  let start = bias_quad(column);

  // repeat tall
  // repeat lane
  var c{tall}_{lane}x = start; var c{tall}_{lane}y = start; var c{tall}_{lane}z = start; var c{tall}_{lane}w = start;
  // end
  // end
  for (var k = 0u; k < params.k; k++) {
    let columns = b[b_at];
    // repeat tall
    let rows{tall} = a[a_at + {tall} * LANES];
    // repeat lane
    let s{tall}_{lane} = subgroupBroadcast(rows{tall}, {lane}u);
    c{tall}_{lane}x = fma(s{tall}_{lane}.xxxx, columns, c{tall}_{lane}x); c{tall}_{lane}y = fma(s{tall}_{lane}.yyyy, columns, c{tall}_{lane}y);
    c{tall}_{lane}z = fma(s{tall}_{lane}.zzzz, columns, c{tall}_{lane}z); c{tall}_{lane}w = fma(s{tall}_{lane}.wwww, columns, c{tall}_{lane}w);
    // end
    // end
    a_at += TALL * LANES;
    b_at += LANES;
  }
  // One store in a loop: a store per sum would compile for seconds.
  var sums : array<vec4f, 4 * TALL * LANES>;
  // repeat tall
  // repeat lane
  sums[4 * ({tall} * LANES + {lane})] = c{tall}_{lane}x; sums[4 * ({tall} * LANES + {lane}) + 1] = c{tall}_{lane}y;
  sums[4 * ({tall} * LANES + {lane}) + 2] = c{tall}_{lane}z; sums[4 * ({tall} * LANES + {lane}) + 3] = c{tall}_{lane}w;
  // end
  // end
  for (var r = 0u; r < 4 * TALL * LANES; r++) { store(first_row + r, sums[r], first_column); }
}
