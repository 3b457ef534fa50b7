/** Where an object is: what an invalidation path is compared with. */
export interface ObjectUrl {
  distributionId: string;
  path: string;
  /** What of the query string is in the cache key. */
  query: string;
}

/**
 * Whether an invalidation path of CreateInvalidation names the object. "The *, which replaces 0 or
 * more characters, must be the last character in the invalidation path"; a `?` begins the query
 * string. "If you configured CloudFront to forward query strings to your origin, you must include
 * the query strings when invalidating files", or a wildcard: `/images/image.jpg*`. Case counts,
 * cookies and headers do not.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
 */
export function isNamedBy(path: string, object: Pick<ObjectUrl, 'path' | 'query'>): boolean {
  const url = object.query === '' ? object.path : `${object.path}?${object.query}`;
  return path.endsWith('*') ? url.startsWith(path.slice(0, -1)) : url === path;
}
