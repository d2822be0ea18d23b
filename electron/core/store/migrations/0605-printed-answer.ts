import type { Db } from '../database.ts';

/** `answer_out.printed_at`: when a receipt or decision was printed as QR codes last. The decisions of an answer, and the answers of a kind by time, by index. */
export function up0605(db: Db): void {
  db.exec(`
    ALTER TABLE answer_out ADD COLUMN printed_at TEXT NOT NULL DEFAULT '';
    CREATE INDEX answer_out_by_time ON answer_out (kind, created_at);
    CREATE INDEX decision_by_answer ON decision (answer_out) WHERE answer_out <> '';
  `);
}
