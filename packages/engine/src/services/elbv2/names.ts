import { fail } from '../../kernel/fail.ts';
import { page, positionOf, sizeProblem } from '../../kernel/page.ts';

const LENGTH_MAX = 32;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
const PAGE_ITEMS_MAX = 400;

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html,
 * and target groups'.
 */
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
  const problem = sizeProblem(input.PageSize, 'pageSize', { max: PAGE_ITEMS_MAX });
  if (problem !== undefined) fail('ValidationError', problem);
  const start = positionOf(input.Marker, (marker) =>
    fail('ValidationError', `Marker '${marker}' is not valid`),
  );
  const part = page(items, { start, size: input.PageSize, max: PAGE_ITEMS_MAX });
  return { items: part.items, marker: part.nextPosition };
}
