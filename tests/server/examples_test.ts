import { assertEquals } from "@std/assert";
import { ServerProcess } from "../support/server_process.ts";

const FOLDER = new URL("../../examples/", import.meta.url).pathname;

/** What a program prints about entries 1 and 6 of the server's only model. */
async function lookUp(server: ServerProcess, command: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args, await server.address(), "tiny", "1,6"],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  assertEquals(success, true, decoder.decode(stderr));
  return decoder.decode(stdout);
}

/** The numbers of each line, the head left out. */
function numbersOf(output: string): number[][] {
  const [head, ...lines] = output.trim().split("\n");
  assertEquals(head, "8 entries of width 2");
  return lines.map((line) => line.split(" ").map(Number));
}

async function expected(server: ServerProcess): Promise<number[][]> {
  const { indices, vectors } = await (await server.fetch("/codebook?indices=1,6")).json();
  return indices.map((index: number, i: number) => [index, ...vectors[i]]);
}

function canRun(command: string): boolean {
  try {
    return new Deno.Command(command, { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
}

Deno.test("examples/codebook.js looks entries up over HTTP", async () => {
  await ServerProcess.use({}, async (server) => {
    const { host } = new URL(await server.address());
    const args = ["run", `--allow-net=${host}`, `${FOLDER}codebook.js`];
    assertEquals(
      numbersOf(await lookUp(server, Deno.execPath(), args)),
      await expected(server),
    );
  });
});

Deno.test({
  name: "examples/codebook.py looks entries up over HTTP",
  ignore: !canRun("python3"),
  fn: () =>
    ServerProcess.use({}, async (server) => {
      assertEquals(
        numbersOf(await lookUp(server, "python3", [`${FOLDER}codebook.py`])),
        await expected(server),
      );
    }),
});
