import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import {
  DOCUMENT_VERSION,
  type FromProcess,
  type RegionDocument,
  type StoreConfig,
} from '@understudy/contract';
import { PROCESS_FILES } from '@understudy/dataplane';

/**
 * Where the process listens for S3: 80 and 443 with the port plan's offset, so that a test needs no
 * privileges.
 */
export const HTTP_PORT = 8080;
export const HTTPS_PORT = 8443;

/** A real region's process that has nothing but its S3. Resolves when that listens. */
export async function startRegion(options: {
  region: string;
  account: string;
  directory: string;
  store: StoreConfig;
}): Promise<ChildProcess> {
  await mkdir(options.directory, { recursive: true });
  const child = fork(PROCESS_FILES.region, [options.directory], { stdio: 'inherit' });
  const problems = new Promise<string[]>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the region's process ended with ${code}`)));
    child.on('message', (message: FromProcess) => {
      if (message.kind === 'ready')
        child.send({ kind: 'document', revision: 1, text: JSON.stringify(documentFor(options)) });
      if (message.kind === 'applied') resolve(message.problems);
    });
  });
  for (const problem of await problems) throw new Error(problem);
  return child;
}

export async function stopRegion(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function documentFor(options: {
  region: string;
  account: string;
  store: StoreConfig;
}): RegionDocument {
  const { region, account, store } = options;
  return {
    version: DOCUMENT_VERSION,
    revision: 1,
    account,
    region,
    clock: { epochMs: 0, speed: 1 },
    ports: { privilegedPortOffset: 8000 },
    resolver: { address: store.address, port: 8053 },
    status: { address: store.address, port: 8099 },
    network: { vpcs: [], subnets: [], securityGroups: [] },
    balancer: { loadBalancers: [], targetGroups: [] },
    fleet: { groups: [], images: [], metadataAddress: store.address },
    alarms: { alarms: [], scalingPolicies: [] },
    store,
  };
}
