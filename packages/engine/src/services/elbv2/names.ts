import { fail } from '../../kernel/fail.ts';

const LENGTH_MAX = 32;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html, and target groups'. */
export function checkName(name: string, noun: 'Load balancer' | 'Target group'): void {
  if (name.length > LENGTH_MAX)
    fail(
      'ValidationError',
      `${noun} name '${name}' cannot be longer than '${LENGTH_MAX}' characters`,
    );
  if (!/^[a-zA-Z0-9-]+$/.test(name))
    fail(
      'ValidationError',
      `${noun} name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  if (name.startsWith('-') || name.endsWith('-'))
    fail('ValidationError', `${noun} name '${name}' cannot begin or end with '-'`);
  if (noun === 'Load balancer' && name.startsWith('internal-'))
    fail('ValidationError', `${noun} name '${name}' cannot begin with 'internal-'`);
}

/** A page of a Describe call; markers are positions. */
export function pageOf<T>(
  items: readonly T[],
  input: { Marker?: string | undefined; PageSize?: number | undefined },
): { items: T[]; marker: string | undefined } {
  const start = input.Marker === undefined ? 0 : Number(input.Marker);
  if (!Number.isInteger(start) || start < 0)
    fail('ValidationError', `Marker '${input.Marker ?? ''}' is not valid`);
  const end = input.PageSize === undefined ? items.length : start + input.PageSize;
  return { items: items.slice(start, end), marker: end < items.length ? String(end) : undefined };
}
