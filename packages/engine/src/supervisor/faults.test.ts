import type { FaultMode } from '@understudy/contract';
import process from 'node:process';
import { until } from '@understudy/contract/testing';
import { describe, expect, test } from 'vitest';
import {
  applies,
  ask,
  ChildBench,
  give,
  reaches,
  runs,
  visit,
  WITHIN_MS,
} from './child.fixture.ts';
import type { Faults } from './faults.ts';
import type { ManagedProcess } from './processes/managed-process.ts';

const REGION = 'ap-northeast-2';
const NODE = { address: '127.109.16.1', port: 8080 };
const STATUS = { address: '127.109.0.11', port: 8099 };
const PATIENCE_MS = 500;

const ENDPOINTS = [NODE, STATUS];

interface Lossy {
  bench: ChildBench;
  managed: ManagedProcess;
  faults: Faults;
  states(): string[];
}

async function withRegion(run: (lossy: Lossy) => Promise<void>): Promise<void> {
  await using bench = new ChildBench();
  const managed = await bench.run(REGION);
  give(managed, { revision: 1, listen: ENDPOINTS });
  await applies(managed, 1);
  const { faults } = bench;
  const states = (): string[] =>
    bench.events.map(({ body }) => (body.type === 'region' ? body.state : body.type));
  try {
    expect(await visit(NODE, WITHIN_MS)).toBe('served');
    await run({ bench, managed, faults, states });
  } finally {
    await faults.stop();
  }
}

const servesAgain = (): Promise<boolean> =>
  until(async () => (await visit(NODE, PATIENCE_MS)) === 'served', {
    withinMs: WITHIN_MS,
    what: 'the region to serve again',
  });

describe('losing a region', () => {
  test('by a crash refuses connections at once, until it is healed', async () => {
    await withRegion(async ({ faults, states, managed }) => {
      await faults.break(REGION, 'crash', ENDPOINTS);
      expect(await visit(NODE, WITHIN_MS)).toBe('refused');
      expect(faults.modeOf(REGION)).toBe('crash');
      expect(managed.state).toBe('stopped');
      await faults.heal(REGION);
      await servesAgain();
      expect(faults.modeOf(REGION)).toBeUndefined();
      expect(states()).toEqual(['crashed', 'running']);
    });
  });

  test('by a hang opens connections and says nothing, until it is healed', async () => {
    await withRegion(async ({ faults, states, managed }) => {
      const { pid } = managed;
      await faults.break(REGION, 'hang', ENDPOINTS);
      expect(await visit(NODE, PATIENCE_MS)).toBe('silent');
      expect(ask(managed, 'echo')).toBe(false);
      await faults.heal(REGION);
      await servesAgain();
      expect(managed.pid).toBe(pid);
      expect(ask(managed, 'echo')).toBe(true);
      expect(states()).toEqual(['hung', 'running']);
    });
  });

  test('in a black hole opens no connection at all, until it is healed', async () => {
    await withRegion(async ({ faults, states }) => {
      await faults.break(REGION, 'blackhole', ENDPOINTS);
      expect(await visit(NODE, PATIENCE_MS)).toBe('unreachable');
      expect(await visit(STATUS, PATIENCE_MS)).toBe('unreachable');
      await faults.heal(REGION);
      await servesAgain();
      expect(states()).toEqual(['blackholed', 'running']);
    });
  });

  test('in another way heals it first', async () => {
    await withRegion(async ({ faults, states }) => {
      await faults.break(REGION, 'hang', ENDPOINTS);
      await faults.break(REGION, 'crash', ENDPOINTS);
      expect(await visit(NODE, WITHIN_MS)).toBe('refused');
      expect(states()).toEqual(['hung', 'running', 'crashed']);
    });
  });

  test.each<FaultMode>(['crash', 'blackhole'])('by a %s lasts', async (mode) => {
    await withRegion(async ({ bench, faults, managed }) => {
      await faults.break(REGION, mode, ENDPOINTS);
      await bench.clock.advance(60_000);
      expect(managed.pid).toBeUndefined();
    });
  });
});

describe('a part of a region', () => {
  const ZONE = 'ap-northeast-2a';
  const OTHER = { address: '127.109.16.9', port: 8080 };

  test('is held as a black hole by its name, beside what the region serves, until it is let go', async () => {
    await withRegion(async ({ faults, managed }) => {
      const { pid } = managed;
      await faults.hold(ZONE, [OTHER]);
      expect(await visit(OTHER, PATIENCE_MS)).toBe('unreachable');
      expect(await visit(NODE, WITHIN_MS)).toBe('served');
      await faults.hold(ZONE, [OTHER]);
      expect(await visit(OTHER, PATIENCE_MS)).toBe('unreachable');
      await faults.letGo(ZONE);
      expect(await visit(OTHER, WITHIN_MS)).toBe('refused');
      expect(managed.pid).toBe(pid);
    });
  });

  test('is let go when the engine stops, and what the region serves is left to it', async () => {
    await withRegion(async ({ faults }) => {
      await faults.hold(ZONE, [OTHER, NODE]);
      expect(await visit(NODE, WITHIN_MS)).toBe('served');
      await faults.stop();
      expect(await visit(OTHER, WITHIN_MS)).toBe('refused');
      await faults.letGo(ZONE);
    });
  });
});

describe('healing', () => {
  test('does nothing to a region that is well', async () => {
    await withRegion(async ({ faults, managed, states }) => {
      const { pid } = managed;
      await faults.heal(REGION);
      expect(managed.pid).toBe(pid);
      expect(states()).toEqual([]);
    });
  });

  test('starts a region that was killed while it hung', async () => {
    await withRegion(async ({ faults, managed }) => {
      await faults.break(REGION, 'hang', ENDPOINTS);
      process.kill(managed.pid ?? 0, 'SIGKILL');
      await reaches(managed, 'stopped');
      await faults.heal(REGION);
      await servesAgain();
    });
  });

  test('waits for a fault that is just being made', async () => {
    await withRegion(async ({ faults, states }) => {
      const broken = faults.break(REGION, 'blackhole', ENDPOINTS);
      await faults.heal(REGION);
      await broken;
      await servesAgain();
      expect(states()).toEqual(['blackholed', 'running']);
    });
  });
});

test.each(['mars-1', 'global', ''])("rejects the region '%s', which is not here", async (name) => {
  await withRegion(async ({ faults, managed }) => {
    for (const attempt of [faults.break(name, 'crash', ENDPOINTS), faults.heal(name)])
      await expect(attempt).rejects.toMatchObject({
        code: 'RegionUnknown',
        message: `there is no region '${name}' here`,
        hint: `use one of ${REGION}`,
      });
    expect(runs(managed.pid)).toBe(true);
  });
});
