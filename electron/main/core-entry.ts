import { createCore } from '../core/core.ts';
import { defaultStationDir } from '../core/places.ts';
import { parentPortOf, servePort } from '../core/transport/port.ts';

// What runs in the utility process: the core, served to the main process over the parent port.

const dir = process.argv.find((argument) => argument.startsWith('--dir='))?.slice('--dir='.length);
const core = createCore({ dir: dir ?? defaultStationDir() });
servePort(core, parentPortOf(process.parentPort), () => process.exit(0));
