import type { stationMethods } from '../../../shared/station/methods.ts';
import type { Handlers } from '../context.ts';
import { auditHandlers } from './audit.ts';
import { backupHandlers } from './backup.ts';
import { codeHandlers } from './codes.ts';
import { deskHandlers } from './desk.ts';
import { lifeHandlers } from './life.ts';
import { obligationHandlers } from './obligations.ts';
import { placeHandlers } from './places.ts';
import { searchHandlers } from './search.ts';
import { selfCheckHandlers } from './self-check.ts';
import { stockHandlers } from './stock.ts';
import { userHandlers } from './users.ts';

export { type Drive, driveOf } from './drives.ts';
export { obligationProgress } from './obligation-progress.ts';
export { obligationsFor, obligationTypes, organsOfTable, takeObligations } from './obligations.ts';

/** The station's own subject: its life, people, places, backups, audit chain, obligations and desk. */
export const stationHandlers: Handlers<typeof stationMethods> = {
  ...lifeHandlers,
  ...userHandlers,
  ...placeHandlers,
  ...backupHandlers,
  ...auditHandlers,
  ...codeHandlers,
  ...selfCheckHandlers,
  ...searchHandlers,
  ...obligationHandlers,
  ...stockHandlers,
  ...deskHandlers,
};
