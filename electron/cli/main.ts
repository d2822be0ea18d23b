import { programVersion } from '../core/places.ts';
import { runCommands } from './command.ts';
import { commands } from './commands.ts';

process.exitCode = await runCommands(commands, process.argv.slice(2), programVersion);
