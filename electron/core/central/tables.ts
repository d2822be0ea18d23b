import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { refuse } from '../../../shared/contract/failures.ts';
import { resourceFile } from '../places.ts';

/** Version of resources/central/schema.sql. */
const version = 1;

/**
 * Finds the tables, or makes them where there are none. Gives the mark that this database got when they were made: another one, or one made anew,
 * is told by it. Refuses `central-schema` where the tables are of another version.
 */
export async function centralTables(client: Client): Promise<string> {
  const { rows } = await client.query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'yidi'",
  );
  const has = (name: string): boolean => rows.some(({ tablename }) => tablename === name);
  if (!has('central') && !has('accepted_record')) return await make(client);
  const found = has('central')
    ? (await client.query<{ id: string; version: number }>('SELECT id, version FROM yidi.central')).rows
    : [];
  const mark = found[0];
  if (found.length !== 1 || mark === undefined || mark.version !== version || !has('accepted_record'))
    refuse('central-schema', { found: mark?.version ?? '无', known: version });
  return mark.id;
}

async function make(client: Client): Promise<string> {
  const id = randomBytes(16).toString('hex');
  await client.query('BEGIN');
  const { rows } = await client.query("SELECT 1 FROM pg_namespace WHERE nspname = 'yidi'");
  if (rows.length === 0) await client.query('CREATE SCHEMA yidi');
  await client.query(readFileSync(resourceFile('central/schema.sql'), 'utf8'));
  await client.query('INSERT INTO yidi.central (id, version, created_at) VALUES ($1, $2, now())', [id, version]);
  await client.query('COMMIT');
  return id;
}

/** Rows of this bureau that the database holds. */
export async function countThere(client: Client, bureau: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    'SELECT count(*) AS count FROM yidi.accepted_record WHERE bureau_id = $1',
    [bureau],
  );
  return Number(rows[0]?.count);
}
