/** Called with how much of some work is done. */
export type Report = (what: string, done: number, total: number) => void;
