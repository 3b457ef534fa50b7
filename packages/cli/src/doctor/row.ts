/**
 * `ok`; `poor`: Understudy works, and something is not as it might be; `lacking`: it does not
 * work.
 */
export type RowState = 'ok' | 'poor' | 'lacking';

export interface Row {
  /** What was looked at. */
  name: string;
  state: RowState;
  /** What was seen. */
  seen: string;
  /** What to do about it; null where nothing is to be done. */
  fix: string | null;
}

export const ok = (name: string, seen: string): Row => ({ name, state: 'ok', seen, fix: null });

export const poor = (name: string, seen: string, fix: string): Row => ({
  name,
  state: 'poor',
  seen,
  fix,
});

export const lacking = (name: string, seen: string, fix: string): Row => ({
  name,
  state: 'lacking',
  seen,
  fix,
});
