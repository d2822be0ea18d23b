import { posix } from 'node:path';
import { constantsOf, constantText, isNode, type Node, type Source, walk } from './syntax.ts';

/** One edge of the import graph. */
export interface Import {
  readonly line: number;
  /** Undefined when it is only known at run time. */
  readonly target: Target | undefined;
}

/** A file by its path from the project's root, or a package or Node module by its name. */
export type Target = { readonly file: string } | { readonly package: string };

/** Every import of a file: static, re-exported, of a type, dynamic, and `require`. */
export function importsOf(source: Source): Import[] {
  const constants = constantsOf(source.program);
  const found: Import[] = [];
  walk(source.program, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    const text = constantText(specifier, constants);
    found.push({ line: source.lineOf(node), target: text === undefined ? undefined : resolve(source.path, text) });
  });
  return found;
}

function specifierOf(node: Node): Node | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return isNode(node.source) ? node.source : undefined;
    case 'TSExternalModuleReference':
      return node.expression as Node;
    case 'CallExpression': {
      const callee = node.callee as Node;
      const named = callee.type === 'Identifier' ? callee.name : (callee.property as Node | undefined)?.name;
      const asked = (node.arguments as Node[])[0];
      return (named === 'require' || named === 'getBuiltinModule') && asked ? asked : undefined;
    }
    default:
      return undefined;
  }
}

function resolve(from: string, specifier: string): Target {
  const path = specifier.split('?', 1)[0]!;
  if (path.startsWith('.')) return { file: posix.join(posix.dirname(from), path) };
  if (path.startsWith('/')) return { file: path };
  if (path.startsWith('node:')) return { package: path };
  const parts = path.split('/').slice(0, path.startsWith('@') ? 2 : 1);
  return { package: parts.join('/') };
}
