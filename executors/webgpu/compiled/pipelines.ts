import type { Device } from "../device.ts";
import type { Dispatch, KernelSource } from "../kernels/kernel.ts";

/** A kernel that does not compile: names the shader and the driver's line and message. */
export class ShaderError extends SyntaxError {
  constructor(readonly shader: string, readonly messages: readonly string[]) {
    super(`Cannot compile shader "${shader}": ${messages.join("; ")}`);
    this.name = "ShaderError";
  }
}

const caches = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/** The pipelines of dispatches, each made once per device. @throws {ShaderError} */
export function makePipelines(
  device: Device,
  dispatches: readonly Dispatch[],
): Promise<GPUComputePipeline[]> {
  const cache = caches.get(device.gpu) ?? new Map<string, Promise<GPUComputePipeline>>();
  caches.set(device.gpu, cache);
  return Promise.all(dispatches.map(({ kernel }) => {
    const key = JSON.stringify([kernel.code, kernel.entryPoint, kernel.constants]);
    let pipeline = cache.get(key);
    if (!pipeline) cache.set(key, pipeline = makePipeline(device.gpu, kernel));
    return pipeline;
  }));
}

async function makePipeline(gpu: GPUDevice, kernel: KernelSource): Promise<GPUComputePipeline> {
  const { name, code, entryPoint, constants } = kernel;
  gpu.pushErrorScope("validation");
  const module = gpu.createShaderModule({ label: name, code });
  const refused = gpu.popErrorScope();
  const { messages } = await module.getCompilationInfo();
  const errors = messages.filter(({ type }) => type === "error");
  if (errors.length > 0) {
    throw new ShaderError(name, errors.map((it) => `line ${it.lineNum}: ${oneLine(it.message)}`));
  }
  const failure = await refused;
  if (failure) throw new ShaderError(name, [oneLine(failure.message)]);
  try {
    return await gpu.createComputePipelineAsync({
      label: name,
      layout: "auto",
      compute: { module, entryPoint, constants: constants as Record<string, number> },
    });
  } catch (error) {
    throw new ShaderError(name, [oneLine(error instanceof Error ? error.message : String(error))]);
  }
}

/** A driver's message without the drawing of the source that some put around it. */
function oneLine(message: string): string {
  const lines = message.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !/[┌│╭╰└]/.test(line)).join(" ");
}
