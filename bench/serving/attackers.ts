import { largePng } from "./large_png.ts";

/** What an attacker or a client may send to. */
export interface Target {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
}

/** Takes a server's time for itself until the signal. */
export type Attack = (target: Target, signal: AbortSignal) => Promise<void>;

/** Repeats a request on several connections; what it is answered does not matter. */
async function loops(
  count: number,
  signal: AbortSignal,
  request: () => Promise<Response>,
): Promise<void> {
  const loop = async () => {
    while (!signal.aborted) {
      try {
        const reply = await request();
        await reply.arrayBuffer();
        if (!reply.ok) await pause(20);
      } catch {
        await pause(20); // Refused, or cut off at the end.
      }
    }
  };
  await Promise.all(Array.from({ length: count }, loop));
}

/** Two loops of the largest batch with guidance. */
const batches: Attack = async ({ address }, signal) => {
  const body = JSON.stringify({ n: 64, guidance: 2 });
  const headers = { "content-type": "application/json" };
  await loops(
    2,
    signal,
    () => fetch(`${address}/generate`, { method: "POST", headers, body, signal }),
  );
};

/** Eight connections that announce an upload and send nothing of it. */
const silentUploads: Attack = async ({ address }, signal) => {
  const { hostname, port } = new URL(address);
  const head = `POST /encode HTTP/1.1\r\nhost: a\r\ncontent-type: image/png\r\n` +
    "content-length: 4000000\r\n\r\n";
  const silent = async () => {
    while (!signal.aborted) {
      const connection = await Deno.connect({ hostname, port: Number(port) });
      await connection.write(new TextEncoder().encode(head));
      await untilEither(connection.read(new Uint8Array(1024)).catch(() => null), signal);
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: 8 }, silent));
};

/** Six loops of the largest picture of 16 bits a sample, in a small file. */
const largePictures: Attack = async ({ address }, signal) => {
  const body = await largePng();
  const headers = { "content-type": "image/png" };
  await loops(
    6,
    signal,
    () => fetch(`${address}/encode`, { method: "POST", headers, body, signal }),
  );
};

/** Bodies in chunks of one byte, one connection after another. */
const chunkBombs: Attack = async (target, signal) => {
  while (!signal.aborted) await chunkBomb(target, 5000).catch(() => pause(20));
};

/** Every attack by its name. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  "batches with guidance": batches,
  "uploads that send nothing": silentUploads,
  "large pictures": largePictures,
  "chunks of one byte": chunkBombs,
};

/** Sends a body in chunks of one byte. @returns The status of the reply. */
export async function chunkBomb({ address }: Target, chunks: number): Promise<number> {
  const { hostname, port } = new URL(address);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const send = async (text: string) => {
    let bytes = new TextEncoder().encode(text);
    while (bytes.length > 0) bytes = bytes.subarray(await connection.write(bytes));
  };
  try {
    await send(
      "POST /generate HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n" +
        "transfer-encoding: chunked\r\n\r\n",
    );
    const some = "1\r\n \r\n".repeat(100);
    for (let sent = 0; sent < chunks; sent += 100) await send(some);
    await send("2\r\n{}\r\n0\r\n\r\n");
    const buffer = new Uint8Array(1024);
    const read = await connection.read(buffer);
    return Number(new TextDecoder().decode(buffer.subarray(9, read ?? 9)).slice(0, 3));
  } finally {
    connection.close();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function untilEither(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([work, aborted]);
}
