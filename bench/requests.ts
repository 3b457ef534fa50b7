import https from 'node:https';
import { ExampleSite, type StatusReport } from '../test/support/site.ts';
import { answerOf } from '../test/support/visitor.ts';
import { cpuMicroseconds } from './support/cpu.ts';
import { measured, type Figure } from './support/figures.ts';
import { load, type LoadTarget } from './support/raw-load.ts';

const REGION = 'ap-northeast-2';
const HOST = 'ticketing.pw';
const CONNECTIONS = 16;
const ROUNDS = 3;
const ROUND_MS = 3_000;
const WARM_MS = 2_000;

/** What a request costs at the CDN edge, from its cache and past it, and at a load balancer. */
export async function measureRequests(): Promise<Figure[]> {
  await using site = new ExampleSite();
  const report = await site.up();
  const ways = await waysOf(site, report);
  const costs = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
  for (const way of Object.values(ways)) await cost(way, WARM_MS);
  // In turn, so that what else the machine does falls on all of them.
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, way] of Object.entries(ways))
      costs.get(name)?.push(await cost(way, ROUND_MS));
  return [...costs].map(([name, values]) => measured(`${name}: CPU`, median(values), 'µs'));
}

interface Way {
  target: LoadTarget;
  host: string;
  path: string;
  pids: readonly number[];
}

async function waysOf(site: ExampleSite, report: StatusReport): Promise<Record<string, Way>> {
  const pid = (name: string): number => {
    const found = report.processes.find((one) => one.name === name)?.pid;
    if (found == null) throw new Error(`process ${name} does not run`);
    return found;
  };
  const { dns, privilegedPortOffset } = site.endpoint;
  const [edge = ''] = await answerOf(site, HOST);
  const network = Number(dns.address.split('.')[1]);
  const tls = { host: edge, port: 443 + privilegedPortOffset, servername: HOST };
  const balancer = { host: `127.${network + 1}.16.1`, port: 80 + privilegedPortOffset };
  const assets = await assetsHost(tls);
  const [global, region] = [pid('global'), pid(REGION)];
  return {
    'load balancer, page from a web server': {
      target: balancer,
      host: HOST,
      path: '/api/whoami',
      pids: [region],
    },
    'edge by TLS, object from the cache': {
      target: { ...tls, servername: assets },
      host: assets,
      path: '/site.css',
      pids: [global],
    },
    'edge by TLS, page past the cache': {
      target: tls,
      host: HOST,
      path: '/api/whoami',
      pids: [global],
    },
  };
}

/** The host that the page has its style sheet from. */
async function assetsHost({ host, port, servername }: LoadTarget): Promise<string> {
  const page = await new Promise<string>((resolve, reject) => {
    const options = { host, port, servername, rejectUnauthorized: false, headers: { host: HOST } };
    https
      .get({ ...options, path: '/' }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
      })
      .on('error', reject);
  });
  const found = /https:\/\/([^/"]+)\/site\.css/.exec(page)?.[1];
  if (found === undefined) throw new Error(`the page names no site.css: ${page.slice(0, 500)}`);
  return found;
}

/**
 * Microseconds of CPU a request, in the processes that are AWS's; the web server's own is left out.
 */
async function cost({ target, host, path, pids }: Way, ms: number): Promise<number> {
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const before = cpuMicroseconds(pids);
  const answered = await load(target, request, { connections: CONNECTIONS, ms });
  return (cpuMicroseconds(pids) - before) / answered;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
