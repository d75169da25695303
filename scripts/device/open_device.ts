import {
  type DeviceOptions,
  openTrainingDevice,
  type TrainingDevice,
} from "../../offline/devices/open_training_device.ts";

/**
 * Opens the device of a command's flags and says in one line where it computes and why.
 * @param doing Such as `training`. @throws {AdapterError}
 */
export async function openDevice(
  doing: string,
  { say, ...options }: DeviceOptions & { say: (text: string) => void },
): Promise<TrainingDevice> {
  const device = await openTrainingDevice(options);
  say(`${doing} on ${device.description}`);
  if (options.threads !== undefined && !device.isProcessor) {
    say(`--threads ${options.threads} has no effect on ${device.name}`);
  }
  return device;
}
