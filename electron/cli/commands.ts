import { auditCommands } from './audit.ts';
import { catalogCommands } from './catalog.ts';
import type { CommandSpec } from './command.ts';
import { enrolCommands } from './enrol.ts';
import { exchangeCommands } from './exchange.ts';
import { hostCommands } from './host.ts';
import { licenseCommands } from './license.ts';
import { sealCommands } from './seal.ts';
import { stationCommands } from './station.ts';

/** Every command, in the order in which `yidi --help` lists them; each subject adds its own by one line. */
export const commands: readonly CommandSpec[] = [
  ...stationCommands,
  ...catalogCommands,
  ...licenseCommands,
  ...sealCommands,
  ...enrolCommands,
  ...exchangeCommands,
  ...auditCommands,
  ...hostCommands,
];
