import type { z } from 'zod';

/**
 * A table of the state: its name, and what each of its records is. Records are written as JSON, so
 * that a schema takes what JSON has: no dates, no bytes, and an absent member instead of
 * `undefined`.
 */
export interface DeclaredTable<T> {
  /** `service/kind`, e.g. `route53/hosted-zones`. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

/**
 * Declares a table once; it can be opened where `runtime/tables.ts` lists it. How a record is
 * changed afterwards is in CONTRIBUTING.md.
 */
export function declareTable<T>(name: string, schema: z.ZodType<T>): DeclaredTable<T> {
  return { name, schema };
}
