import type { SiteOptions, WebOptions } from '../options.ts';

/**
 * What every site must say, and what the example says otherwise than the defaults are, so that it
 * differs from that by its defaults alone.
 */
export const LEAST: SiteOptions = {
  domain: 'ticketing.pw',
  primary: 'ap-northeast-2',
  standby: 'us-east-1',
  web: { app: './web', ssh: true, origin: 'http' },
  data: { bucket: true },
  protect: 'none',
  tags: { project: 'ticketing' },
};

const web = (change: Partial<WebOptions>): Partial<SiteOptions> => ({
  web: { app: './web', ...LEAST.web, ...change },
});

/** Each field of the configuration, under its dotted path, with what is put in its place. */
export const OPTIONS: Readonly<Record<string, Partial<SiteOptions>>> = {
  domain: { domain: 'example.co.uk', name: 'ticketing' },
  'domain of a subdomain': { domain: 'www.ticketing.pw', name: 'ticketing' },
  name: { name: 'box-office' },
  primary: { primary: 'eu-west-1' },
  standby: { standby: 'eu-west-1' },
  'standby and primary swapped': { primary: LEAST.standby, standby: LEAST.primary },
  'web.app': web({ app: './other' }),
  'web.healthPath': web({ healthPath: '/ready' }),
  'web.capacity.min': web({ capacity: { min: 3 } }),
  'web.capacity.desired': web({ capacity: { desired: 3 } }),
  'web.capacity.max': web({ capacity: { max: 9 } }),
  'web.instanceType': web({ instanceType: 't4g.small' }),
  'web.instanceType of x86': web({ instanceType: 't3.micro' }),
  'web.build': web({ build: 'npm ci --omit=dev' }),
  'web.packages': web({ packages: ['python3.12', 'nginx'] }),
  'web.environment': web({ environment: { TZ: 'Asia/Seoul', QUOTED: 'a "b" $c' } }),
  'web.scaling.requestsPerTargetHigh': web({ scaling: { requestsPerTargetHigh: 1_000 } }),
  'web.scaling.requestsPerTargetLow': web({ scaling: { requestsPerTargetLow: 10 } }),
  'web.scaling.cooldownSeconds': web({ scaling: { cooldownSeconds: 60 } }),
  'web.egress': web({ egress: 'none' }),
  'web.egress of a zone': web({ egress: 'nat-per-zone' }),
  'web.ssh': web({ ssh: false }),
  'web.origin': web({ origin: 'https' }),
  assets: { assets: './assets' },
  'data.bucket': { data: { bucket: false } },
  failover: { failover: 'viewer' },
  // What a drill does and holds the site to is no part of it.
  client: { client: './web/Procfile' },
  'objectives.profiles': { objectives: { rto: '2 minutes', profiles: ['fresh'] } },
  'healthCheck.intervalSeconds': { healthCheck: { intervalSeconds: 30 } },
  'healthCheck.failureThreshold': { healthCheck: { failureThreshold: 1 } },
  notify: { notify: 'me@example.com' },
  certificateAuthorities: { certificateAuthorities: ['amazon.com', 'letsencrypt.org'] },
  securityHeaders: { securityHeaders: false },
  accessLogs: { accessLogs: true },
  'retention.accessLogDays': { accessLogs: true, retention: { accessLogDays: 7 } },
  protect: { protect: 'data' },
  'protect of all': { protect: 'all' },
  'retention.logDays': { retention: { logDays: 7 } },
  'retention.versionDays': { retention: { versionDays: 7 } },
  tags: { tags: {} },
};
