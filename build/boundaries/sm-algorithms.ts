import { constantsOf, constantText, isNode, type Node, type Source, walk } from './syntax.ts';

/** One use of node:crypto that the rule forbids. */
export interface CryptoUse {
  readonly line: number;
  readonly why: string;
}

/** Functions of node:crypto that take the name of an algorithm, and where it stands among their arguments. */
const algorithmAt: Readonly<Record<string, number>> = {
  createHash: 0,
  hash: 0,
  createHmac: 0,
  createCipheriv: 0,
  createDecipheriv: 0,
  getCipherInfo: 0,
  createSign: 0,
  createVerify: 0,
  sign: 0,
  verify: 0,
  hkdf: 0,
  hkdfSync: 0,
  pbkdf2: 4,
  pbkdf2Sync: 4,
  createECDH: 0,
  generateKeyPair: 0,
  generateKeyPairSync: 0,
};

const sm = /(^|[^a-z])sm[234]($|[^a-z])/i;

/**
 * Finds every use of SM2, SM3 and SM4 from node:crypto, which Electron's crypto does not have. The name of an
 * algorithm must be readable where it is used (a literal, a template, a `const` of the same file); what cannot be
 * read counts as a use, for nobody could check it.
 */
export function smFromNodeCrypto(source: Source): CryptoUse[] {
  const constants = constantsOf(source.program);
  const uses: CryptoUse[] = [];
  const add = (node: Node, why: string) => uses.push({ line: source.lineOf(node), why });
  const { functions, modules } = cryptoNames(source.program, constants, add);

  /** Name of the function of node:crypto that an expression stands for. */
  const functionOf = (node: Node | undefined): string | undefined => {
    if (!node) return undefined;
    if (node.type === 'Identifier') return functions.get(String(node.name));
    if (node.type !== 'MemberExpression') return undefined;
    const object = node.object as Node;
    if (object.type !== 'Identifier' || !modules.has(String(object.name))) return undefined;
    const property = node.property as Node;
    const name = node.computed ? constantText(property, constants) : String(property.name);
    if (name === undefined) add(node, 'the function of node:crypto is only known at run time');
    return name !== undefined && Object.hasOwn(algorithmAt, name) ? name : undefined;
  };

  walk(source.program, (node, parent) => {
    const name = isReference(node, parent) ? functionOf(node) : undefined;
    if (name === undefined) return;
    if (parent?.type === 'VariableDeclarator' && parent.init === node) return;
    if (parent?.type !== 'CallExpression' || parent.callee !== node) {
      add(node, `${name} of node:crypto is handed on, so its algorithm cannot be read`);
      return;
    }
    const text = constantText((parent.arguments as Node[])[algorithmAt[name]!], constants);
    if (text === undefined) add(node, `the algorithm of ${name} of node:crypto is only known at run time`);
    else if (sm.test(text)) add(node, `${name}('${text}') of node:crypto; use electron/core/crypto`);
  });
  return uses;
}

/**
 * The names under which a file knows node:crypto and its functions, among them those given by `const other =
 * createHash`.
 */
function cryptoNames(program: Node, constants: ReadonlyMap<string, Node>, add: (node: Node, why: string) => void) {
  const functions = new Map<string, string>();
  const modules = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'ImportDeclaration' && isCrypto(node.source, constants)) {
      for (const specifier of node.specifiers as Node[]) {
        const local = String((specifier.local as Node).name);
        const imported = specifier.imported as Node | undefined;
        if (specifier.type !== 'ImportSpecifier' || imported?.name === 'default') modules.add(local);
        else if (Object.hasOwn(algorithmAt, String(imported?.name))) functions.set(local, String(imported?.name));
      }
    }
    const exported = node.type === 'ExportAllDeclaration' || node.type === 'ExportNamedDeclaration';
    const loaded =
      node.type === 'ImportExpression'
        ? node.source
        : node.type === 'CallExpression'
          ? (node.arguments as Node[])[0]
          : undefined;
    if (
      (exported && isCrypto(node.source, constants)) ||
      (!exported && isLoader(node) && isCrypto(loaded, constants))
    ) {
      add(node, 'node:crypto may only come by an import declaration, so that its use can be read');
    }
  });
  for (let grown = true; grown; ) {
    grown = false;
    for (const [name, init] of constants) {
      const original = init.type === 'Identifier' ? functions.get(String(init.name)) : undefined;
      if (original && !functions.has(name)) {
        functions.set(name, original);
        grown = true;
      }
      if (init.type === 'Identifier' && modules.has(String(init.name)) && !modules.has(name)) {
        modules.add(name);
        grown = true;
      }
      const member = init.type === 'MemberExpression' && isNode(init.object) && modules.has(String(init.object.name));
      const property = member
        ? init.computed
          ? constantText(init.property, constants)
          : String((init.property as Node).name)
        : '';
      if (property && Object.hasOwn(algorithmAt, property) && !functions.has(name)) {
        functions.set(name, property);
        grown = true;
      }
    }
  }
  return { functions, modules };
}

function isLoader(node: Node): boolean {
  if (node.type === 'ImportExpression') return true;
  if (node.type !== 'CallExpression') return false;
  const callee = node.callee as Node;
  const name = callee.type === 'Identifier' ? callee.name : (callee.property as Node | undefined)?.name;
  return name === 'require' || name === 'getBuiltinModule';
}

function isCrypto(source: unknown, constants: ReadonlyMap<string, Node>): boolean {
  const text = constantText(source, constants);
  return text === 'node:crypto' || text === 'crypto';
}

/** Whether a node is read as a value: not a name being declared, imported, or written after a dot or as a key. */
function isReference(node: Node, parent: Node | undefined): boolean {
  if (node.type === 'MemberExpression') return true;
  if (node.type !== 'Identifier' || !parent) return false;
  if (parent.type.startsWith('Import') || parent.type.startsWith('TS')) return false;
  if (parent.type === 'VariableDeclarator') return parent.init === node;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (parent.type === 'Property' || parent.type === 'PropertyDefinition' || parent.type === 'MethodDefinition') {
    return parent.value === node;
  }
  return true;
}
