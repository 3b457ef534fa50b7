import { readFileSync } from 'node:fs';
import { fileProblemText } from '@understudy/contract/file-problem';
import { UnderstudyError } from '@understudy/contract/errors';

/**
 * What a JSON file of the state folder holds; why nothing of it can be believed; or that there is
 * none.
 */
export type StateJson = { value: unknown } | { damage: string } | undefined;

/** A file that is cut short, empty, or no file at all is told, and never half believed. */
export function readStateJson(file: string): StateJson {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? undefined : { damage: fileProblemText(error) };
  }
  if (text.trim() === '') return { damage: 'it is empty' };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { damage: 'it is cut short, or no JSON' };
  }
}

/** @param next what the user can do, where that is more than to move the state folder away */
export function damaged(file: string, damage: string, next?: string): UnderstudyError {
  return new UnderstudyError('StateUnreadable', {
    message: `'${file}' cannot be read: ${damage}`,
    ...(next !== undefined && { hint: next }),
  });
}
