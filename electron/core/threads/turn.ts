/** Work that only one of several threads may do at a time. They share one word: the id of the thread whose turn it is, 0 for nobody's. */
export type Turn = Int32Array<SharedArrayBuffer>;

export const newTurn = (): Turn => new Int32Array(new SharedArrayBuffer(4));

/** Waits until it is nobody's turn, and takes it. `own`: id of the thread, not 0. */
export async function takeTurn(turn: Turn, own: number): Promise<void> {
  for (;;) {
    const other = Atomics.compareExchange(turn, 0, 0, own);
    if (other === 0 || other === own) return;
    await Atomics.waitAsync(turn, 0, other).value;
  }
}

/** Ends a thread's turn, if it has it; also that of a thread that died in it. */
export function passTurn(turn: Turn, own: number): void {
  if (Atomics.compareExchange(turn, 0, own, 0) === own) Atomics.notify(turn, 0);
}
