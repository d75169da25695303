import { assertEquals } from "@std/assert";
import { benchOf, putCode } from "../../../web/studio/bench.ts";
import { BenchEditor } from "../../../web/studio/bench_editor.ts";
import { FIRST_STATE } from "../../../web/studio/state.ts";
import { Store } from "../../../web/studio/store.ts";

function open() {
  const store = new Store({ ...FIRST_STATE, bench: benchOf([1, 2, 3, 4]) });
  const editor = new BenchEditor(store);
  return { store, editor, erased: () => [...store.state.bench!.erased].sort() };
}

Deno.test("BenchEditor.stroke() erases, or restores where it begins on an erased position", () => {
  const { editor, erased } = open();
  editor.stroke([0], true);
  editor.stroke([0, 1], false);
  assertEquals(erased(), [0, 1]);
  editor.stroke([1], true);
  editor.stroke([1, 2], false);
  assertEquals(erased(), [0]);
});

Deno.test("BenchEditor.undo() takes a whole stroke back, and redo() brings it again", () => {
  const { editor, erased } = open();
  editor.toggle(3);
  editor.stroke([0], true);
  editor.stroke([0, 1], false);
  editor.undo();
  assertEquals(erased(), [3]);
  editor.undo();
  assertEquals(erased(), []);
  editor.undo();
  editor.redo();
  editor.redo();
  assertEquals(erased(), [0, 1, 3]);
});

Deno.test("BenchEditor.change() of one work is one step until another one comes between", () => {
  const { editor, store } = open();
  editor.change((bench) => putCode(bench, 0, 7), "typed");
  editor.change((bench) => putCode(bench, 0, 75), "typed");
  editor.undo();
  assertEquals(store.state.bench!.codes, [1, 2, 3, 4]);
  editor.change((bench) => putCode(bench, 0, 7), "typed");
  editor.toggle(3);
  editor.change((bench) => putCode(bench, 0, 8), "typed");
  editor.undo();
  assertEquals(store.state.bench!.codes, [7, 2, 3, 4]);
});

Deno.test("BenchEditor.change() that changes nothing is no step, and a new step ends redoing", () => {
  const { editor, store } = open();
  editor.change((bench) => putCode(bench, 0, 1));
  assertEquals(editor.history.canUndo, false);
  editor.change((bench) => putCode(bench, 0, 9));
  editor.undo();
  assertEquals(editor.history.canRedo, true);
  editor.change((bench) => putCode(bench, 1, 9));
  assertEquals(editor.history.canRedo, false);
  assertEquals(store.state.bench!.codes, [1, 9, 3, 4]);
});
