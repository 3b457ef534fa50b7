import type { EdgeConfig } from '@understudy/contract';
import { normalisedPath } from '../http/request-target.ts';
import { errorAnswer, redirectAnswer, type ViewerAnswer } from './answer.ts';
import { chooseBehavior, chooseDistribution, judgeViewer } from './choose-behavior.ts';
import type { Question } from './question.ts';
import { tellRouted, tellVerdict } from './tell.ts';
import type { ViewerRequest } from './viewer/viewer-request.ts';

/**
 * The distribution and the behavior that a request belongs to, or the answer that needs no origin.
 */
export function route(
  { distributions, publishedAddresses }: EdgeConfig,
  request: ViewerRequest,
  requestId: string,
): Question | ViewerAnswer {
  const { host, target, secure, method, trace } = request;
  const distribution = chooseDistribution(distributions, host);
  if (distribution === undefined) {
    trace?.reasons.add('edge.distribution', `no distribution has the name ${host}`, {
      mark: 'ill',
    });
    return errorAnswer(
      403,
      "We can't connect to the server for this app or website at this time.",
      requestId,
    );
  }
  const path =
    target.path === '/' && distribution.defaultRootObject !== ''
      ? `/${distribution.defaultRootObject}`
      : target.path;
  // "CloudFront normalizes URI paths consistent with RFC 3986 and then matches the path with the
  // correct cache behavior. Once the correct cache behavior is matched, CloudFront sends the raw
  // URI path to the origin."
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
  const behavior = chooseBehavior(distribution, normalisedPath(path));
  const verdict = judgeViewer(behavior, request);
  if (trace !== undefined) {
    tellRouted(trace.reasons, { host, path, distribution, behavior });
    tellVerdict(trace.reasons, verdict);
  }
  if (verdict.kind === 'redirect') return redirectAnswer(verdict.location, verdict.status);
  if (verdict.kind === 'refuse') return errorAnswer(verdict.status, verdict.reason, requestId);
  const { headers, httpVersion } = request;
  const viewerAddress = publishedAddresses?.[request.viewerAddress] ?? request.viewerAddress;
  const query = target.query ?? '';
  const facts = { method, path, query, headers, viewerAddress, httpVersion };
  return { distribution, behavior, facts, requestId, secure, trace };
}
