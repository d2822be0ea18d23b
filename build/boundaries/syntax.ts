import { parseSync } from 'vite';

/** A node of the ESTree that the parser gives, read field by field. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** A source file that was read: its tree, and a way from an offset to its line. */
export interface Source {
  readonly path: string;
  readonly program: Node;
  lineOf(node: Node): number;
}

/** @param path from the project's root, with slashes */
export function parseSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  return {
    path,
    program: program as unknown as Node,
    lineOf: (node) => text.slice(0, node.start).split('\n').length,
  };
}

/** Visits a node and everything under it, parents first. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, node);
    }
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/**
 * The text that an expression has whenever it runs, undefined when it cannot be told: literals, templates,
 * concatenations, and names that the file declares once with `const`.
 */
export function constantText(node: unknown, constants: ReadonlyMap<string, Node>, depth = 0): string | undefined {
  if (!isNode(node) || depth > 20) return undefined;
  const inner = (child: unknown) => constantText(child, constants, depth + 1);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? String(node.value) : undefined;
    case 'TemplateLiteral': {
      const pieces = (node.quasis as Node[]).map((quasi) => (quasi.value as { cooked?: string }).cooked);
      const between = [...(node.expressions as Node[]).map(inner), ''];
      const all = pieces.flatMap((piece, index) => [piece, between[index]]);
      return all.includes(undefined) ? undefined : all.join('');
    }
    case 'BinaryExpression': {
      if (node.operator !== '+') return undefined;
      // Two numbers would be added, not joined.
      if (isNumber(node.left) && isNumber(node.right)) return undefined;
      const [left, right] = [inner(node.left), inner(node.right)];
      return left === undefined || right === undefined ? undefined : left + right;
    }
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return inner(node.expression);
    case 'Identifier': {
      const value = constants.get(String(node.name));
      return value && inner(value);
    }
    default:
      return undefined;
  }
}

/** Initial values of the names that a file declares with `const`, left out where a name is declared twice. */
export function constantsOf(program: Node): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  const twice = new Set<string>();
  walk(program, (node, parent) => {
    if (node.type !== 'VariableDeclarator' || !isNode(node.id) || node.id.type !== 'Identifier') return;
    const name = String(node.id.name);
    if (found.has(name) || parent?.kind !== 'const' || !isNode(node.init)) twice.add(name);
    else found.set(name, node.init);
  });
  for (const name of twice) found.delete(name);
  return found;
}

function isNumber(node: unknown): boolean {
  return isNode(node) && node.type === 'Literal' && typeof node.value === 'number';
}
