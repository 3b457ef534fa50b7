import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SIMPLE } from '@understudy/contract';
import { fakeAddresses, testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { CertificateAuthority } from '../../services/acm/authority.ts';
import { testServices } from '../../resources/testing/services.ts';
import type { Services } from '../../services/registry.ts';
import { applies, ask, ChildBench, reaches } from '../../supervisor/child.fixture.ts';
import type { ManagedProcess } from '../../supervisor/processes/managed-process.ts';
import type { DocumentSources } from '../documents/documents.ts';
import { loadIdentity } from '../identity.ts';
import { connect } from './link.fixture.ts';
import { Processes } from './processes.ts';

const REGIONS = ['ap-northeast-2', 'us-east-1'] as const;
const [SEOUL, VIRGINIA] = REGIONS;
const CERTIFICATE = {
  arn: 'arn:aws:acm:us-east-1:111122223333:certificate/test',
  domainNames: ['*.cloudfront.net'],
  certificateChainPem: 'chain',
  privateKeyPem: 'key',
};

interface Wired {
  bench: ChildBench;
  sources: DocumentSources;
  processes: Processes;
  services: Services;
  global: ManagedProcess;
  seoul: ManagedProcess;
  virginia: ManagedProcess;
  revisions(): number[];
}

/** Every process of an engine, as a test program, and the real services with nothing on record. */
async function wire(bench: ChildBench): Promise<Wired> {
  const deps = testDeps({ clock: bench.clock, stateDirectory: bench.directory });
  const [global, seoul, virginia] = await Promise.all([
    bench.run('global'),
    bench.run(SEOUL),
    bench.run(VIRGINIA),
  ]);
  const { processes: managed, events } = await connect(bench);
  const processes = new Processes({ clock: bench.clock, events });
  const identity = loadIdentity(deps.state, REGIONS);
  const authority = await CertificateAuthority.load({
    directory: path.join(bench.directory, 'ca'),
    clock: bench.clock,
  });
  const services = testServices(
    { ...deps, dataPlane: processes },
    {
      authority,
      s3: {
        endpointOf: () => undefined,
        key: identity.administrator,
        tls: { rootPem: 'root', port: 443 },
      },
    },
  );
  const sources: DocumentSources = {
    services,
    addresses: fakeAddresses(),
    regions: REGIONS,
    clock: { epochMs: 0, speed: 1 },
    ports: { privilegedPortOffset: 8000 },
    identity,
    anyKey: false,
    faults: () => [],
    expired: { distributions: (all) => all, balancer: (config) => config },
    resolverRegion: SEOUL,
    certificates: {
      cloudfront: CERTIFICATE,
      s3: { [SEOUL]: CERTIFICATE, [VIRGINIA]: CERTIFICATE },
      rootPem: 'root',
      rootFile: '/ca/root.pem',
    },
    endpoint: () => 'http://127.0.0.1:4599',
  };
  processes.begin(sources, managed);
  await processes.settled();
  const revisions = (): number[] =>
    [global, seoul, virginia].map((managed) => managed.appliedRevision);
  return { bench, sources, processes, services, global, seoul, virginia, revisions };
}

function createVpc({ services }: Wired, region: string): void {
  void services.ec2.operations.CreateVpc(testRequest(region), { CidrBlock: '10.0.0.0/16' });
}

describe('documents', () => {
  test('are pushed to every process at first, and are in force when that is settled', async () => {
    await using bench = new ChildBench();
    const { revisions } = await wire(bench);
    expect(revisions()).toEqual([1, 2, 3]);
  });

  test('are pushed again only where something differs', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    wired.processes.changed();
    await wired.processes.settled();
    expect(wired.revisions()).toEqual([1, 2, 3]);
    createVpc(wired, VIRGINIA);
    wired.processes.changed();
    await wired.processes.settled();
    expect(wired.revisions()).toEqual([1, 2, 4]);
  });

  test('are pushed soon without anybody waiting, many changes at once', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    for (let count = 0; count < 3; count += 1) {
      createVpc(wired, SEOUL);
      wired.processes.changed();
    }
    await applies(wired.seoul, 4);
    expect(wired.revisions()).toEqual([1, 4, 3]);
  });
  test('that cannot be made are told, do not end the engine, and fail whoever waits', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    const told = new Promise<string>((resolve) =>
      wired.processes.onEvent(({ body }) => {
        if (body.type === 'log') resolve(body.message);
      }),
    );
    wired.services.route53.hostedZonesByRevision = () => ({ zones: [], revisions: { Z1: 1 } });
    wired.services.route53.hostedZones = () => [{ id: 'Z1', name: 'x.', nameServers: [] }] as never;
    wired.processes.changed();
    expect(await told).toContain('dns.hostedZones.0.records');
    await expect(wired.processes.settled()).rejects.toThrow('dns.hostedZones.0.records');
  });
});

