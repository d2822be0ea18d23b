import type { CommandSpec } from './command.ts';
import { hostCommands } from './host.ts';
import { licenseCommands } from './license.ts';
import { stationCommands } from './station.ts';

/** Every command, in the order in which `yidi --help` lists them; each subject adds its own by one line. */
export const commands: readonly CommandSpec[] = [...stationCommands, ...licenseCommands, ...hostCommands];
