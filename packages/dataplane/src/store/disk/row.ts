export type Row = Record<string, unknown>;

/** Columns are NOT NULL and STRICT, so a wrong type is a bug of ours. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`);
  return value;
}

export function keyOf(row: Row, column = 'key'): string {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new TypeError(`column ${column} holds no key`);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
}
