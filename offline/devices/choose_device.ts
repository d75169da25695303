import { AdapterError, findAdapter } from "../../executors/webgpu/device.ts";

/** An adapter of WebGPU, as far as a choice depends on it. */
export interface AdapterFacts {
  readonly name: string;
  /** Whether it computes on the processor. */
  readonly software: boolean;
}

/** Where to compute, and why there. */
export interface DeviceChoice {
  /** The processor, or an adapter by its number in `listAdapters()`. */
  readonly device: "processor" | number;
  /** Half a sentence, such as `no graphics card was found`. */
  readonly reason: string;
}

const NAMED = "chosen by --device";

/**
 * Chooses a device: `auto` is the first graphics card, else the processor. An adapter that computes in software is no
 * card: the processor does the same work faster by itself.
 *
 * @param adapters In the order of `listAdapters()`.
 * @param wanted `auto`, `cpu`, a part of an adapter's name in any case, or its number.
 * @throws {AdapterError} If no adapter has that name or number.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const adapters = [{ name: "llvmpipe", software: true }, { name: "NVIDIA L4", software: false }];
 * assertEquals(chooseDevice(adapters, "auto").device, 1);
 * assertEquals(chooseDevice(adapters, "LLVM").device, 0);
 * assertEquals(chooseDevice([], "auto"), {
 *   device: "processor",
 *   reason: "no graphics card was found",
 * });
 * ```
 */
export function chooseDevice(adapters: readonly AdapterFacts[], wanted: string): DeviceChoice {
  if (wanted === "auto") return chooseByItself(adapters);
  if (wanted === "cpu") return { device: "processor", reason: NAMED };
  const names = adapters.map(({ name }) => name);
  const device = findAdapter(names, wanted);
  if (device !== undefined) return { device, reason: NAMED };
  const listed = names.map((name, i) => `, ${i} "${name}"`).join("");
  throw new AdapterError(
    `Cannot open a device: expected auto, cpu${listed || " or an adapter (there is none)"}, ` +
      `got "${wanted}"`,
  );
}

function chooseByItself(adapters: readonly AdapterFacts[]): DeviceChoice {
  const card = adapters.findIndex(({ software }) => !software);
  if (card >= 0) return { device: card, reason: "a graphics card was found" };
  const [software] = adapters;
  const only = software ? `, only a software adapter, ${software.name}` : "";
  return { device: "processor", reason: `no graphics card was found${only}` };
}
