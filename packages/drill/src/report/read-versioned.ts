import { UnderstudyError } from '@understudy/contract';
import { z } from 'zod';

const versioned = z.object({ version: z.unknown() });

export interface Versioned<T> {
  newest: number;
  schema: z.ZodType<T>;
  /** In what is said of what is none. */
  is: string;
  /** Brings older versions to the newest; by the version that it takes. */
  upgrades?: Readonly<Record<number, (older: unknown) => unknown>>;
}

/**
 * What a file has that says its version.
 * @throws UnderstudyError ReportInvalid
 */
export function readVersioned<T>(
  value: unknown,
  { newest, schema, is, upgrades = {} }: Versioned<T>,
): T {
  const told = versioned.safeParse(value).data?.version;
  const upgrade = typeof told === 'number' ? upgrades[told] : undefined;
  if (told !== undefined && told !== newest && upgrade === undefined)
    throw new UnderstudyError('ReportInvalid', {
      message: `the report is of version ${JSON.stringify(told)}; this Understudy reads ${[...Object.keys(upgrades), newest].join(', ')}`,
    });
  const read = schema.safeParse(upgrade === undefined ? value : upgrade(value));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new UnderstudyError('ReportInvalid', {
    message: `it is no report of ${is}: ${where}${issue?.message ?? ''}`,
  });
}