describe('a change of records', () => {
  const www = (value: string) => ({
    Action: 'UPSERT' as const,
    ResourceRecordSet: {
      Name: 'www.example.com',
      Type: 'A' as const,
      TTL: 60,
      ResourceRecords: [{ Value: value }],
    },
  });

  /** What is sent to the global process from now on. */
  function listenTo({ global }: Wired): { base?: number | undefined; text: string }[] {
    const sent: { base?: number | undefined; text: string }[] = [];
    const push = global.push.bind(global);
    global.push = (pushed) => {
      sent.push(pushed);
      push(pushed);
    };
    return sent;
  }

  test('is sent alone, on the document before; a change of anything else is sent with all', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    const sent = listenTo(wired);
    const { route53 } = wired.services;
    const { HostedZone } = route53.operations.CreateHostedZone(testRequest(), {
      Name: 'example.com',
      CallerReference: '1',
    });
    await wired.processes.settled();
    const change = async (value: string): Promise<void> => {
      const Changes = [www(value)];
      route53.operations.ChangeResourceRecordSets(testRequest(), {
        HostedZoneId: HostedZone?.Id,
        ChangeBatch: { Changes },
      });
      await wired.processes.settled();
    };
    await change('192.0.2.1');
    await change('192.0.2.2');
    expect(sent.map(({ base }) => base)).toEqual([undefined, 4, 5]);
    expect(JSON.parse(sent[2]?.text ?? '')).toEqual({
      zones: [
        {
          zoneId: HostedZone?.Id?.replace('/hostedzone/', ''),
          removed: [],
          put: [
            {
              name: 'www.example.com.',
              type: 'A',
              ttlSeconds: 60,
              values: ['192.0.2.2'],
              routing: SIMPLE,
            },
          ],
        },
      ],
    });
    route53.operations.CreateHostedZone(testRequest(), {
      Name: 'example.org',
      CallerReference: '2',
    });
    await wired.processes.settled();
    expect(sent[3]?.base).toBeUndefined();
    expect(sent[3]?.text).toContain('192.0.2.2');
  });

  test('that is refused is followed by the whole document', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    const sent = listenTo(wired);
    const { route53 } = wired.services;
    const { HostedZone } = route53.operations.CreateHostedZone(testRequest(), {
      Name: 'example.com',
      CallerReference: '1',
    });
    await wired.processes.settled();
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      if (address === '192.0.2.2') ask(wired.global, 'refuse-next');
      const ChangeBatch = { Changes: [www(address)] };
      const HostedZoneId = HostedZone?.Id;
      route53.operations.ChangeResourceRecordSets(testRequest(), { HostedZoneId, ChangeBatch });
      await wired.processes.settled().catch(() => undefined);
    }
    expect(sent.map(({ base }) => base)).toEqual([undefined, 4, 5, undefined]);
    expect(wired.revisions()[0]).toBe(7);
  });

  test('is found by a control plane that starts anew, which knows no patches of the one before', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    const { route53 } = wired.services;
    const { HostedZone } = route53.operations.CreateHostedZone(testRequest(), {
      Name: 'example.com',
      CallerReference: '1',
    });
    const ChangeBatch = { Changes: [www('192.0.2.1')] };
    route53.operations.ChangeResourceRecordSets(testRequest(), {
      HostedZoneId: HostedZone?.Id,
      ChangeBatch,
    });
    await wired.processes.settled();
    const sent = listenTo(wired);
    const anew = async (incarnation: number): Promise<void> => {
      const { processes: found, events } = await connect(bench, incarnation);
      const again = new Processes({ clock: bench.clock, events });
      again.begin(wired.sources, found);
      await again.settled();
    };
    await anew(2);
    expect(sent).toEqual([]);
    wired.processes.changed = () => undefined; // the one before has died
    const Changes = [www('192.0.2.9')];
    route53.operations.ChangeResourceRecordSets(testRequest(), {
      HostedZoneId: HostedZone?.Id,
      ChangeBatch: { Changes },
    });
    await anew(3);
    expect(sent.map(({ base }) => base)).toEqual([undefined]);
    expect(sent[0]?.text).toContain('192.0.2.9');
  });
});

