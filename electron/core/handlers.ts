import { catalogHandlers } from './catalog/catalog.ts';
import { centralHandlers } from './central/central.ts';
import { dispatchHandlers, exchangeHandlers, listHandlers } from './exchange/exchange.ts';
import { keyingHandlers, licenseHandlers, licenseTypeHandlers } from './license/license.ts';
import { scannerHandlers } from './scanner/scanner.ts';
import { scoreHandlers } from './score/score.ts';
import { sealHandlers } from './seal/seal.ts';
import { stationHandlers } from './station/station.ts';

/** Every handler of the contract; each subject adds its own table here by one line. */
export const handlers = {
  ...stationHandlers,
  ...catalogHandlers,
  ...exchangeHandlers,
  ...dispatchHandlers,
  ...centralHandlers,
  ...scoreHandlers,
  ...listHandlers,
  ...licenseHandlers,
  ...keyingHandlers,
  ...licenseTypeHandlers,
  ...sealHandlers,
  ...scannerHandlers,
} as const;
