import { builtinModules } from 'node:module';
import type { Target } from './imports.ts';

/** What a layer may reach: folders of the project, and packages. */
interface Layer {
  readonly folder: string;
  readonly reaches: readonly string[];
  /**
   * Names of packages; `node` stands for Node's own modules, `runtime` for the dependencies that ship, `page` for
   * what the page is built of.
   */
  readonly packages: readonly string[];
}

/**
 * The layer rule of the design, one line a layer. Folders that are not named here (build, bench, tests) are outside
 * the program.
 */
const layers: readonly Layer[] = [
  { folder: 'shared', reaches: ['shared'], packages: ['zod'] },
  { folder: 'electron/core', reaches: ['electron/core', 'shared'], packages: ['node', 'runtime'] },
  {
    folder: 'electron/workers',
    reaches: ['electron/workers', 'electron/core', 'shared'],
    packages: ['node', 'runtime'],
  },
  {
    folder: 'electron/main',
    reaches: ['electron/main', 'electron/core', 'shared'],
    packages: ['node', 'electron', '@electron/remote'],
  },
  {
    folder: 'electron/preload',
    reaches: ['electron/preload', 'shared/contract'],
    packages: ['electron', '@electron/remote'],
  },
  { folder: 'electron/host', reaches: ['electron/host', 'electron/core', 'shared'], packages: ['node', 'runtime'] },
  // `yidi host` starts the host.
  {
    folder: 'electron/cli',
    reaches: ['electron/cli', 'electron/host', 'electron/core', 'shared'],
    packages: ['node', 'runtime'],
  },
  { folder: 'renderer', reaches: ['renderer', 'shared'], packages: ['page'] },
];

/** Folders of electron/core that are a subject: from outside only `<subject>/<subject>.ts` may be imported. */
const subjects = [
  'catalog',
  'license',
  'seal',
  'dataset',
  'request',
  'exchange',
  'scanner',
  'station',
  'central',
  'score',
];

/** Modules that speak to other machines, and the only files that may: the host's page, scanners, and the one server that a bureau names. */
const network = /^(?:node:)?(?:net|tls|https?|http2|dns|dgram)(?:\/|$)|^pg(?:-|$)/;
const doors = [
  'electron/host/',
  'electron/core/scanner/http.ts',
  'electron/core/scanner/local-address.ts',
  'electron/core/central/',
];

export interface Packages {
  readonly runtime: ReadonlySet<string>;
  readonly development: ReadonlySet<string>;
}

/** Why a file may not have this import; undefined when it may. */
export function forbiddenEdge(from: string, to: Target, packages: Packages): string | undefined {
  const layer = layerOf(from);
  if (!layer) return undefined;
  const isTest = /\.test\.tsx?$/.test(from);
  if ('package' in to)
    return forbiddenPackage(layer, to.package, packages, isTest) ?? forbiddenNetwork(from, to.package, isTest);
  if (isTest && inside(to.file, 'tests')) return undefined;
  return forbiddenFolder(layer, to.file) ?? privateFile(from, to.file);
}

/** Whether a file belongs to the program, so that the rules hold for it. */
export function isProgram(path: string): boolean {
  return layerOf(path) !== undefined;
}

function forbiddenFolder(layer: Layer, to: string): string | undefined {
  const reached = [...layer.reaches, ...(layer.folder === 'electron/preload' ? [] : ['resources'])];
  return reached.some((folder) => inside(to, folder))
    ? undefined
    : `${layer.folder} may reach only ${layer.reaches.join(', ')}`;
}

function privateFile(from: string, to: string): string | undefined {
  const subject = subjectOf(to);
  if (!subject || !inside(from, 'electron/core') || subjectOf(from) === subject) return undefined;
  const open = `electron/core/${subject}/${subject}.ts`;
  return to === open ? undefined : `${to} is private to ${subject}; its public file is ${open}`;
}

function forbiddenPackage(layer: Layer, name: string, packages: Packages, isTest: boolean): string | undefined {
  const known = new Set(layer.packages);
  if (known.has(name)) return undefined;
  const isNode = name.startsWith('node:') || builtinModules.includes(name);
  if (isNode && (known.has('node') || isTest)) return undefined;
  const isElectron = name === 'electron' || name.startsWith('@electron/');
  if (!isNode && !isElectron) {
    if (known.has('runtime') && packages.runtime.has(name)) return undefined;
    if (known.has('page') && (packages.development.has(name) || name === 'zod')) return undefined;
    if (isTest && packages.development.has(name)) return undefined;
  }
  return `${layer.folder} may not import ${name}`;
}

function forbiddenNetwork(from: string, name: string, isTest: boolean): string | undefined {
  if (isTest || !network.test(name) || doors.some((door) => from.startsWith(door))) return undefined;
  return 'only the doors to the network may import it';
}

function layerOf(path: string): Layer | undefined {
  return layers.find((layer) => inside(path, layer.folder));
}

function subjectOf(path: string): string | undefined {
  return subjects.find((subject) => inside(path, `electron/core/${subject}`));
}

function inside(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