describe('a control plane that starts anew', () => {
  test('pushes only what differs, with revisions above those that are in force', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    createVpc(wired, VIRGINIA); // its control plane died before it could push
    const { processes: found, events } = await connect(bench, 2);
    const again = new Processes({ clock: bench.clock, events });
    again.begin(wired.sources, found);
    await again.settled();
    expect(wired.revisions()).toEqual([1, 2, 4]);
  });
});

describe('what is settled', () => {
  test('does not wait for a region that is lost', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    wired.seoul.signal('SIGKILL', { wanted: false });
    await wired.seoul.gone();
    createVpc(wired, SEOUL);
    createVpc(wired, VIRGINIA);
    wired.processes.changed();
    await wired.processes.settled();
    expect(wired.virginia.appliedRevision).toBeGreaterThan(3);
    // It gets what it missed when it is there again.
    wired.seoul.start();
    await applies(wired.seoul, 4);
  });

  test('waits no longer for a region that hangs meanwhile', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    wired.seoul.signal('SIGSTOP', { wanted: false });
    createVpc(wired, SEOUL);
    wired.processes.changed();
    let settled = false;
    const waiting = wired.processes.settled().then(() => (settled = true));
    await bench.clock.advance(1_000);
    expect(settled).toBe(false);
    wired.seoul.suspended = true;
    await waiting;
  });

  test('rejects when a process that runs does not take the change', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    wired.seoul.signal('SIGSTOP', { wanted: true });
    createVpc(wired, SEOUL);
    wired.processes.changed();
    const settled = expect(wired.processes.settled()).rejects.toThrow(
      `process ${SEOUL} did not take a change within 30 s`,
    );
    await bench.clock.advance(30_000);
    await settled;
  });
});

describe('a document that its process refuses', () => {
  const refusal = {
    code: 'DocumentInvalid',
    message: `process ${SEOUL} did not take a change: document refused: a: b`,
  };

  test('is told to whoever waits for it, at once', async () => {
    await using bench = new ChildBench();
    const wired = await wire(bench);
    ask(wired.seoul, 'refuse-next');
    createVpc(wired, SEOUL);
    wired.processes.changed();
    // No time passes here.
    await expect(wired.processes.settled()).rejects.toMatchObject(refusal);
    await expect(wired.processes.settled()).rejects.toMatchObject(refusal);
    createVpc(wired, SEOUL);
    wired.processes.changed();
    await wired.processes.settled();
    expect(wired.revisions()).toEqual([1, 5, 3]);
  });
});

describe('queries', () => {
  test('go to the process of the region, and fail while it is lost', async () => {
    await using bench = new ChildBench();
    const { processes, seoul } = await wire(bench);
    await expect(processes.queryRegion(SEOUL, 'describeGroups', {})).rejects.toThrow(
      "there is no query 'describeGroups'",
    );
    seoul.signal('SIGKILL', { wanted: false });
    await reaches(seoul, 'stopped');
    await expect(processes.queryRegion(SEOUL, 'describeGroups', {})).rejects.toMatchObject({
      code: 'RegionUnavailable',
    });
  });

  test('reject an answer that is none, with the fields that are wrong', async () => {
    await using bench = new ChildBench();
    const { processes } = await wire(bench);
    const problem = 'metrics.0.namespace: Invalid input: expected string, received number';
    const metricName = 'metrics.0.metricName: Invalid input: expected string, received undefined';
    for (const ask of [
      () => processes.queryRegion(SEOUL, 'listMetrics', {}),
      () => processes.queryGlobal('listMetrics', {}),
    ])
      await expect(ask()).rejects.toMatchObject({
        code: 'QueryInvalid',
        fault: 'engine',
        message: expect.stringContaining(
          `the answer of query listMetrics is invalid: ${problem}; ${metricName}`,
        ) as string,
      });
  });

  test('reject a region that this engine does not run', async () => {
    await using bench = new ChildBench();
    const { processes } = await wire(bench);
    await expect(processes.queryRegion('mars-1', 'describeGroups', {})).rejects.toMatchObject({
      code: 'RegionUnknown',
      hint: 'this engine runs global, ap-northeast-2, us-east-1',
    });
  });
});

test('settles at once before any process is known', async () => {
  await using bench = new ChildBench();
  const early = new Processes({ clock: bench.clock, events: (await connect(bench)).events });
  early.changed();
  await early.settled();
  expect(early.all()).toEqual([]);
});
