import { fail } from '../../kernel/fail.ts';

/**
 * Every list of CloudFront's says how long it is, and must be right. The walk ends with the input,
 * which the codec has bounded.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html
 */
export function checkQuantities(value: unknown, name = ''): void {
  if (Array.isArray(value)) for (const item of value as unknown[]) checkQuantities(item, name);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const { Quantity: told, Items: items = [] } = value as { Quantity?: unknown; Items?: unknown };
  if (typeof told === 'number' && Array.isArray(items) && told !== items.length)
    fail(
      'InconsistentQuantities',
      `The specified quantity of ${name} (${told}) does not match the actual quantity supplied (${items.length}).`,
    );
  for (const [key, member] of Object.entries(value))
    checkQuantities(member, key === 'Items' ? name : key);
}
