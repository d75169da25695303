/** Prints one line. */
export type Print = (line: string) => void;

/** Whether something is there, and what a person must do if it is not. */
export type Readiness = { ready: true } | { ready: false; problem: string; hint: string };
