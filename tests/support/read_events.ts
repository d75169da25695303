/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  // deno-lint-ignore no-explicit-any -- tests read what the schema of each event says
  readonly content: any;
}

/** Every event of a reply, in order. */
export async function readEvents(reply: Response): Promise<ServerEvent[]> {
  const blocks = (await reply.text()).split("\n\n").filter((block) => block !== "");
  return blocks.map((block) => {
    const match = /^event: (\w+)\ndata: (.+)$/.exec(block);
    if (match === null) throw new SyntaxError(`Cannot read event as it has two lines: "${block}"`);
    return { event: match[1], content: JSON.parse(match[2]) };
  });
}
