import { assertEquals, assertStringIncludes } from "@std/assert";
import { readRunRecord, type RunRecord } from "../../../offline/runs/run_record.ts";
import { gpuTest } from "../../support/adapter.ts";
import { drawPictures, train, withFolder } from "./train_command.ts";

const ARGS = ["--data", "pictures", "--size", "8", "--quick", "--name", "both"];

gpuTest(
  "train --device takes an adapter by its number, which also lists it",
  ({ name, software }) =>
    withFolder(async (cwd) => {
      const listed = await train(["--device"], { cwd });
      assertEquals([listed.code, listed.error], [0, ""]);
      const [adapter, ...others] = listed.out.trimEnd().split("\n");
      assertEquals(adapter.startsWith(`0    ${name}`), true, adapter);
      const taken = software ? others.at(-1)! : adapter;
      assertStringIncludes(taken, software ? "auto: no graphics card" : "auto: a graphics card");

      await drawPictures(cwd);
      const { code, error } = await train([...ARGS, "--steps", "2", "--device", "0"], { cwd });
      assertEquals(code, 0, error);
      assertStringIncludes(error, `training on ${name}: chosen by --device\n`);
      const { adapter: used, device } = await readRunRecord(`${cwd}/runs/both`) as RunRecord;
      assertEquals([used, device], [name, "0"]);
    }),
);

gpuTest(
  "train --resume continues on another device that --device names, and says what that means",
  ({ name }) =>
    withFolder(async (cwd) => {
      await drawPictures(cwd);
      const stop = { at: /^codec \d+\/300 /m, signal: "SIGTERM" } as const;
      const begun = await train([...ARGS, "--steps", "300", "--device", "cpu"], { cwd, stop });
      assertEquals(begun.code, 0, begun.error);
      const { adapter } = await readRunRecord(`${cwd}/runs/both`) as RunRecord;

      const resume = ["--resume", "--name", "both"];
      const same = await train(resume, { cwd, stop: { ...stop, at: /^training both/m } });
      assertStringIncludes(same.error, "the processor");
      assertEquals(same.error.includes("the run began on"), false, same.error);

      const stopped = { cwd, stop: { ...stop, at: /^the run began on/m } };
      const other = await train([...resume, "--device", name], stopped);
      assertStringIncludes(
        other.error,
        `the run began on ${adapter}: what ${name} computes from here is as good, but not the ` +
          "same bits\n",
      );
    }),
);
