import { assertEquals, assertThrows } from "@std/assert";
import { Listener, type ListenerOptions } from "../../../serving/deno/listener.ts";
import { pause } from "../../support/server_process.ts";

/** Serves as `Deno.serve` does, up to the moment when `fail` is called. */
function failingServe(port = 0): { server: Deno.HttpServer<Deno.Addr>; fail: () => Promise<void> } {
  const { promise, reject } = Promise.withResolvers<void>();
  const options = { hostname: "127.0.0.1", port, onListen: () => {} };
  const server = Deno.serve(options, () => new Response("ok"));
  const fail = async () => {
    await server.shutdown();
    reject(new Deno.errors.Http("Too many open files"));
  };
  const { addr } = server;
  return { server: { ...server, addr, finished: promise, shutdown: server.shutdown }, fail };
}

async function ask({ addr }: Listener): Promise<string> {
  return await (await fetch(`http://127.0.0.1:${(addr as Deno.NetAddr).port}/`)).text();
}

Deno.test("Listener listens again on its port when Deno.serve gave up", async () => {
  const ports: (number | undefined)[] = [];
  let fail = () => Promise.resolve();
  const listener = new Listener((port) => {
    ports.push(port);
    const serving = failingServe(port);
    fail = serving.fail;
    return serving.server;
  });
  assertEquals(await ask(listener), "ok");
  await fail();
  while (ports.length < 2) await pause(1);
  assertEquals(await ask(listener), "ok");
  assertEquals(ports, [undefined, (listener.addr as Deno.NetAddr).port]);
  await listener.shutdown();
});

Deno.test("Listener tries until it can listen again", async () => {
  let calls = 0;
  let fail = () => Promise.resolve();
  const listener = new Listener((port) => {
    if (calls++ === 1) throw new Error("Too many open files");
    const serving = failingServe(port);
    fail = serving.fail;
    return serving.server;
  });
  await fail();
  while (calls < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(await ask(listener), "ok");
  await listener.shutdown();
});

/** A listener whose server gave up, and the signals that end each server's connections. */
async function failedListener(options: ListenerOptions) {
  const signals: AbortSignal[] = [];
  let fail = () => Promise.resolve();
  const listener = new Listener((port, signal) => {
    signals.push(signal);
    const serving = failingServe(port);
    fail = serving.fail;
    return serving.server;
  }, options);
  await fail();
  return { listener, signals };
}

Deno.test("Listener closes every connection once the requests under way are answered", async () => {
  let underWay = 1;
  const { listener, signals } = await failedListener({ underWay: () => underWay });
  await pause(20);
  assertEquals([signals.length, signals[0].aborted], [1, false]);
  underWay = 0;
  while (signals.length < 2) await pause(5);
  assertEquals(signals.map(({ aborted }) => aborted), [true, false]);
  assertEquals(await ask(listener), "ok");
  await listener.shutdown();
});

Deno.test("Listener closes every connection when its patience ends", async () => {
  const { listener, signals } = await failedListener({ underWay: () => 1, patienceMs: 30 });
  while (signals.length < 2) await pause(5);
  assertEquals(signals[0].aborted, true);
  await listener.shutdown();
});

Deno.test("Listener tells what keeps it from listening at first", () => {
  assertThrows(
    () =>
      new Listener(() => {
        throw new Deno.errors.AddrInUse("taken");
      }),
    Deno.errors.AddrInUse,
  );
});
