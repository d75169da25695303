/** Reports changes of a connected element's attributes, batched into one call per microtask. */
export class AttributeWatch {
  #changed = new Set<string>();
  #planned = false;

  /** @param onChange Called with the changed attributes; none if the element was added, moved or removed. */
  constructor(readonly onChange: (changed: ReadonlySet<string>) => void) {}

  /** Plans a call for what changed. */
  note(...attributes: string[]): void {
    for (const attribute of attributes) this.#changed.add(attribute);
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      const changed = this.#changed;
      this.#planned = false;
      this.#changed = new Set();
      this.onChange(changed);
    });
  }
}
