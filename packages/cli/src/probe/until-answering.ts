import { errorText, UnderstudyError } from '@understudy/contract';
import type { EngineInfo } from '@understudy/engine';
import { monotonicMs, sleep } from '../clock/wall.ts';
import { fetchAsVisitor } from './fetch.ts';

const ANSWER_WALL_MS_MAX = 60_000;
const AGAIN_WALL_MS = 100;

/**
 * Resolves when the site's page has a status below 500, as a visitor sees it.
 * @throws UnderstudyError SiteNotAnswering, with what came last
 */
export async function untilAnswering(
  info: EngineInfo,
  domain: string,
  withinMs: number = ANSWER_WALL_MS_MAX,
): Promise<void> {
  const url = `https://${domain}/`;
  const deadlineMs = monotonicMs() + withinMs;
  let last = '';
  do {
    try {
      const { status } = await fetchAsVisitor(info, url);
      if (status < 500) return;
      last = `it answers ${status}`;
    } catch (error) {
      last = errorText(error);
    }
    await sleep(AGAIN_WALL_MS);
  } while (monotonicMs() < deadlineMs);
  throw new UnderstudyError('SiteNotAnswering', {
    message: `https://${domain} did not answer within ${withinMs / 1000} s: ${last}`,
  });
}
