// partial[s, oc, col] = sum over images of split s and (oh, ow) of dY[n, oc, oh, ow] * x[n, ic, oh * stride + kh - padTop, ow * stride + kw - padLeft], col = (ic, kh, kw).
// One subgroup per 4 * LANES rows x 4 * LANES columns of one split. Oracle: conv2d_ref.ts.
override LANES : u32 = 8;

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
  let first_column = tile.x * 4 * LANES + 4 * lane;
  if (tile.x * 4 * LANES >= params.columns) { return; }
  let column = min(vec4u(first_column) + vec4u(0, 1, 2, 3), vec4u(params.columns - 1));
  let taps = params.kernel_height * params.kernel_width;
  let c = column / taps;
  let kh = (column - c * taps) / params.kernel_width;
  let kw = column - c * taps - kh * params.kernel_width;
  let row = min(vec4u(tile.y * 4 * LANES + 4 * lane) + vec4u(0, 1, 2, 3), vec4u(params.rows - 1));
  let plane = params.out_height * params.out_width;
  let in_height = vec4i(i32(params.in_height));
  let in_width = vec4i(i32(params.in_width));

  // repeat lane
  var c{lane}x = vec4f(); var c{lane}y = vec4f(); var c{lane}z = vec4f(); var c{lane}w = vec4f();
  // end
  let last = min(params.n, (split + 1) * params.images_per_split);
  for (var image = split * params.images_per_split; image < last; image++) {
    var dy_at = row * plane + image * params.dy_image + params.dy_offset;
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
        let slopes = vec4f(dy[dy_at.x], dy[dy_at.y], dy[dy_at.z], dy[dy_at.w]);
        // repeat lane
        let s{lane} = subgroupBroadcast(slopes, {lane}u);
        c{lane}x = fma(s{lane}.xxxx, pixels, c{lane}x); c{lane}y = fma(s{lane}.yyyy, pixels, c{lane}y);
        c{lane}z = fma(s{lane}.zzzz, pixels, c{lane}z); c{lane}w = fma(s{lane}.wwww, pixels, c{lane}w);
        // end
        dy_at += vec4u(1);
        w += i32(params.stride_w);
      }
      h += i32(params.stride_h);
    }
  }
  let first_row = tile.y * 4 * LANES;
  // repeat lane
  store(first_row + 4 * {lane} + 0, c{lane}x, first_column, split); store(first_row + 4 * {lane} + 1, c{lane}y, first_column, split);
  store(first_row + 4 * {lane} + 2, c{lane}z, first_column, split); store(first_row + 4 * {lane} + 3, c{lane}w, first_column, split);
  // end
}
