import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processesOf } from '../../bench/support/process-tree.ts';
import { Aws } from '../support/aws.ts';
import { run } from '../support/cli.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';
import { answerOf, visit, type Page } from '../support/visitor.ts';

const SPEED = 20;
const WITHIN_MS = 30_000;
/** Connections on this machine open in far less, or not at all. */
const CONNECT_MS_MAX = 1_000;
const SEOUL = 'ap-northeast-2';
const isWithoutCli = spawnSync('aws', ['--version']).error !== undefined;

let site: ExampleSite;
let payments: Server;
/** How often somebody asked it. */
let asked = 0;
let balancer: string;

beforeAll(async () => {
  payments = createServer((_, response) => {
    asked += 1;
    response.end('paid');
  });
  await once(payments.listen(0, '127.0.0.1'), 'listening');
  site = new ExampleSite();
  const url = `http://localhost:${portOf(payments)}/pay?for=seat`;
  const config = "app: './web',";
  site.edit('understudy.config.ts', config, `${config} environment: { SHOP_URL: '${url}' },`);
  site.edit(
    'web/server.js',
    "'GET /api/whoami': () => json({ body: identity }),",
    `'GET /api/whoami': async () => {
      const url = process.env.SHOP_URL;
      const status = await fetch(url).then((response) => response.status, () => 0);
      return json({ body: { ...identity, url, status } });
    },`,
  );
  await site.up('--speed', String(SPEED));
  using aws = new Aws(site);
  balancer = (await aws.outputs(`ticketing-${SEOUL}`, SEOUL))('LoadBalancerDnsName');
}, 120_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  payments.closeAllConnections();
  payments.close();
});

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

interface Paying extends Page {
  url: string;
  status: number;
}

/** A page on which the dependency had answered so. */
function visitWhere(wanted: (page: Paying) => boolean): Promise<Paying> {
  const look = async (): Promise<Paying | undefined> => {
    // Undefined where the page itself failed: another one is asked for.
    const page = await visit(site).catch(() => undefined);
    return page !== undefined && wanted(page as Paying) ? (page as Paying) : undefined;
  };
  return until('such a page', look, { withinMs: WITHIN_MS });
}

async function succeeds(...words: string[]): Promise<void> {
  const { code, stderr } = await site.run(words);
  expect([code, stderr]).toEqual([0, '']);
}

function addresses(count: number): Promise<string[]> {
  const look = async (): Promise<string[] | undefined> => {
    const found = await answerOf(site, balancer);
    return found.length === count ? found : undefined;
  };
  return until(`${count} addresses of ${balancer}`, look, { withinMs: WITHIN_MS });
}

test('a dependency on this machine is asked by way of the region, and breaks there', async () => {
  const page = await visitWhere(({ status }) => status === 200);
  expect(page.url).toMatch(/^http:\/\/127\.\d+\.0\.13:\d+\/pay\?for=seat$/);
  await succeeds('fault', 'dependency', String(portOf(payments)), '--mode', 'error');
  const before = asked;
  expect((await visitWhere(({ status }) => status === 503)).region).toBe(SEOUL);
  expect(asked).toBe(before);
  await succeeds('heal');
  await visitWhere(({ status }) => status === 200);
  const unknown = await site.run(['fault', 'dependency', '1']);
  expect(unknown.stderr).toContain('no web server is told of port 1 of this machine');
});

test('a zone in a black hole answers no SYN; the other one serves, and it comes back', async () => {
  const before = await addresses(2);
  await succeeds('fault', 'zone', `${SEOUL}a`, '--mode', 'blackhole');
  const [left] = await addresses(1);
  const lost = before.find((address) => address !== left) ?? '';
  expect(await opened(lost)).toBe('times out');
  expect((await visitWhere(({ zone }) => zone !== `${SEOUL}a`)).region).toBe(SEOUL);
  await succeeds('heal');
  await addresses(2);
  expect(await opened(lost)).toBe('opens');
});

test('an instance that a fault has stopped stays so when its region, which hung too, goes on', async () => {
  const virginia = 'us-east-1';
  await succeeds('fault', 'instances', virginia, '--mode', 'hang');
  const stopped = await until(
    'a program that is stopped',
    () => programsOf(virginia).find((pid) => stateOf(pid) === 'T'),
    { withinMs: WITHIN_MS },
  );
  await succeeds('fault', 'region', virginia, '--mode', 'hang');
  const { faults } = await site.status();
  await succeeds('heal', faults.at(-1)?.id ?? '');
  // Until it is stopped anew, or has been replaced because it answered nothing.
  await until(
    'it is stopped',
    () => stateOf(stopped) === undefined || stateOf(stopped) === 'T' || undefined,
    { withinMs: 2_000 },
  );
  await succeeds('heal');
});

test.skipIf(isWithoutCli)('a zonal shift takes a zone out of the name, until it ends', async () => {
  const environment = (await site.run(['env'])).stdout;
  const aws = async (...words: string[]): Promise<string> => {
    const script = `${environment}\naws --region ${SEOUL} --output json ${words.join(' ')}`;
    const { code, stdout, stderr } = await run('sh', ['-c', script], { cwd: site.folder });
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  };
  const described = JSON.parse(await aws('elbv2 describe-load-balancers')) as {
    LoadBalancers: { LoadBalancerArn: string }[];
  };
  const arn = described.LoadBalancers[0]?.LoadBalancerArn ?? '';
  const attributes = 'Key=zonal_shift.config.enabled,Value=true';
  await aws(
    `elbv2 modify-load-balancer-attributes --load-balancer-arn ${arn}`,
    `--attributes ${attributes}`,
  );
  await addresses(2);
  // Nine seconds here.
  await aws(
    `arc-zonal-shift start-zonal-shift --resource-identifier ${arn}`,
    '--away-from apne2-az1 --expires-in 3m --comment drill',
  );
  await addresses(1);
  await addresses(2);
  expect(await aws('arc-zonal-shift list-zonal-shifts --status EXPIRED')).toContain('"drill"');
});

/** Process ids of the region's web servers. */
function programsOf(region: string): number[] {
  return processesOf(site.folder)
    .map(({ pid }) => pid)
    .filter((pid) => {
      const environment = readIn(pid, 'environ').split('\0');
      return environment.includes(`AWS_REGION=${region}`) && readIn(pid, 'comm') === 'node\n';
    });
}

/** `T` where it is stopped; undefined where it is gone. */
function stateOf(pid: number): string | undefined {
  return /\) (\S)/.exec(readIn(pid, 'stat'))?.[1];
}

/** Nothing of a process that is gone. */
function readIn(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function opened(host: string): Promise<'opens' | 'times out' | 'refused'> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 80 + site.endpoint.privilegedPortOffset });
    const end = (outcome: 'opens' | 'times out' | 'refused'): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(CONNECT_MS_MAX, () => end('times out'));
    socket.once('connect', () => end('opens')).once('error', () => end('refused'));
  });
}
