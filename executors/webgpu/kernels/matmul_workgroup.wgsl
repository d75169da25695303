// out[b, m, n] = bias[n] + sum over k of A[b, m, k] * B[b, k, n], operands read through strides.
// One workgroup per 64 x 64 tile of one matrix, 8 x 8 sums per invocation, 8 deep in shared memory. Oracle: matmul_ref in matmul_test.ts.
struct Params {
  m : u32, n : u32, k : u32, first_tile : u32, a_row : u32, a_k : u32, a_matrix : u32,
  b_k : u32, b_column : u32, b_matrix : u32, has_bias : u32,
}

@group(0) @binding(0) var<storage, read> a : array<f32>; // [batch, m, k] or [batch, k, m]
@group(0) @binding(1) var<storage, read> b : array<f32>; // [batch, k, n] or [batch, n, k]
@group(0) @binding(2) var<storage, read> bias : array<f32>; // [n]
@group(0) @binding(3) var<storage, read_write> product : array<f32>; // [batch, m, n]
@group(0) @binding(4) var<uniform> params : Params;

var<workgroup> a_tile : array<array<vec4f, 16>, 8>; // [k, row / 4]
var<workgroup> b_tile : array<array<vec4f, 16>, 8>; // [k, column / 4]

fn a_quad(row : u32, k : u32, matrix : u32) -> vec4f {
  let rows = vec4u(row) + vec4u(0, 1, 2, 3);
  let at = min(rows, vec4u(params.m - 1)) * params.a_row + matrix * params.a_matrix + min(k, params.k - 1) * params.a_k;
  return select(vec4f(), vec4f(a[at.x], a[at.y], a[at.z], a[at.w]), rows < vec4u(select(0, params.m, k < params.k)));
}

fn b_quad(k : u32, column : u32, matrix : u32) -> vec4f {
  let columns = vec4u(column) + vec4u(0, 1, 2, 3);
  let at = min(columns, vec4u(params.n - 1)) * params.b_column + matrix * params.b_matrix + min(k, params.k - 1) * params.b_k;
  return select(vec4f(), vec4f(b[at.x], b[at.y], b[at.z], b[at.w]), columns < vec4u(select(0, params.n, k < params.k)));
}

fn bias_at(column : u32) -> f32 {
  if (params.has_bias == 0 || column >= params.n) { return 0.0; }
  return bias[column];
}

fn store(row : u32, sum : vec4f, column : u32, matrix : u32) {
  if (row >= params.m) { return; }
  let at = (matrix * params.m + row) * params.n + column;
  if (column < params.n) { product[at] = sum.x; }
  if (column + 1 < params.n) { product[at + 1] = sum.y; }
  if (column + 2 < params.n) { product[at + 2] = sum.z; }
  if (column + 3 < params.n) { product[at + 3] = sum.w; }
}

@compute @workgroup_size(64)
fn matmul(@builtin(workgroup_id) tile : vec3u, @builtin(local_invocation_index) local : u32) {
  let first_row = (params.first_tile + tile.x) * 64;
  let first_column = tile.y * 64;
  if (first_row >= params.m) { return; }
  let quad_row = local / 8;
  let quad_column = local % 8;
  // Neighbours read along the contiguous axis of each operand.
  let a_along_k = params.a_k == 1;
  let b_along_k = params.b_k == 1;
  let column = first_column + 4 * quad_column;
  let left = vec4f(bias_at(column), bias_at(column + 1), bias_at(column + 2), bias_at(column + 3));
  let right = vec4f(bias_at(column + 32), bias_at(column + 33), bias_at(column + 34), bias_at(column + 35));
  // repeat i
  var l{i} = left; var r{i} = right;
  // end
  for (var first_k = 0u; first_k < params.k; first_k += 8) {
    // repeat half
    let quad{half} = local + 64 * {half};
    let a{half} = select(vec2u(quad{half} % 16, quad{half} / 16), vec2u(quad{half} / 8, quad{half} % 8), a_along_k);
    a_tile[a{half}.y][a{half}.x] = a_quad(first_row + 4 * a{half}.x, first_k + a{half}.y, tile.z);
    let b{half} = select(vec2u(quad{half} % 16, quad{half} / 16), vec2u(quad{half} / 8, quad{half} % 8), b_along_k);
    b_tile[b{half}.y][b{half}.x] = b_quad(first_k + b{half}.y, first_column + 4 * b{half}.x, tile.z);
    // end
    workgroupBarrier();
    for (var depth = 0u; depth < 8; depth += {#k}) {
      // repeat k
      {
        let top = a_tile[depth + {k}][quad_row]; let bottom = a_tile[depth + {k}][quad_row + 8];
        let p = b_tile[depth + {k}][quad_column]; let q = b_tile[depth + {k}][quad_column + 8];
        l0 = fma(top.xxxx, p, l0); l1 = fma(top.yyyy, p, l1); l2 = fma(top.zzzz, p, l2); l3 = fma(top.wwww, p, l3);
        r0 = fma(top.xxxx, q, r0); r1 = fma(top.yyyy, q, r1); r2 = fma(top.zzzz, q, r2); r3 = fma(top.wwww, q, r3);
        l4 = fma(bottom.xxxx, p, l4); l5 = fma(bottom.yyyy, p, l5); l6 = fma(bottom.zzzz, p, l6); l7 = fma(bottom.wwww, p, l7);
        r4 = fma(bottom.xxxx, q, r4); r5 = fma(bottom.yyyy, q, r5); r6 = fma(bottom.zzzz, q, r6); r7 = fma(bottom.wwww, q, r7);
      }
      // end
    }
    workgroupBarrier();
  }
  let row = first_row + 4 * quad_row;
  // Stores in a loop: a store per sum would compile for seconds on a CPU.
  var sums : array<vec4f, 16>;
  // repeat i
  sums[{i}] = l{i}; sums[8 + {i}] = r{i};
  // end
  for (var i = 0u; i < 8; i++) {
    store(row + i % 4 + i / 4 * 32, sums[i], column, tile.z);
    store(row + i % 4 + i / 4 * 32, sums[8 + i], column + 32, tile.z);
  }
}
