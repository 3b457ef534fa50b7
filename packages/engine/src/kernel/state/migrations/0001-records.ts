import type { Migration } from '@understudy/contract';

export const records: Migration = {
  what: 'there was no state',
  run: (database) =>
    database.exec(
      'CREATE TABLE IF NOT EXISTS records (kind TEXT, key TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID',
    ),
};
