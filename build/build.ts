import { ensurePage } from './page.ts';
import { buildShells } from './shells.ts';

// `npm run build`: the page, and the bundles of main process, core, workers and command line.
await ensurePage();
await buildShells();
