import { describe, expect, test } from 'vitest';
import { obstacles, placesChange, type Deployed } from './obstacles.ts';

const WEB = {} as NonNullable<Parameters<typeof obstacles>[0]['web']>;
const site = { domain: 'shop.kr', name: 'shop', web: WEB, data: { bucket: false } };
const own = { id: 'E1', aliases: ['shop.kr', 'www.shop.kr'] };
const withWeb: Deployed = {
  outputs: { primary: { GroupName: 'g' }, edge: { DistributionId: 'E1' } },
  distributions: [own, { id: 'E2', aliases: [] }],
};
const nothing: Deployed = { outputs: { primary: undefined, edge: undefined }, distributions: [] };

test('nothing stands in the way of a first deployment, and of what is deployed as it is', () => {
  expect(obstacles(site, nothing)).toEqual([]);
  expect(obstacles(site, withWeb)).toEqual([]);
  expect(obstacles({ ...site, domain: 'shop.com' }, withWeb)).toEqual([]);
});

describe('what is told before anything is changed', () => {
  test('web servers that are to go, and ones that are to come', () => {
    const outputs = { ...withWeb.outputs, primary: { AssetBucket: 'b' } };
    const { web: _, ...files } = site;
    expect(obstacles(files, withWeb)).toMatchObject([
      { message: expect.stringContaining('with web servers, and is to have none') as string },
    ]);
    expect(obstacles(site, { ...withWeb, outputs })).toMatchObject([
      { message: expect.stringContaining('static files alone') as string },
    ]);
  });

  test('data that the app would not find any more', () => {
    const outputs = { ...withWeb.outputs, primary: { GroupName: 'g', DataBucket: 'shop-data' } };
    const withData = { ...withWeb, outputs };
    expect(obstacles(site, withData)).toMatchObject([
      {
        message:
          'the site shop keeps data in shop-data, and its configuration says that it has none',
      },
    ]);
    expect(obstacles({ ...site, data: { bucket: true } }, withData)).toEqual([]);
  });

  test.each(['shop.kr', 'www.shop.kr'])('%s that another distribution has', (alias) => {
    const renamed = { ...nothing, distributions: [{ id: 'E1', aliases: [alias] }] };
    expect(obstacles({ ...site, name: 'bakery' }, renamed)).toMatchObject([
      {
        message: expect.stringContaining('E1 of this account serves shop.kr already') as string,
        hint: expect.stringContaining("put 'name' back") as string,
      },
    ]);
  });
});

test.each([
  ['http', { primary: 'eu-west-1', standby: 'us-east-1' }, 1],
  ['https', { primary: 'eu-west-1', standby: 'us-east-1' }, 0],
  ['http', { primary: 'us-east-1', standby: 'eu-west-1' }, 0],
  ['http', { primary: 'eu-west-1', standby: 'us-west-2' }, 0],
] as const)('regions that change places are told where it shows: %s %j', (origin, now, count) => {
  const before = { name: 'shop', primary: 'us-east-1', standby: 'eu-west-1' };
  expect(placesChange(before, { ...now, web: { ...WEB, origin } })).toHaveLength(count);
});
