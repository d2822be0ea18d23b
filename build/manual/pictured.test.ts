import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { programDir } from '../../electron/core/places.ts';
import { picturedFile, routeOf } from './pictured.ts';

const screens = join(programDir, 'docs', 'manual', 'screens');
const table = readFileSync(join(programDir, 'renderer', 'app', 'pages.tsx'), 'utf8');
const routes = [...table.matchAll(/^ {4}path: '([^']+)'/gm)].map(([, path]) => path!);
const pictured = JSON.parse(readFileSync(join(screens, picturedFile), 'utf8')) as Record<string, string>;

test('an address belongs to the route that names it, else to the one with a gap', () => {
  const some = ['/license', '/license/stock', '/license/:id', '/license/:id/face'];
  const found = ['/license', '/license/stock', '/license/0a1b', '/license/0a1b/face', '/seal'].map((path) =>
    routeOf(some, path),
  );
  expect(found).toEqual([...some, undefined]);
});

test('every page of the route table is in the manual', () => {
  expect(routes.length).toBeGreaterThan(20);
  const seen = new Set(Object.values(pictured).map((path) => routeOf(routes, path)));
  expect(routes.filter((route) => !seen.has(route))).toEqual([]);
});

test('every scene has its picture at both sizes', () => {
  const files = Object.keys(pictured).flatMap((name) => [`${name}-1366.png`, `${name}-1920.png`]);
  expect(files.filter((file) => !existsSync(join(screens, file)))).toEqual([]);
});

test('what the manual refers to is there', () => {
  const manual = join(screens, '..');
  const files = readdirSync(manual).filter((name) => name.endsWith('.md'));
  const links = files.flatMap((name) =>
    [...readFileSync(join(manual, name), 'utf8').matchAll(/\]\(([^)#]+)/g)].map(([, to]) => decodeURI(to!)),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter((to) => !existsSync(join(manual, to)))).toEqual([]);
});
