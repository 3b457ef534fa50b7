import { errorText, UnderstudyError } from '@understudy/contract';
import { withCheckContext } from '../checks/run.ts';
import { whoServed } from '../checks/report/served-by.ts';
import { monotonicMs, sleep } from '../clock/wall.ts';
import type { Session } from '../engine/session.ts';
import { fetchAsVisitor } from '../probe/fetch.ts';

/** Past every failure threshold and interval that Route 53 has, at AWS's own speed. */
const WAIT_WALL_MS_MAX = 15 * 60_000;
const AGAIN_WALL_MS = 500;
const SERVER_ERROR = 500;

/**
 * Resolves, with how long it took, when a visitor's page comes from a region: what it says
 * meanwhile goes to `tell`.
 * @throws UnderstudyError SiteNotAnswering, with what came last
 */
export async function waitUntilServed(
  session: Session,
  region: string,
  tell: (text: string) => void,
  withinMs: number = WAIT_WALL_MS_MAX,
): Promise<number> {
  const startedMs = monotonicMs();
  const url = `https://${session.site.domain}/`;
  for (;;) {
    const seen = await look(session, url);
    if (seen.region === region && seen.isWell) return monotonicMs() - startedMs;
    const text = `waiting for ${url} from ${region}: ${seen.text}`;
    if (monotonicMs() - startedMs > withinMs)
      throw new UnderstudyError('SiteNotAnswering', {
        message: `${url} did not come from ${region} within ${withinMs / 1000} s: ${seen.text}`,
      });
    tell(text);
    await sleep(AGAIN_WALL_MS);
  }
}

interface Seen {
  region: string | undefined;
  isWell: boolean;
  text: string;
}

async function look(session: Session, url: string): Promise<Seen> {
  try {
    return await withCheckContext(session, async (context) => {
      const page = await fetchAsVisitor(session.info, url);
      const region = (await whoServed(context, page))?.region;
      const isWell = page.status < SERVER_ERROR;
      return { region, isWell, text: `${page.status} from ${region ?? page.address}` };
    });
  } catch (error) {
    return { region: undefined, isWell: false, text: errorText(error) };
  }
}
