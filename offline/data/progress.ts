/** How far long work on a data set is; `total` is `undefined` where it is not known. */
export interface DataProgress {
  readonly what: string;
  readonly unit: "bytes" | "pictures";
  readonly done: number;
  readonly total: number | undefined;
}
