import net from 'node:net';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { ExampleSite } from '../support/site.ts';
import { answerOf, visit, visitUntil } from '../support/visitor.ts';

const SPEED = 20;
const WITHIN_MS = 45_000;
/** Connections on this machine open in far less, or not at all. */
const CONNECT_MS_MAX = 2_000;
/** The endpoint gives a store five seconds to take a connection, and far more to answer. */
const UNAVAILABLE_MS_MAX = 15_000;
const LOOKS = { hang: 'opens', blackhole: 'times out' } as const;

test(
  'a region that hangs, and one that drops every packet, fail over as one that crashed, and heal',
  { timeout: 240_000 },
  async () => {
    await using site = new ExampleSite();
    await site.up('--speed', String(SPEED));
    const address = await seoulsLoadBalancer(site);
    expect(await connect(site, address)).toBe('opens');
    using aws = new Aws(site);
    const listBuckets = (): Promise<unknown> =>
      aws.client(S3Client, 'ap-northeast-2').send(new ListBucketsCommand({}));

    for (const mode of ['hang', 'blackhole'] as const) {
      await listBuckets();
      const broken = await site.run(['fault', 'region', 'ap-northeast-2', '--mode', mode]);
      expect(broken).toMatchObject({ code: 0, stderr: '' });
      expect(await connect(site, address)).toBe(LOOKS[mode]);
      // No connection from before leads to it: then this would wait for as long as an answer may
      // take.
      const lostMs = performance.now();
      await expect(listBuckets()).rejects.toMatchObject({ name: 'ServiceUnavailable' });
      expect(performance.now() - lostMs).toBeLessThan(UNAVAILABLE_MS_MAX);
      await visitUntil(site, (page) => page.region === 'us-east-1', { withinMs: WITHIN_MS });
      // From now on no fresh visitor fails: the name leads to Virginia's load balancer alone.
      for (let count = 0; count < 10; count += 1)
        expect((await visit(site)).region).toBe('us-east-1');
      const report = await site.status();
      expect(report.regions).toContainEqual(
        expect.objectContaining({ name: 'ap-northeast-2', state: mode }),
      );
      expect(report.site.servedBy?.region).toBe('us-east-1');

      expect((await site.run(['heal', 'ap-northeast-2'])).code).toBe(0);
      await visitUntil(site, (page) => page.region === 'ap-northeast-2', { withinMs: WITHIN_MS });
      await listBuckets();
      expect(await answerOf(site, 'ticketing.pw')).not.toEqual([]);
    }
    const healed = await site.status();
    expect(healed.systems.filter((system) => system.state !== 'working')).toEqual([]);
  },
);

async function seoulsLoadBalancer(site: ExampleSite): Promise<string> {
  using aws = new Aws(site);
  const output = await aws.outputs('ticketing-ap-northeast-2', 'ap-northeast-2');
  const [address] = await answerOf(site, output('LoadBalancerDnsName'));
  if (address === undefined) throw new Error('the load balancer has no address');
  return address;
}

function connect(site: ExampleSite, host: string): Promise<'opens' | 'times out' | 'refused'> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port: 80 + site.endpoint.privilegedPortOffset });
    const timer = setTimeout(() => end('times out'), CONNECT_MS_MAX);
    const end = (outcome: 'opens' | 'times out' | 'refused'): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end('opens'));
    socket.once('error', () => end('refused'));
  });
}
