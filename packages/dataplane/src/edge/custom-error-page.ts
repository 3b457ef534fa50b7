import type { ViewerAnswer } from './answer.ts';
import { collect, discard } from './bodies.ts';
import { OBJECT_BYTES_MAX } from './cache/object/object-cache.ts';
import { chooseBehavior } from './choose-behavior.ts';
import type { Question } from './question.ts';
import type { ViewerFacts } from './origin/origin-request-policy.ts';

/**
 * The page that the distribution shows in place of an error, or the answer as it is. Where the
 * error is kept, the page is kept with it, for as long.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html
 *
 * @param ask answers for a path of the same distribution, from the cache or an origin
 */
export async function withCustomErrorPage(
  question: Question,
  answer: ViewerAnswer,
  ask: (question: Question) => Promise<ViewerAnswer>,
): Promise<ViewerAnswer> {
  const { distribution, facts } = question;
  if (answer.isCustomErrorPage === true) return answer;
  const custom = distribution.customErrorResponses.find(
    (response) => response.errorCode === answer.status && response.responsePagePath !== '',
  );
  if (custom === undefined || facts.path === custom.responsePagePath) return answer;
  const { trace } = question;
  const says = `the distribution shows ${custom.responsePagePath} in place of ${answer.status}`;
  trace?.reasons.add('edge.error-page', says, { facts: { errorCode: answer.status } });
  const page = await ask({
    ...question,
    behavior: chooseBehavior(distribution, custom.responsePagePath),
    facts: {
      ...facts,
      method: 'GET',
      path: custom.responsePagePath,
      query: '',
      headers: ofWholePage(facts.headers),
    },
  });
  // "If … the custom error page isn't available, CloudFront returns to the viewer the status code
  // that CloudFront received from the origin that contains the custom error pages."
  if (page.status >= 400) {
    discard(answer);
    return page;
  }
  const body = await collect(page.body, OBJECT_BYTES_MAX).catch(() => undefined);
  if (body === undefined) return answer; // the page's origin broke off
  discard(answer);
  const { headers } = page;
  const shown: ViewerAnswer = { status: custom.responseCode, headers, body, result: 'Error' };
  shown.isCustomErrorPage = true;
  answer.keepPage?.(shown);
  return shown;
}

/** The page is not what the viewer's body, conditions and ranges are about. */
function ofWholePage(headers: ViewerFacts['headers']): ViewerFacts['headers'] {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(content-|if-|range$)/.test(name)),
  );
}
