import type { ViewerAnswer } from '../../answer.ts';
import type { CachedObject, ObjectHead } from './object-cache.ts';

export function withBody(head: ObjectHead, body: Buffer): CachedObject {
  const headers = { ...head.headers, 'content-length': String(body.length) };
  return { ...head, headers, body };
}

export function customErrorPage(page: NonNullable<CachedObject['page']>): ViewerAnswer {
  return { ...page, headers: { ...page.headers }, result: 'Error', isCustomErrorPage: true };
}
