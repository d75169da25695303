// to[i] = from[i] unless the step is refused; one invocation per element. Oracle: copy_test.ts.
override COUNT: u32;
override WORKGROUP_SIZE: u32 = 64;

@group(0) @binding(0) var<storage, read> source: array<u32>;          // [COUNT], any 4-byte type
@group(0) @binding(1) var<storage, read_write> destination: array<u32>; // [COUNT]
@group(0) @binding(2) var<storage, read> norm: array<f32>;            // [2]: norm, 1 if all is finite

@compute @workgroup_size(WORKGROUP_SIZE)
fn copy(@builtin(global_invocation_id) gid: vec3u) {
  let i = gid.x + gid.y * 32768u * WORKGROUP_SIZE;
  if (i >= COUNT) { return; }
  destination[i] = source[i];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn guarded_copy(@builtin(global_invocation_id) gid: vec3u) {
  let i = gid.x + gid.y * 32768u * WORKGROUP_SIZE;
  if (i >= COUNT || norm[1] == 0.0) { return; }
  destination[i] = source[i];
}
