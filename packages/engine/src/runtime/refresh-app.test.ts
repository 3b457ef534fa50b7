import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { refreshRequestSchema, type InstanceState } from '@understudy/contract';
import { afterAll, describe, expect, test } from 'vitest';
import type { DataPlane } from '../kernel/data-plane.ts';
import { refreshApp } from './refresh-app.ts';

interface World {
  source: string;
  image: string;
  replaced: string[];
  sources: Parameters<typeof refreshApp>[0];
}

const INSTANCES = [
  { instanceId: 'i-1', groupName: 'web', imageId: 'ami-1', lifecycleState: 'InService' },
  { instanceId: 'i-2', groupName: 'web', imageId: 'ami-1', lifecycleState: 'InService' },
  { instanceId: 'i-3', groupName: 'web', imageId: 'ami-1', lifecycleState: 'Terminating' },
  { instanceId: 'i-4', groupName: 'another', imageId: 'ami-2', lifecycleState: 'InService' },
] as InstanceState[];

const base = mkdtempSync(path.join(os.tmpdir(), 'refresh-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** One image of a group of two, whose instances start unless they are named. */
function world(failing: readonly string[] = []): World {
  const folder = mkdtempSync(path.join(base, 'world-'));
  const [source, image] = [path.join(folder, 'app'), path.join(folder, 'image')];
  mkdirSync(source);
  mkdirSync(image);
  const replaced: string[] = [];
  const queryRegion = (_region: string, query: string, input: object): Promise<unknown> => {
    if (query === 'describeInstances') return Promise.resolve(INSTANCES);
    const { instanceId } = input as { instanceId: string };
    if (failing.includes(instanceId)) return Promise.reject(new Error('it does not start'));
    replaced.push(instanceId);
    return Promise.resolve({});
  };
  const dataPlane = { queryRegion } as unknown as DataPlane;
  const imageDirectory = (_region: string, id: string): string | undefined =>
    id === 'ami-1' ? image : undefined;
  return {
    source,
    image,
    replaced,
    sources: { dataPlane, regions: ['eu-west-1'], imageDirectory },
  };
}

const request = (source: string, change: { changed?: string[]; removed?: string[] }) => ({
  ...{ region: 'eu-west-1', groupName: 'web', source, changed: [], removed: [] },
  ...change,
});

describe('a changed app', () => {
  test('comes into the image, and each instance of the group gets a new program', async () => {
    const { source, image, replaced, sources } = world();
    mkdirSync(path.join(source, 'views'));
    writeFileSync(path.join(source, 'views/page.html'), 'new');
    writeFileSync(path.join(image, 'old.js'), 'old');
    const change = { changed: ['views/page.html'], removed: ['old.js', 'never-there.js'] };
    expect(await refreshApp(sources, request(source, change))).toEqual({
      instances: ['i-1', 'i-2'],
    });
    expect(readFileSync(path.join(image, 'views/page.html'), 'utf8')).toBe('new');
    expect(existsSync(path.join(image, 'old.js'))).toBe(false);
    expect(replaced).toEqual(['i-1', 'i-2']);
  });

  test('that does not start stops at the first instance', async () => {
    const { source, replaced, sources } = world(['i-1']);
    await expect(refreshApp(sources, request(source, {}))).rejects.toThrow('does not start');
    expect(replaced).toEqual([]);
  });

  test.each([
    ['written', { changed: ['out/file'] }],
    ['written, nor are folders made', { changed: ['out/sub/file'] }],
    ['removed', { removed: ['out/kept'] }],
  ])('is not %s through a link out of the image', async (_what, change) => {
    const { source, image, sources } = world();
    mkdirSync(path.join(source, 'out/sub'), { recursive: true });
    for (const file of ['file', 'sub/file']) writeFileSync(path.join(source, 'out', file), 'new');
    const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
    writeFileSync(path.join(elsewhere, 'kept'), '');
    symlinkSync(elsewhere, path.join(image, 'out'));
    await expect(refreshApp(sources, request(source, change))).rejects.toMatchObject({
      code: 'UsageInvalid',
    });
    expect(readdirSync(elsewhere)).toEqual(['kept']);
  });

  test('of a region that is not here is refused', async () => {
    const { source, sources } = world();
    const asked = { ...request(source, {}), region: 'mars' };
    await expect(refreshApp(sources, asked)).rejects.toMatchObject({ code: 'RegionUnknown' });
  });
});

test.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', './a', '', 'a\\b', 'a\0b'])(
  'a path out of the folder is no path: %j',
  (file) => {
    const asked = request('/app', { changed: [file] });
    expect(refreshRequestSchema.safeParse(asked).success).toBe(false);
    expect(refreshRequestSchema.safeParse(request('/app', { removed: [file] })).success).toBe(
      false,
    );
  },
);
