import type { Migration } from '../migrate.ts';
import { up0010 } from './0010-station.ts';
import { up0020 } from './0020-audit.ts';
import { up0030 } from './0030-blob.ts';
import { up0040 } from './0040-record.ts';
import { up0200 } from './0200-entry.ts';
import { up0300 } from './0300-exchange.ts';
import { up0400 } from './0400-guarded-blob.ts';
import { up0410 } from './0410-volume.ts';
import { up0420 } from './0420-salvage.ts';
import { up0520 } from './0520-license-warning.ts';
import { up0530 } from './0530-keying.ts';
import { up0550 } from './0550-import.ts';
import { up0560 } from './0560-license-row.ts';
import { up0561 } from './0561-stock.ts';
import { up0570 } from './0570-license-indexes.ts';
import { up0571 } from './0571-license-count.ts';
import { up0573 } from './0573-entry-arrangement.ts';
import { up0580 } from './0580-sheet-form.ts';
import { up0581 } from './0581-dispatch.ts';
import { up0582 } from './0582-catalog-change.ts';
import { up0583 } from './0583-classification.ts';
import { up0584 } from './0584-found-by.ts';
import { up0590 } from './0590-acceptance.ts';
import { up0591 } from './0591-score.ts';
import { up0593 } from './0593-resend.ts';
import { up0594 } from './0594-medium.ts';

/** Every migration, oldest first; a published one is never edited, a change is a new file. */
export const migrations: readonly Migration[] = [
  { version: 10, up: up0010 },
  { version: 20, up: up0020 },
  { version: 30, up: up0030 },
  { version: 40, up: up0040 },
  { version: 200, up: up0200 },
  { version: 300, up: up0300 },
  { version: 400, up: up0400 },
  { version: 410, up: up0410 },
  { version: 420, up: up0420 },
  { version: 520, up: up0520 },
  { version: 530, up: up0530 },
  { version: 550, up: up0550 },
  { version: 560, up: up0560 },
  { version: 561, up: up0561 },
  { version: 570, up: up0570 },
  { version: 571, up: up0571 },
  { version: 573, up: up0573 },
  { version: 580, up: up0580 },
  { version: 581, up: up0581 },
  { version: 582, up: up0582 },
  { version: 583, up: up0583 },
  { version: 584, up: up0584 },
  { version: 590, up: up0590 },
  { version: 591, up: up0591 },
  { version: 593, up: up0593 },
  { version: 594, up: up0594 },
];
