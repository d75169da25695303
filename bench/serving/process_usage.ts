/** Of the kernel's clock that counts a process's time: a unit of its interface, the same on every Linux. */
const TICKS_A_SECOND = 100;

/** Processor time of a process and its threads so far, in milliseconds. @throws {Error} Where there is no /proc. */
export async function processorMs(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/stat`);
  // After the name, which may hold anything: state, then 11 fields, then user and system time.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 1000 / TICKS_A_SECOND;
}

/** Resident memory of a process in bytes. @throws {Error} Where there is no /proc. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
}

/** Open file descriptors of a process. @throws {Error} Where there is no /proc. */
export async function openDescriptors(pid: number): Promise<number> {
  let count = 0;
  for await (const _ of Deno.readDir(`/proc/${pid}/fd`)) count++;
  return count;
}
