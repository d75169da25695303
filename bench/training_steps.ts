import { WebGpuBackend, type WebGpuStep } from "../executors/webgpu/training_backend.ts";
import type { Benchmark, MeasuredAdapter } from "./benchmark.ts";
import { timeSteps } from "./reference_stage.ts";
import { exactResult } from "./result.ts";

/** Training steps of the reference models on an adapter, on a device that is open and has compiled nothing. */
export function trainingSteps({ openFresh, tuned }: MeasuredAdapter): Benchmark[] {
  return (["codec", "prior"] as const).map((role) => ({
    name: `train ${role}`,
    run: async ({ effort }) => {
      const tuning = await tuned();
      const device = await openFresh();
      try {
        const describe = ({ dispatches }: WebGpuStep) =>
          exactResult(`train ${role}: size of a step`, dispatches, "dispatches");
        return await timeSteps(new WebGpuBackend(device, tuning), { role, effort, describe });
      } finally {
        device.close();
      }
    },
  }));
}
