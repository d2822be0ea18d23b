import { stationMethods } from '../station/methods.ts';

/** Every method of the contract; each subject adds its own table here by one line. */
export const methods = {
  ...stationMethods,
} as const;

export type Methods = typeof methods;
