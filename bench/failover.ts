import { ExampleSite } from '../test/support/site.ts';
import { answerOf, visit } from '../test/support/visitor.ts';
import { atMost, type Figure } from './support/figures.ts';

const DETECTED_AWS_SECONDS_MAX = 50;
const TTL_AWS_SECONDS = 60;
const WATCHED_AWS_SECONDS = 240;

/**
 * How long after losing Seoul the name is answered with Virginia, and when the last fresh visitor
 * failed.
 */
export async function measureFailover(): Promise<Figure[]> {
  return [...(await measureAt(10)), ...(await measureAt(1))];
}

async function measureAt(speed: number): Promise<Figure[]> {
  await using site = new ExampleSite();
  await site.up('--speed', String(speed));
  const edge = new Set(await answerOf(site, 'ticketing.pw'));
  await site.run(['fault', 'region', 'ap-northeast-2', '--mode', 'crash']);
  const lostMs = performance.now();
  const awsSeconds = (): number => ((performance.now() - lostMs) / 1000) * speed;
  let [answeredAt, lastFailureAt] = [Number.POSITIVE_INFINITY, 0];
  // The name server itself is asked, as a resolver with an empty cache would.
  while (awsSeconds() < WATCHED_AWS_SECONDS) {
    const answers = await answerOf(site, 'ticketing.pw', 'name-server');
    if (answeredAt === Number.POSITIVE_INFINITY && answers.every((address) => !edge.has(address)))
      answeredAt = awsSeconds();
    const page = await visit(site).catch(() => undefined);
    if (page === undefined) lastFailureAt = awsSeconds();
    await new Promise((resolve) => setTimeout(resolve, 200 / speed));
  }
  return [
    atMost(
      `failover at --speed ${speed}: name answered with Virginia`,
      answeredAt,
      's AWS time',
      DETECTED_AWS_SECONDS_MAX,
    ),
    atMost(
      `failover at --speed ${speed}: last failed page`,
      lastFailureAt,
      's AWS time',
      answeredAt + TTL_AWS_SECONDS,
    ),
  ];
}
