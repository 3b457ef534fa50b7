import path from 'node:path';
import { Tree } from '../new/tree.ts';
import type { Given } from './examples.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DATAPLANE = path.join(ROOT, 'packages/dataplane/src');
const ENGINE = path.join(ROOT, 'packages/engine/src');
const tree = new Tree(ROOT);

/** Of the engine's sources, wherever the file is that exports it. */
function engine(name: string): string {
  return path.join(ROOT, tree.whereIs(name));
}

function type(file: string, name: string): string {
  return `import('${file}').${name}`;
}

const CONTRACT = '@understudy/contract';
const KEY = `{ accessKeyId: 'AKIA1', secretAccessKey: 'secret' }`;

const EVERYWHERE: Readonly<Record<string, Given>> = {
  directory: { type: 'string' },
  region: { type: 'string' },
  account: { type: 'string' },
  clock: { type: type(CONTRACT, 'Clock') },
};

const OF_SERVICES: Readonly<Record<string, Given>> = {
  deps: {
    type: type(engine('ServiceDeps'), 'ServiceDeps'),
    value: `(await import('${engine('testDeps')}')).testDeps()`,
  },
  context: {
    type: type(engine('RequestContext'), 'RequestContext'),
    value: `(await import('${engine('testRequest')}')).testRequest()`,
  },
  key: { type: '{ accessKeyId: string; secretAccessKey: string }', value: KEY },
  RoleArn: { type: 'string', value: `'arn:aws:iam::111122223333:role/deploy'` },
  Changes: { type: type('@aws-sdk/client-route-53', 'Change[]') },
  DistributionConfig: { type: type('@aws-sdk/client-cloudfront', 'DistributionConfig') },
  acm: { type: type(path.join(ENGINE, 'services/acm/acm-service.ts'), 'AcmService') },
  iam: {
    type: type(engine('IamService'), 'IamService'),
    value: `new (await import('${engine('IamService')}')).IamService(deps)`,
  },
  rootPem: { type: 'string' },
  endpointOf: { type: `${type(engine('S3Options'), 'S3Options')}['endpointOf']` },
};

const OF_PARTS: Readonly<Record<string, Given>> = {
  context: { type: type(path.join(DATAPLANE, 'part.ts'), 'PartContext') },
  document: { type: type(CONTRACT, 'RegionDocument') },
  ports: { type: type(CONTRACT, 'PortPlan') },
  network: { type: type(path.join(DATAPLANE, 'net/network.ts'), 'Network') },
  alarms: { type: type(path.join(DATAPLANE, 'alarms/alarms.ts'), 'Alarms') },
  fleet: { type: type(path.join(DATAPLANE, 'fleet/fleet.ts'), 'Fleet') },
  balancers: { type: type(path.join(DATAPLANE, 'balancer/balancers.ts'), 'Balancers') },
  targetGroupArn: { type: 'string' },
  method: { type: 'string' },
  target: { type: 'string' },
  httpVersion: { type: 'string' },
  rawHeaders: { type: 'string[]' },
  refuse: { type: '(problem: string) => void' },
  forwardTo: { type: '(host: string, target: string) => void' },
};

/** What an example of that README may take for granted. */
export function given(name: string, readme: string): Given | undefined {
  const own = readme.startsWith('packages/dataplane/') ? OF_PARTS : OF_SERVICES;
  if (Object.hasOwn(own, name)) return own[name];
  return Object.hasOwn(EVERYWHERE, name) ? EVERYWHERE[name] : undefined;
}
