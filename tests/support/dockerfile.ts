/** A line of a Dockerfile, continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The stages of a Dockerfile, each from its FROM on. Heredocs and ARG are not understood. */
export function readDockerfile(text: string): Instruction[][] {
  const lines = text.replace(/^#.*\n/gm, "").replace(/\\\n\s*/g, "").split("\n");
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const match = /^([A-Z]+)\s+(.*)$/.exec(line);
    if (match === null) continue;
    const [, name, rest] = match;
    if (name === "FROM") stages.push([]);
    stages.at(-1)!.push({ name, text: rest });
  }
  return stages;
}

/** What a stage copies from the folder that is built: sources and target. */
export function copiesOf(stage: readonly Instruction[]): { sources: string[]; target: string }[] {
  return stage.filter(({ name, text }) => name === "COPY" && !text.startsWith("--from=")).map(
    ({ text }) => {
      const words = text.split(" ");
      return { sources: words.slice(0, -1), target: words.at(-1)! };
    },
  );
}

/** The environment variables of a stage. */
export function environmentOf(stage: readonly Instruction[]): Record<string, string> {
  const pairs = stage.filter(({ name }) => name === "ENV").flatMap(({ text }) => text.split(" "));
  return Object.fromEntries(pairs.map((pair) => pair.split("=") as [string, string]));
}

/** The program of `CMD`, or of `HEALTHCHECK`'s. @throws {SyntaxError} If it is not in exec form. */
export function commandOf(stage: readonly Instruction[], name: "CMD" | "HEALTHCHECK"): string[] {
  const { text } = stage.find((instruction) => instruction.name === name)!;
  return JSON.parse(text.slice(text.indexOf("[")));
}
