import type { Db } from '../database.ts';

/**
 * How the pages of a batch make papers (shared/license/pieces.ts). `seen` says what a page was taken for when it came in; a page that `left_out` holds no print to
 * type; one that `starts` begins a paper. `sides` of a batch: so many sides a paper, 0 = by 分隔页, or one page each where there is none.
 */
export function up0573(db: Db): void {
  db.exec(`
    ALTER TABLE entry_batch ADD COLUMN sides INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE entry_page ADD COLUMN seen TEXT NOT NULL DEFAULT 'page';
    ALTER TABLE entry_page ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE entry_page ADD COLUMN starts INTEGER NOT NULL DEFAULT 1;
    UPDATE entry_page AS p SET starts = 0
    WHERE record <> '' AND EXISTS (
      SELECT 1 FROM entry_page q WHERE q.record = p.record AND q.batch = p.batch AND q.position < p.position
    );
  `);
}
