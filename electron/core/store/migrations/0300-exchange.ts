import type { Db } from '../database.ts';

/**
 * What stations exchange. A department fills `approval`, `package` and `answer`; a bureau `intake`, `decision` and `answer_out`;
 * both `partner`. `keys`, counts and lists are JSON, `says` is the data/station.json of the partner's last package. `package.sm3` is that of the
 * sealed file, `number` its volume's number on paper. `answer_out.bytes` is the file as it was signed, so
 * that the same question gets the same answer, byte for byte.
 */
export function up0300(db: Db): void {
  db.exec(`
    CREATE TABLE partner (
      id             TEXT PRIMARY KEY,
      role           TEXT NOT NULL,
      name           TEXT NOT NULL,
      uscc           TEXT NOT NULL,
      keys           TEXT NOT NULL,
      fingerprint    TEXT NOT NULL,
      state          TEXT NOT NULL,
      enrolled_at    TEXT NOT NULL,
      enrolled_by    TEXT NOT NULL,
      confirmed_at   TEXT NOT NULL DEFAULT '',
      confirmed_by   TEXT NOT NULL DEFAULT '',
      revoked_at     TEXT NOT NULL DEFAULT '',
      revoked_by     TEXT NOT NULL DEFAULT '',
      revoked_reason TEXT NOT NULL DEFAULT '',
      says           TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE approval (
      id          INTEGER PRIMARY KEY,
      kind        TEXT NOT NULL,
      way         TEXT NOT NULL,
      person      TEXT NOT NULL,
      date        TEXT NOT NULL,
      text        TEXT NOT NULL,
      recorded_by TEXT NOT NULL,
      at          TEXT NOT NULL
    ) STRICT;
    CREATE TABLE approval_record (
      record   TEXT NOT NULL,
      revision INTEGER NOT NULL,
      kind     TEXT NOT NULL,
      approval INTEGER NOT NULL REFERENCES approval (id),
      PRIMARY KEY (record, revision, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX approval_record_by_approval ON approval_record (approval);

    CREATE TABLE package (
      id          TEXT PRIMARY KEY,
      epoch       INTEGER NOT NULL,
      sequence    INTEGER NOT NULL,
      previous    TEXT NOT NULL,
      recipient   TEXT NOT NULL REFERENCES partner (id),
      created_at  TEXT NOT NULL,
      created_by  TEXT NOT NULL,
      counts      TEXT NOT NULL,
      records     INTEGER NOT NULL,
      bytes       INTEGER NOT NULL,
      sm3         TEXT NOT NULL,
      number      TEXT NOT NULL,
      file        TEXT NOT NULL,
      medium      TEXT NOT NULL DEFAULT '',
      written_at  TEXT NOT NULL DEFAULT '',
      courier     TEXT NOT NULL DEFAULT '',
      handed_at   TEXT NOT NULL DEFAULT '',
      received_at TEXT NOT NULL DEFAULT '',
      missing     TEXT NOT NULL DEFAULT '[]',
      UNIQUE (epoch, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE package_record (
      package  TEXT NOT NULL REFERENCES package (id),
      record   TEXT NOT NULL,
      revision INTEGER NOT NULL,
      kind     TEXT NOT NULL,
      change   TEXT NOT NULL,
      code     TEXT NOT NULL,
      name     TEXT NOT NULL,
      state    TEXT NOT NULL,
      remarks  TEXT NOT NULL DEFAULT '[]',
      answer   INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (package, record)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX package_record_by_record ON package_record (record, revision);
    CREATE INDEX package_record_by_state ON package_record (package, state);

    CREATE TABLE answer (
      id           TEXT PRIMARY KEY,
      kind         TEXT NOT NULL,
      partner      TEXT NOT NULL REFERENCES partner (id),
      package      TEXT NOT NULL,
      created_at   TEXT NOT NULL,
      taken_at     TEXT NOT NULL,
      taken_by     TEXT NOT NULL,
      received     INTEGER NOT NULL,
      accepted     INTEGER NOT NULL,
      returned     INTEGER NOT NULL,
      audit_seq    INTEGER NOT NULL,
      audit_digest TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE intake (
      n          INTEGER PRIMARY KEY,
      id         TEXT NOT NULL UNIQUE,
      sender     TEXT NOT NULL REFERENCES partner (id),
      epoch      INTEGER NOT NULL,
      sequence   INTEGER NOT NULL,
      previous   TEXT NOT NULL,
      created_at TEXT NOT NULL,
      at         TEXT NOT NULL,
      by         TEXT NOT NULL,
      file       TEXT NOT NULL,
      bytes      INTEGER NOT NULL,
      counts     TEXT NOT NULL,
      received   INTEGER NOT NULL,
      superseded INTEGER NOT NULL,
      rejected   TEXT NOT NULL,
      missing    TEXT NOT NULL,
      approvals  TEXT NOT NULL,
      audit_seq    INTEGER NOT NULL,
      audit_digest TEXT NOT NULL,
      receipt    TEXT NOT NULL REFERENCES answer_out (id),
      UNIQUE (sender, epoch, sequence)
    ) STRICT;
    CREATE TABLE intake_record (
      intake     INTEGER NOT NULL REFERENCES intake (n),
      record     TEXT NOT NULL,
      revision   INTEGER NOT NULL,
      kind       TEXT NOT NULL,
      entered_by TEXT NOT NULL,
      edited_by  TEXT NOT NULL,
      PRIMARY KEY (intake, record)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX intake_record_by_record ON intake_record (record, revision);
    CREATE TABLE intake_refused (
      n        INTEGER PRIMARY KEY,
      digest   TEXT NOT NULL UNIQUE,
      file     TEXT NOT NULL,
      bytes    INTEGER NOT NULL,
      package  TEXT NOT NULL,
      sender   TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      at       TEXT NOT NULL,
      by       TEXT NOT NULL,
      code     TEXT NOT NULL,
      details  TEXT NOT NULL
    ) STRICT;

    CREATE TABLE decision (
      answer     INTEGER PRIMARY KEY,
      partner    TEXT NOT NULL REFERENCES partner (id),
      record     TEXT NOT NULL,
      revision   INTEGER NOT NULL,
      outcome    TEXT NOT NULL,
      remarks    TEXT NOT NULL,
      at         TEXT NOT NULL,
      by         TEXT NOT NULL,
      answer_out TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX decision_by_record ON decision (record, answer);
    CREATE INDEX decision_unsent ON decision (partner, answer) WHERE answer_out = '';

    CREATE TABLE answer_out (
      id         TEXT PRIMARY KEY,
      kind       TEXT NOT NULL,
      partner    TEXT NOT NULL REFERENCES partner (id),
      epoch      INTEGER NOT NULL,
      sequence   INTEGER NOT NULL,
      created_at TEXT NOT NULL,
      created_by TEXT NOT NULL,
      name       TEXT NOT NULL,
      bytes      BLOB NOT NULL,
      written_at TEXT NOT NULL DEFAULT '',
      UNIQUE (partner, epoch, sequence)
    ) STRICT, WITHOUT ROWID;
  `);
}
