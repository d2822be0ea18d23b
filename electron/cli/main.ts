import { programVersion } from '../core/places.ts';
import { runCommands } from './command.ts';
import { commandsFor } from './commands.ts';

const words = process.argv.slice(2);
process.exitCode = await runCommands(await commandsFor(words[0]), words, programVersion);
