// out[m, n] = bias[n] + sum over k of A[m, k] * B[k, n], both operands packed by tiles.
// One subgroup per 4 * LANES rows x 4 * LANES columns. Oracle: matmul_ref in matmul_test.ts.
override LANES : u32 = 8;

struct Params { m : u32, n : u32, k : u32, has_bias : u32 }

@group(0) @binding(0) var<storage, read> a : array<vec4f>; // [row tiles, k, LANES]
@group(0) @binding(1) var<storage, read> b : array<vec4f>; // [column tiles, k, LANES]
@group(0) @binding(2) var<storage, read> bias : array<f32>; // [n]
@group(0) @binding(3) var<storage, read_write> product : array<f32>; // [m, n]
@group(0) @binding(4) var<uniform> params : Params;

fn bias_at(column : u32) -> f32 {
  if (params.has_bias == 0 || column >= params.n) { return 0.0; }
  return bias[column];
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
  let first_row = tile.x * 4 * LANES;
  if (first_row >= params.m) { return; }
  let column = tile.y * 4 * LANES + 4 * lane;
  var a_at = tile.x * params.k * LANES + lane;
  var b_at = tile.y * params.k * LANES + lane;
  let start = vec4f(bias_at(column), bias_at(column + 1), bias_at(column + 2), bias_at(column + 3));

  // repeat lane
  var c{lane}x = start; var c{lane}y = start; var c{lane}z = start; var c{lane}w = start;
  // end
  for (var k = 0u; k < params.k; k++) {
    let rows = a[a_at];
    let columns = b[b_at];
    // repeat lane
    let s{lane} = subgroupBroadcast(rows, {lane}u);
    c{lane}x = fma(s{lane}.xxxx, columns, c{lane}x); c{lane}y = fma(s{lane}.yyyy, columns, c{lane}y);
    c{lane}z = fma(s{lane}.zzzz, columns, c{lane}z); c{lane}w = fma(s{lane}.wwww, columns, c{lane}w);
    // end
    a_at += LANES;
    b_at += LANES;
  }
  // repeat lane
  store(first_row + 4 * {lane} + 0, c{lane}x, column); store(first_row + 4 * {lane} + 1, c{lane}y, column);
  store(first_row + 4 * {lane} + 2, c{lane}z, column); store(first_row + 4 * {lane} + 3, c{lane}w, column);
  // end
}
