// partial[s, oc, col] = sum over images of split s and (oh, ow) of dY[n, oc, oh, ow] * x[n, ic, oh * stride + kh - padTop, ow * stride + kw - padLeft], col = (ic, kh, kw).
// One workgroup per 64 x 64 tile of one split, 8 x 8 sums per invocation, 8 positions deep in shared memory. Oracle: conv2d_ref.ts.
struct Params {
  n : u32, images_per_split : u32, rows : u32, columns : u32, dy_offset : u32, dy_image : u32,
  x_offset : u32, x_image : u32, in_height : u32, in_width : u32, out_height : u32, out_width : u32,
  kernel_height : u32, kernel_width : u32, stride_h : u32, stride_w : u32, pad_top : u32, pad_left : u32,
  out_offset : u32, out_split : u32,
}

@group(0) @binding(0) var<storage, read> x : array<f32>; // [n, inChannels, inHeight, inWidth]
@group(0) @binding(1) var<storage, read> dy : array<f32>; // [n, outChannels, outHeight, outWidth]
@group(0) @binding(2) var<storage, read_write> partial : array<f32>; // [splits, rows, columns]
@group(0) @binding(3) var<uniform> params : Params;

var<workgroup> dy_tile : array<array<vec4f, 16>, 8>; // [position, row / 4]
var<workgroup> x_tile : array<array<vec4f, 16>, 8>; // [position, column / 4]

// Where 4 columns read x: the offset of the channel in an image, kh - padTop, kw - padLeft.
struct Columns { offset : vec4i, h : vec4i, w : vec4i }

fn columns_at(first : u32) -> Columns {
  let column = min(vec4u(first) + vec4u(0, 1, 2, 3), vec4u(params.columns - 1));
  let taps = params.kernel_height * params.kernel_width;
  let c = column / taps;
  let kh = (column - c * taps) / params.kernel_width;
  let kw = column - c * taps - kh * params.kernel_width;
  return Columns(vec4i(c * (params.in_height * params.in_width)), vec4i(kh) - i32(params.pad_top), vec4i(kw) - i32(params.pad_left));
}

fn x_quad(base : u32, h0 : i32, w0 : i32, columns : Columns) -> vec4f {
  let h = columns.h + h0;
  let w = columns.w + w0;
  let live = (h >= vec4i(0)) & (h < vec4i(i32(params.in_height))) & (w >= vec4i(0)) & (w < vec4i(i32(params.in_width)));
  let at = select(vec4u(0), vec4u(columns.offset + h * i32(params.in_width) + w) + base, live);
  return select(vec4f(), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), live);
}

fn dy_quad(base : u32, first_row : u32) -> vec4f {
  let at = min(vec4u(first_row) + vec4u(0, 1, 2, 3), vec4u(params.rows - 1)) * (params.out_height * params.out_width) + base;
  return vec4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
}

fn store(row : u32, sum : vec4f, column : u32, split : u32) {
  if (row >= params.rows) { return; }
  let at = params.out_offset + split * params.out_split + row * params.columns + column;
  if (column < params.columns) { partial[at] = sum.x; }
  if (column + 1 < params.columns) { partial[at + 1] = sum.y; }
  if (column + 2 < params.columns) { partial[at + 2] = sum.z; }
  if (column + 3 < params.columns) { partial[at + 3] = sum.w; }
}

@compute @workgroup_size(64)
fn conv_weight_gradient(@builtin(workgroup_id) tile : vec3u, @builtin(local_invocation_index) local : u32) {
  let first_row = tile.y * 64;
  let first_column = tile.x * 64;
  if (first_column >= params.columns) { return; }
  let plane = params.out_height * params.out_width;
  let first_image = tile.z * params.images_per_split;
  let positions = (min(params.n, first_image + params.images_per_split) - first_image) * plane;
  // Each invocation fetches one position of 8 rows and 8 columns, neighbours fetch neighbouring positions.
  let k = local % 8;
  let quad = local / 8;
  let near = columns_at(first_column + 4 * quad);
  let far = columns_at(first_column + 4 * quad + 32);
  // repeat i
  var l{i} = vec4f(); var r{i} = vec4f();
  // end
  let quad_row = local / 8;
  let quad_column = local % 8;
  for (var first = 0u; first < positions; first += 8) {
    let live = first + k < positions;
    let position = min(first + k, positions - 1);
    let image = first_image + position / plane;
    let pixel = position % plane;
    let h = i32(pixel / params.out_width * params.stride_h);
    let w = i32(pixel % params.out_width * params.stride_w);
    let x_base = params.x_offset + image * params.x_image;
    x_tile[k][quad] = x_quad(x_base, h, w, near);
    x_tile[k][quad + 8] = x_quad(x_base, h, w, far);
    let dy_base = params.dy_offset + image * params.dy_image + pixel;
    dy_tile[k][quad] = select(vec4f(), dy_quad(dy_base, first_row + 4 * quad), live);
    dy_tile[k][quad + 8] = select(vec4f(), dy_quad(dy_base, first_row + 4 * quad + 32), live);
    workgroupBarrier();
    for (var depth = 0u; depth < 8; depth += {#k}) {
      // repeat k
      {
        let f = dy_tile[depth + {k}][quad_row]; let g = dy_tile[depth + {k}][quad_row + 8];
        let p = x_tile[depth + {k}][quad_column]; let q = x_tile[depth + {k}][quad_column + 8];
        l0 = fma(f.xxxx, p, l0); l1 = fma(f.yyyy, p, l1); l2 = fma(f.zzzz, p, l2); l3 = fma(f.wwww, p, l3);
        r0 = fma(f.xxxx, q, r0); r1 = fma(f.yyyy, q, r1); r2 = fma(f.zzzz, q, r2); r3 = fma(f.wwww, q, r3);
        l4 = fma(g.xxxx, p, l4); l5 = fma(g.yyyy, p, l5); l6 = fma(g.zzzz, p, l6); l7 = fma(g.wwww, p, l7);
        r4 = fma(g.xxxx, q, r4); r5 = fma(g.yyyy, q, r5); r6 = fma(g.zzzz, q, r6); r7 = fma(g.wwww, q, r7);
      }
      // end
    }
    workgroupBarrier();
  }
  let row = first_row + 4 * quad_row;
  let column = first_column + 4 * quad_column;
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
