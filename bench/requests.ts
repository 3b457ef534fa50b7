import https from 'node:https';
import { ExampleSite, type StatusReport } from '../test/support/site.ts';
import { answerOf } from '../test/support/visitor.ts';
import { measured, type Figure } from './support/figures.ts';
import { costsInTurn, pidOf, type Way } from './support/in-turn.ts';
import { load, type LoadTarget } from './support/raw-load.ts';

const REGION = 'ap-northeast-2';
const HOST = 'ticketing.pw';
const CONNECTIONS = 16;

/** What a request costs at the CDN edge, from its cache and past it, and at a load balancer. */
export async function measureRequests(): Promise<Figure[]> {
  await using site = new ExampleSite();
  const report = await site.up();
  const costs = await costsInTurn(await waysOf(site, report));
  return Object.entries(costs).map(([name, us]) => measured(`${name}: CPU`, us, 'µs'));
}

/** The processes are those that are AWS's; the web server's own CPU is left out. */
async function waysOf(site: ExampleSite, report: StatusReport): Promise<Record<string, Way>> {
  const { dns, privilegedPortOffset } = site.endpoint;
  const [edge = ''] = await answerOf(site, HOST);
  const network = Number(dns.address.split('.')[1]);
  const tls = { host: edge, port: 443 + privilegedPortOffset, servername: HOST };
  const balancer = { host: `127.${network + 1}.16.1`, port: 80 + privilegedPortOffset };
  const assets = await assetsHost(tls);
  const [global, region] = [pidOf(report, 'global'), pidOf(report, REGION)];
  const get = (target: LoadTarget, host: string, path: string) => (ms: number) =>
    load(target, Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`), {
      connections: CONNECTIONS,
      ms,
    });
  return {
    'load balancer, page from a web server': {
      pids: [region],
      load: get(balancer, HOST, '/api/whoami'),
    },
    'edge by TLS, object from the cache': {
      pids: [global],
      load: get({ ...tls, servername: assets }, assets, '/site.css'),
    },
    'edge by TLS, page past the cache': { pids: [global], load: get(tls, HOST, '/api/whoami') },
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
