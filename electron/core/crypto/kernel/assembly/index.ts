export { combine, inputs, matrix, outputs } from './gf256';
export { digests, lengths, sm3Eight } from './sm3';
export { sm3Compress, state } from './sm3-rounds';
export { counter, key, sm4Ctr, sm4Forget, sm4SetKey } from './sm4';

/** Four slots for chunks, see ../machine.ts. */
export const slots: usize = memory.data(8 * 65792, 16);
