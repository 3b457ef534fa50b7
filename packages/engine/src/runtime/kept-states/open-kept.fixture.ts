import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CheckedState } from '../../kernel/state/checked-state.fixture.ts';

/** A state from SQL that makes its file, which is gone when the state is closed. */
export function openKept(sqlFile: string): CheckedState {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-kept-'));
  const file = path.join(folder, 'state.sqlite');
  try {
    const database = new DatabaseSync(file);
    database.exec(`BEGIN; ${readFileSync(sqlFile, 'utf8')} COMMIT;`);
    database.close();
    return new CheckedState(file);
  } finally {
    // What is open stays until it is closed.
    rmSync(folder, { recursive: true });
  }
}

/** The version that the state has before it is opened. */
export function versionIn(sqlFile: string): number {
  return Number(/^PRAGMA user_version = (\d+);/.exec(readFileSync(sqlFile, 'utf8'))?.[1]);
}
