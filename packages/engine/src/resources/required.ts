import { AwsError } from '@understudy/wire';

/** A property that AWS demands although its published schema does not. `path` is dotted. */
export function required<T>(value: T | undefined, path: string): T {
  if (value !== undefined) return value;
  throw new AwsError({ code: 'ValidationError', message: `Property ${path} cannot be empty.` });
}
