import type { EventBody, FaultMode, InjectedFault } from '@understudy/contract';
import { VirtualClock } from '@understudy/contract/testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { CheckedState } from '../../kernel/state/checked-state.fixture.ts';
import { runtimeTables } from '../records.ts';
import { ActiveFaults } from './active-faults.ts';

const REGIONS = ['ap-northeast-2', 'us-east-1'];

/** What the supervisor has lost. */
class Lost {
  readonly modes = new Map<string, FaultMode>();
  readonly controlPlane: ['crash' | 'hang', number | undefined][] = [];

  modeOf(region: string): FaultMode | undefined {
    return this.modes.get(region);
  }

  async break(region: string, mode: FaultMode): Promise<void> {
    this.modes.set(region, mode);
    await Promise.resolve();
  }

  breakControlPlane(mode: 'crash' | 'hang', forWallMs: number | undefined): void {
    this.controlPlane.push([mode, forWallMs]);
  }

  readonly zones = new Set<string>();

  async holdZone(zone: string): Promise<void> {
    this.zones.add(zone);
    await Promise.resolve();
  }

  async letGoOfZone(zone: string): Promise<void> {
    this.zones.delete(zone);
    await Promise.resolve();
  }

  async heal(region: string): Promise<void> {
    this.modes.delete(region);
    await Promise.resolve();
  }
}

let clock: VirtualClock;
let state: CheckedState;
let lost: Lost;
let told: string[];
let pushes: number;

beforeEach(() => {
  clock = new VirtualClock();
  state = new CheckedState();
  lost = new Lost();
  told = [];
  pushes = 0;
});

function start(incarnation = 1): ActiveFaults {
  return new ActiveFaults({
    table: state.table(runtimeTables.faults),
    places: {
      regions: REGIONS,
      zones: (region) => [`${region}a`, `${region}c`],
      loadBalancers: () => ['site'],
      instances: () => Promise.resolve(['i-1', 'i-2', 'i-3']),
      certificates: () => [['www.example.com']],
      dependencies: (region) => (region === 'us-east-1' ? [4000] : []),
      services: ['route53', 'autoscaling'],
    },
    processes: lost,
    clock,
    incarnation,
    emit: (body: EventBody) => {
      if (body.type === 'fault') told.push(`${body.id} ${body.mode} ${body.state}`);
    },
    prepare: () => Promise.resolve(),
    push: () => {
      pushes += 1;
      return Promise.resolve();
    },
  });
}

const crash = { subject: 'region', region: 'us-east-1', mode: 'crash' } as const;

describe('a fault', () => {
  test('lasts under an id of its own until it is healed, and is pushed and told', async () => {
    const faults = start();
    expect(await faults.begin(crash, undefined)).toBe('fault-1');
    expect(faults.list()).toEqual([
      {
        id: 'fault-1',
        fault: crash,
        sinceMs: clock.nowMs(),
        untilMs: null,
        description: 'region us-east-1, crash: its connections are refused',
      },
    ]);
    expect(pushes).toBe(1);
    await faults.heal({ id: 'fault-1' });
    expect(faults.list()).toEqual([]);
    expect(lost.modes.size).toBe(0);
    await faults.begin(crash, undefined);
    expect(told).toEqual(['fault-1 crash began', 'fault-1 crash ended', 'fault-2 crash began']);
  });

  test('heals by itself when its time is over, and not a moment before', async () => {
    const faults = start();
    await faults.begin(crash, 30);
    await clock.advance(29_999);
    expect(lost.modes.get('us-east-1')).toBe('crash');
    await clock.advance(1);
    await faults.heal({}); // has its turn after the healing that began by itself
    expect(lost.modes.size).toBe(0);
    expect(told).toEqual(['fault-1 crash began', 'fault-1 crash ended']);
  });

  test('takes the place of another by which the region was lost', async () => {
    const faults = start();
    await faults.begin(crash, undefined);
    await faults.begin({ ...crash, mode: 'hang' }, undefined);
    expect(faults.list().map(({ fault }) => fault.mode)).toEqual(['hang']);
  });

  test('of so many instances names them, oldest first', async () => {
    const faults = start();
    const instances = { subject: 'instances', region: 'us-east-1', mode: 'hang' } as const;
    await faults.begin({ ...instances, count: 2 }, undefined);
    expect(faults.records()[0]?.fault).toEqual({ ...instances, instanceIds: ['i-1', 'i-2'] });
    await expect(faults.begin({ ...instances, count: 4 }, undefined)).rejects.toMatchObject({
      code: 'FaultInvalid',
    });
    await expect(
      faults.begin({ ...instances, instanceIds: ['i-9'] }, undefined),
    ).rejects.toMatchObject({ code: 'InstanceUnknown' });
  });

  test('of the control plane is on record before it dies, and over for the next one', async () => {
    const before = start();
    await before.begin({ subject: 'control-plane', mode: 'hang' }, 60);
    await before.begin({ subject: 'control-plane', mode: 'crash' }, undefined);
    expect(lost.controlPlane).toEqual([
      ['hang', 60_000],
      ['crash', undefined],
    ]);
    before.close();
    expect(
      start(2)
        .records()
        .map(({ fault }) => fault.mode),
    ).toEqual(['hang']);
  });

  test.each<InjectedFault>([
    { subject: 'zone', zone: 'us-east-1x', mode: 'crash' },
    { subject: 'capacity', region: 'us-east-1', zone: 'ap-northeast-2a', mode: 'refuse' },
    { subject: 'load-balancer', region: 'us-east-1', name: 'other', mode: 'hang' },
    { subject: 'checkers', regions: ['ap-northeast-2'], mode: 'cut-off' },
    { subject: 'certificate', domain: 'example.org', mode: 'expire' },
    { subject: 'control-plane', mode: 'refuse-service' },
    { subject: 'dependency', port: 4001, mode: 'hang' },
    { subject: 'dependency', port: 4000, region: 'ap-northeast-2', mode: 'hang' },
    { subject: 'control-plane', mode: 'refuse-service', service: 'polly' },
  ])('is refused where there is no such thing: %j', async (fault) => {
    await expect(start().begin(fault, undefined)).rejects.toMatchObject({ code: 'FaultInvalid' });
  });

  test('is refused where there is no such region, mode or parameter', async () => {
    const faults = start();
    await expect(faults.begin({ ...crash, region: 'mars' }, undefined)).rejects.toMatchObject({
      code: 'RegionUnknown',
    });
    await expect(faults.begin({ ...crash, delaySeconds: 3 }, undefined)).rejects.toMatchObject({
      code: 'FaultInvalid',
    });
    expect(faults.list()).toEqual([]);
    expect(lost.modes.size).toBe(0);
  });
});

