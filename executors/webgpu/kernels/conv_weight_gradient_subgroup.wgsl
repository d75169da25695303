// partial[s, oc, col] = sum over images of split s and (oh, ow) of dY[n, oc, oh, ow] * x[n, ic, oh * stride + kh - padTop, ow * stride + kw - padLeft], col = (ic, kh, kw).
// One subgroup per 4 * TALL * LANES rows x 4 * LANES columns of one split. Oracle: conv2d_ref.ts.
const LANES = {#lane}u;
const TALL = {#tall}u;

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

fn store(row : u32, sum : vec4f, column : u32, split : u32) {
  if (row >= params.rows) { return; }
  let at = params.out_offset + split * params.out_split + row * params.columns + column;
  if (column < params.columns) { partial[at] = sum.x; }
  if (column + 1 < params.columns) { partial[at + 1] = sum.y; }
  if (column + 2 < params.columns) { partial[at + 2] = sum.z; }
  if (column + 3 < params.columns) { partial[at + 3] = sum.w; }
}

@compute @workgroup_size(LANES)
fn conv_weight_gradient(@builtin(workgroup_id) tile : vec3u, @builtin(local_invocation_index) lane : u32) {
  let split = tile.z;
  let first_column = tile.x * 4 * LANES;
  if (first_column >= params.columns) { return; }
  let column = min(vec4u(first_column + 4 * lane) + vec4u(0, 1, 2, 3), vec4u(params.columns - 1));
  let taps = params.kernel_height * params.kernel_width;
  let c = column / taps;
  let kh = (column - c * taps) / params.kernel_width;
  let kw = column - c * taps - kh * params.kernel_width;
  let first_row = tile.y * 4 * TALL * LANES;
  // repeat tall
  let row{tall} = min(vec4u(first_row + 4 * ({tall} * LANES + lane)) + vec4u(0, 1, 2, 3), vec4u(params.rows - 1));
  // end
  let plane = params.out_height * params.out_width;
  let in_height = vec4i(i32(params.in_height));
  let in_width = vec4i(i32(params.in_width));

  // repeat tall
  // repeat lane
  var c{tall}_{lane}x = vec4f(); var c{tall}_{lane}y = vec4f(); var c{tall}_{lane}z = vec4f(); var c{tall}_{lane}w = vec4f();
  // end
  // end
  let last = min(params.n, (split + 1) * params.images_per_split);
  for (var image = split * params.images_per_split; image < last; image++) {
    // repeat tall
    var dy_at{tall} = row{tall} * plane + image * params.dy_image + params.dy_offset;
    // end
    let x_base = c * (params.in_height * params.in_width) + image * params.x_image + params.x_offset;
    var h = vec4i(kh) - i32(params.pad_top);
    for (var oh = 0u; oh < params.out_height; oh++) {
      let row_inside = (h >= vec4i(0)) & (h < in_height);
      let x_row = x_base + vec4u(h) * params.in_width;
      var w = vec4i(kw) - i32(params.pad_left);
      for (var ow = 0u; ow < params.out_width; ow++) {
        let live = row_inside & (w >= vec4i(0)) & (w < in_width);
        let at = select(vec4u(0), x_row + vec4u(w), live);
        let pixels = select(vec4f(), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), live);
        // repeat tall
        let slopes{tall} = vec4f(dy[dy_at{tall}.x], dy[dy_at{tall}.y], dy[dy_at{tall}.z], dy[dy_at{tall}.w]);
        dy_at{tall} += vec4u(1);
        // repeat lane
        let s{tall}_{lane} = subgroupBroadcast(slopes{tall}, {lane}u);
        c{tall}_{lane}x = fma(s{tall}_{lane}.xxxx, pixels, c{tall}_{lane}x); c{tall}_{lane}y = fma(s{tall}_{lane}.yyyy, pixels, c{tall}_{lane}y);
        c{tall}_{lane}z = fma(s{tall}_{lane}.zzzz, pixels, c{tall}_{lane}z); c{tall}_{lane}w = fma(s{tall}_{lane}.wwww, pixels, c{tall}_{lane}w);
        // end
        // end
        w += i32(params.stride_w);
      }
      h += i32(params.stride_h);
    }
  }
  // One store in a loop: a store per sum would compile for seconds.
  var sums : array<vec4f, 4 * TALL * LANES>;
  // repeat tall
  // repeat lane
  sums[4 * ({tall} * LANES + {lane})] = c{tall}_{lane}x; sums[4 * ({tall} * LANES + {lane}) + 1] = c{tall}_{lane}y;
  sums[4 * ({tall} * LANES + {lane}) + 2] = c{tall}_{lane}z; sums[4 * ({tall} * LANES + {lane}) + 3] = c{tall}_{lane}w;
  // end
  // end
  for (var r = 0u; r < 4 * TALL * LANES; r++) { store(first_row + r, sums[r], first_column + 4 * lane, split); }
}
