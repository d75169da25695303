import { peerEnvironment } from "./find_python.ts";
import type { BenchResult } from "./result.ts";
import { threadCounts } from "./thread_counts.ts";

/** A program that does the same work in another framework, and what it prints. */
interface Peer {
  readonly file: string;
  readonly name: string;
  /** The program that runs the file, and what stands before and behind the file; undefined without that program. */
  readonly command: (options: PeerOptions) => PeerCommand | undefined;
  readonly lines: readonly PeerLine[];
  /** Whether it needs a WebGPU adapter: it runs where ours was measured on one. */
  readonly onAdapter?: true;
}

interface PeerCommand {
  readonly program: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

interface PeerLine {
  /** Begins the result's name, and is the name of ours that it is compared with. */
  readonly work: string;
  /** Its first group is the median, a second one the best. */
  readonly pattern: RegExp;
  /** Of a printed number, in ms. */
  readonly factor?: number;
}

const CODEC_STEP: PeerLine = {
  work: "train codec: step",
  pattern: /VQ-VAE step ms: median ([\d.]+) best ([\d.]+)/,
};
const CODEC_FIRST: PeerLine = {
  work: "train codec: first step, compiling too",
  pattern: /first step ms ([\d.]+)/,
};
const PRIOR_LINES: readonly PeerLine[] = [
  {
    work: "train prior: step",
    pattern: /train step batch64 ms: median ([\d.]+) best ([\d.]+)/,
  },
  {
    // A batch of 16, told in seconds.
    work: "generate, random weights: codes, naive sampler",
    pattern: /naive sampling batch16 s\/batch: median ([\d.]+) best ([\d.]+)/,
    factor: 1000 / 16,
  },
];

/** A step of PyTorch is a fraction of the other programs'. */
const TORCH_STEPS = 4;

const PEERS: readonly Peer[] = [
  webGpuPeer("ref_vqvae_tfjs.ts", "TensorFlow.js WebGPU"),
  webGpuPeer("ref_vqvae_jaxjs.ts", "jax-js WebGPU"),
  ...torchPeers("ref_vqvae_torch.py", [CODEC_STEP], (steps) => [`${TORCH_STEPS * steps}`]),
  ...torchPeers("ref_pixelcnn_torch.py", PRIOR_LINES, () => []),
];

/** A program for each number of threads, which is its last argument. */
function torchPeers(
  file: string,
  lines: readonly PeerLine[],
  argumentsOf: (steps: number) => readonly string[],
): Peer[] {
  return threadCounts().map((threads) => ({
    file,
    name: `PyTorch CPU, threads: ${threads}`,
    command: ({ python, steps }) => {
      if (python === undefined) return undefined;
      return { program: python, before: [], after: [...argumentsOf(steps), `${threads}`] };
    },
    lines,
  }));
}

function webGpuPeer(file: string, name: string): Peer {
  const before = ["run", "--allow-all", "--no-config", "--no-lock", "--no-check"];
  return {
    file,
    name,
    command: ({ steps }) => ({ program: Deno.execPath(), before, after: ["webgpu", `${steps}`] }),
    lines: [CODEC_STEP, CODEC_FIRST],
    onAdapter: true,
  };
}

/** Longest that a program may take. */
const LIMIT_MINUTES = 10;

/** Options of {@link runPeers}. */
export interface PeerOptions {
  /** Steps that count, of the programs that take their number. */
  readonly steps: number;
  /** The Python that has PyTorch; undefined if there is none. */
  readonly python: string | undefined;
  /** Our results, to be compared with. */
  readonly ours: readonly BenchResult[];
  readonly report: (result: BenchResult) => void;
  /** Told of a program that is not there or fails. */
  readonly skip: (reason: string) => void;
}

/** Runs the programs of a folder whose work is also in `ours`, one after the other. */
export async function runPeers(folder: string, options: PeerOptions): Promise<void> {
  for (const peer of PEERS) {
    if (!peer.lines.some(({ work }) => isMeasured(work, options.ours, peer))) continue;
    const output = await runPeer(folder, peer, options);
    if (output === undefined) continue;
    for (const result of peerResults(output, peer, options.ours)) options.report(result);
  }
}

/** Whether the same work was measured on WebGPU, or on the processor where the program computes there. */
function isMeasured(
  work: string,
  ours: readonly BenchResult[],
  { onAdapter }: Pick<Peer, "onAdapter">,
): boolean {
  return ours.some(({ name }) =>
    name === work || (!onAdapter && name.startsWith(`${work}, WASM, `))
  );
}

async function runPeer(
  folder: string,
  { file, name, command }: Peer,
  options: PeerOptions,
): Promise<string | undefined> {
  const found = command(options);
  if (!found) return void options.skip(`${name} (${file}): there is no Python with PyTorch`);
  const { program, before, after } = found;
  const path = `${folder}/${file}`;
  const signal = AbortSignal.timeout(LIMIT_MINUTES * 60_000);
  try {
    await Deno.stat(path);
    const { success, stdout, stderr } = await new Deno.Command(program, {
      args: [...before, path, ...after],
      env: peerEnvironment(),
      clearEnv: true,
      signal,
    }).output();
    if (success) return new TextDecoder().decode(stdout);
    const stopped = `stopped after ${LIMIT_MINUTES} minutes`;
    const reason = signal.aborted
      ? stopped
      : new TextDecoder().decode(stderr).trim().split("\n").at(-1);
    options.skip(`${name} (${file}): ${reason}`);
  } catch (error) {
    options.skip(`${name} (${file}): ${(error as Error).message}`);
  }
}

/** What a program printed as results of work that was measured, each with its ratio to ours on WebGPU. */
export function peerResults(
  output: string,
  peer: Pick<Peer, "name" | "lines" | "onAdapter">,
  ours: readonly BenchResult[],
): BenchResult[] {
  const { name, lines } = peer;
  return lines.flatMap(({ work, pattern, factor = 1 }) => {
    const match = pattern.exec(output);
    if (!match || !isMeasured(work, ours, peer)) return [];
    const [value, best] = [match[1], match[2] ?? match[1]].map((text) => Number(text) * factor);
    const theirs = { name: `${work}, ${name}`, unit: "ms", value, best, worst: null, runs: null };
    const own = ours.find((result) => result.name === work);
    if (!own) return [theirs];
    const ratio = {
      ...theirs,
      name: `${work}, ${name} / ours`,
      unit: "x",
      value: value / own.value,
      best: best / own.best,
    };
    return [theirs, ratio];
  });
}
