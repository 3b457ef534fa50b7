import { matchesWildcard, type CacheBehavior, type Distribution } from '@understudy/contract';
import { redirectStatus, secureUrl, type ViewerRequest } from './viewer/viewer-request.ts';

/**
 * The distribution that a Host belongs to: an alternate domain name exactly, then by the most
 * specific wildcard, then a distribution's own domain name. Where DNS pointed the viewer does not
 * matter.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
 */
export function chooseDistribution(
  distributions: readonly Distribution[],
  host: string,
): Distribution | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  const enabled = distributions.filter((distribution) => distribution.enabled);
  const exact = enabled.find((one) => one.domainName === name || one.aliases.includes(name));
  if (exact !== undefined) return exact;
  const parent = name.slice(name.indexOf('.') + 1);
  return enabled.find((one) => one.aliases.includes(`*.${parent}`));
}

/** The first behavior whose pattern matches, in order of precedence; the default one otherwise. */
export function chooseBehavior(distribution: Distribution, path: string): CacheBehavior {
  return (
    distribution.behaviors.find((behavior) => matchesPattern(behavior.pathPattern ?? '*', path)) ??
    distribution.defaultBehavior
  );
}

/**
 * `*` stands for any characters, `?` for one; letters count by case, and a missing leading slash is
 * assumed.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const anchored = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
  return matchesWildcard(anchored, path);
}

export type ViewerVerdict =
  | { kind: 'serve' }
  | { kind: 'redirect'; status: 301 | 307; location: string }
  | { kind: 'refuse'; status: number; reason: string };

/** What becomes of a request before any origin is asked. */
export function judgeViewer(
  behavior: CacheBehavior,
  request: Pick<ViewerRequest, 'secure' | 'method' | 'host' | 'target' | 'httpVersion'>,
): ViewerVerdict {
  const isPlain = !request.secure && behavior.viewerProtocolPolicy !== 'allow-all';
  const status = redirectStatus(request.method, request.httpVersion);
  if (isPlain && behavior.viewerProtocolPolicy === 'redirect-to-https' && status !== undefined) {
    return { kind: 'redirect', status, location: secureUrl(request) };
  }
  if (isPlain) {
    return {
      kind: 'refuse',
      status: 403,
      reason: 'this distribution is configured to block plain HTTP requests',
    };
  }
  if (!behavior.allowedMethods.includes(request.method)) {
    return {
      kind: 'refuse',
      status: 403,
      reason:
        'this distribution is not configured to allow the HTTP request method that was used for this request',
    };
  }
  return { kind: 'serve' };
}
