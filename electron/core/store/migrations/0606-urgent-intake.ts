import type { Db } from '../database.ts';

/** `intake.urgent` is 1 for a package that says of itself that it carries changes of state only. */
export function up0606(db: Db): void {
  db.exec('ALTER TABLE intake ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0');
}