describe('a black hole of a zone', () => {
  const zone = 'us-east-1a';
  const hole = { subject: 'zone', zone, mode: 'blackhole' } as const;

  test('is held once its process has been told, and let go before it is told again', async () => {
    const order: string[] = [];
    const faults = start();
    lost.holdZone = () => Promise.resolve(void order.push(`held after ${pushes}`));
    lost.letGoOfZone = () => Promise.resolve(void order.push(`let go after ${pushes}`));
    await faults.begin(hole, undefined);
    await faults.heal({ id: 'fault-1' });
    expect(order).toEqual(['held after 1', 'let go after 1']);
    expect(pushes).toBe(2);
  });

  test('lasts while any fault wants it, in whatever order they begin and end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 10 }), async (steps) => {
        state = new CheckedState();
        lost = new Lost();
        const faults = start();
        for (const step of steps) {
          const active = faults.records();
          if (step <= 1) await faults.begin({ ...hole, mode: 'hang' }, undefined);
          else if (step === 2) await faults.begin(hole, undefined);
          else if (step === 3) await faults.begin(crash, undefined);
          else if (active.length > 0) {
            const id = active[step % active.length]?.id ?? '';
            await faults.heal({ id });
          }
          const isWanted = faults.records().some(({ fault }) => fault.mode === 'blackhole');
          expect(lost.zones.has(zone)).toBe(isWanted);
        }
        await faults.heal({ region: 'us-east-1' });
        expect(lost.zones.size).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('heal', () => {
  test('of a region ends all that is broken there, and nothing else', async () => {
    const faults = start();
    await faults.begin(crash, undefined);
    await faults.begin({ ...crash, region: 'ap-northeast-2' }, undefined);
    await faults.heal({ region: 'us-east-1' });
    expect([...lost.modes.keys()]).toEqual(['ap-northeast-2']);
    expect(faults.list().map(({ id }) => id)).toEqual(['fault-2']);
  });

  test('of nothing in particular ends everything', async () => {
    const faults = start();
    await faults.begin(crash, undefined);
    await faults.begin({ ...crash, region: 'ap-northeast-2' }, undefined);
    await faults.heal({});
    expect(faults.list()).toEqual([]);
    expect(lost.modes.size).toBe(0);
  });

  test('of an id that is none is refused', async () => {
    await expect(start().heal({ id: 'fault-7' })).rejects.toMatchObject({ code: 'FaultUnknown' });
  });
});

describe('the control plane after', () => {
  test('goes on with what lasts, and its time', async () => {
    const before = start();
    await before.begin(crash, 30);
    before.close();
    await clock.advance(10_000);
    const after = start(2);
    expect(after.list()).toMatchObject([{ id: 'fault-1' }]);
    await clock.advance(20_000);
    await after.heal({});
    expect(told).toEqual(['fault-1 crash began', 'fault-1 crash ended']);
  });

  test('believes the supervisor, where one died between the deed and its record', async () => {
    const before = start();
    await before.begin(crash, undefined);
    before.close();
    lost.modes.clear();
    lost.modes.set('ap-northeast-2', 'blackhole');
    expect(start(2).list()).toMatchObject([
      { fault: { region: 'ap-northeast-2', mode: 'blackhole' } },
    ]);
  });

  test('of an engine that was stopped finds nothing broken', async () => {
    const before = start();
    await before.begin(crash, undefined);
    before.close();
    lost.modes.clear();
    expect(start(1).list()).toEqual([]);
  });
});
