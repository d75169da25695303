/** A handle to a buffer; launchers only pass it on. */
export type BufferRef = { readonly label: string };

/** One WGSL compute entry point. Bindings are numbered 0..n-1 in group 0, the uniform block last. */
export interface KernelSource {
  readonly name: string;
  readonly code: string;
  readonly entryPoint: string;
  readonly constants?: Readonly<Record<string, number>>;
  readonly features?: readonly ("subgroups" | "shader-f16")[];
}

export interface Binding {
  readonly buffer: BufferRef;
  readonly access: "read" | "read_write";
}

/** One dispatch. `uniforms` are the u32 words of the uniform block, absent where the kernel has none. */
export interface Dispatch {
  readonly kernel: KernelSource;
  readonly bindings: readonly Binding[];
  readonly uniforms?: readonly number[] | Uint32Array;
  readonly workgroups: readonly [number, number, number];
}

/** `subgroup`: register tiles fed by broadcasts (lavapipe). `workgroup`: shared-memory tiles (GPUs). */
export type Tiling = "subgroup" | "workgroup";

/** What a launcher needs of a recorder. */
export interface Recorder {
  readonly tiling: Tiling;
  /** Lanes of a subgroup, fixed on this adapter; read by the `subgroup` tiling only: 4, 8, 16 or 32. */
  readonly subgroupSize: number;
  readonly limits: Pick<GPUSupportedLimits, "maxComputeWorkgroupsPerDimension">;
  dispatch(dispatch: Dispatch): void;
  /** Words of scratch memory, undefined at first, living until the launcher returns. */
  scratch(words: number, label: string): BufferRef;
  /** The variant to use for the problem `key`, chosen by the caller among `names`, the default first. */
  variant(key: string, names: readonly string[]): string;
}

/** Binds a buffer for reading. */
export function read(buffer: BufferRef): Binding {
  return { buffer, access: "read" };
}

/** Binds a buffer for writing. */
export function write(buffer: BufferRef): Binding {
  return { buffer, access: "read_write" };
}
