import { z } from 'zod';
import { catalogMethods } from '../catalog/methods.ts';
import { centralMethods } from '../central/methods.ts';
import { dispatchMethods } from '../exchange/dispatch-methods.ts';
import { listMethods } from '../exchange/list-methods.ts';
import { exchangeMethods } from '../exchange/methods.ts';
import { entryMethods } from '../license/entry-methods.ts';
import { keyingMethods } from '../license/keying-methods.ts';
import { licenseMethods } from '../license/methods.ts';
import { licenseTypeMethods } from '../license/type-methods.ts';
import { scannerMethods } from '../scanner/methods.ts';
import { scoreMethods } from '../score/methods.ts';
import { sealMethods } from '../seal/methods.ts';
import { stationMethods } from '../station/methods.ts';

import { method } from './method.ts';

/** Every method of the contract; each subject adds its own table here by one line. */
export const methods = {
  ...stationMethods,
  ...catalogMethods,
  ...exchangeMethods,
  ...dispatchMethods,
  ...centralMethods,
  ...scoreMethods,
  ...listMethods,
  ...licenseMethods,
  ...entryMethods,
  ...keyingMethods,
  ...licenseTypeMethods,
  ...sealMethods,
  ...scannerMethods,
  /** `cancelled` is false when the job had ended already. */
  'job.cancel': method('user', z.object({ job: z.string() }), z.object({ cancelled: z.boolean() })),
} as const;

export type Methods = typeof methods;
