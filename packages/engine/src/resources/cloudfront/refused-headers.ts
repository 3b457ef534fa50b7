import type { Refusal } from '../../kernel/resource.ts';
import { textsAt } from '../texts-at.ts';

/** Headers that CloudFront would make up, among those that a policy names. */
export function refusedHeaders(properties: unknown, path: string): Refusal[] {
  return textsAt(properties, path)
    .filter((header) => /^cloudfront-/i.test(header))
    .map((header) => ({
      path: `#/${path.replaceAll('.', '/')}`,
      message: `${header}: the local edge does not make CloudFront headers`,
    }));
}
