import { expect, test } from 'vitest';
import { listening } from '../../stub-aws.fixture.ts';
import { DataBucket } from './data-bucket.ts';

interface Stored {
  key: string;
  version: string;
  /** Undefined: a delete marker. */
  text?: string;
  second: number;
}

/** Pages of so many. */
const PAGE = 2;

/** A bucket, newest versions first; `removed` are the keys and versions that were deleted. */
async function bucketOf(stored: readonly Stored[]) {
  const removed: string[] = [];
  const newest = new Map(stored.toReversed().map(({ key, version }) => [key, version]));
  const element = ({ key, version, text, second }: Stored): string => {
    const [name, etag] =
      text === undefined ? ['DeleteMarker', ''] : ['Version', '<ETag>&quot;e&quot;</ETag>'];
    const latest = String(newest.get(key) === version);
    return `<${name}><Key>${key}</Key><VersionId>${version}</VersionId><IsLatest>${latest}</IsLatest><LastModified>2026-01-01T00:00:0${second}.000Z</LastModified>${etag}</${name}>`;
  };
  const list = (url: URL): string => {
    const prefix = url.searchParams.get('prefix') ?? '';
    const from = Number(url.searchParams.get('key-marker') ?? 0);
    const all = stored.filter(({ key }) => key.startsWith(prefix));
    const isTruncated = from + PAGE < all.length && !url.searchParams.has('max-keys');
    const page = isTruncated || from > 0 ? all.slice(from, from + PAGE) : all;
    const next = isTruncated ? `<NextKeyMarker>${from + PAGE}</NextKeyMarker>` : '';
    return `<ListVersionsResult><IsTruncated>${isTruncated}</IsTruncated>${next}${page.map(element).join('')}</ListVersionsResult>`;
  };
  const endpoint = await listening((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.searchParams.has('versions')) return void response.end(list(url));
    if (!url.searchParams.has('delete')) {
      const version = url.searchParams.get('versionId');
      return void response.end(stored.find((one) => one.version === version)?.text);
    }
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      removed.push(...[...body.matchAll(/<VersionId>([^<]*)/g)].map(([, id = '']) => id));
      response.end('<DeleteResult></DeleteResult>');
    });
  });
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const bucket = new DataBucket(
    { region: 'us-east-1', endpoint, credentials, maxAttempts: 1 },
    'b',
  );
  return { bucket, removed };
}

const SEATS: Stored[] = [
  { key: 'seat/1', version: 'c', second: 3 },
  { key: 'seat/1', version: 'b', text: 'kim', second: 2 },
  { key: 'seat/10', version: 'd', text: 'lee', second: 2 },
  { key: 'seat/2', version: 'f', text: 'park', second: 5 },
  { key: 'seat/2', version: 'e', text: 'choi', second: 4 },
];

test('the newest version of each key, over pages; a key that was deleted last has none', async () => {
  using bucket = (await bucketOf(SEATS)).bucket;
  expect(await bucket.newest('seat/')).toEqual(
    new Map([
      ['seat/10', 'd'],
      ['seat/2', 'f'],
    ]),
  );
});

test('all that a key held, the newest first; a deletion holds nothing', async () => {
  using bucket = (await bucketOf(SEATS)).bucket;
  expect(await bucket.contents('seat/1')).toEqual([undefined, 'kim']);
  expect(await bucket.contents('seat/2')).toEqual(['park', 'choi']);
  expect(await bucket.contents('seat/3')).toEqual([]);
});

test('every version of a key goes, and of no key that only begins so', async () => {
  const { bucket: data, removed } = await bucketOf(SEATS);
  using bucket = data;
  await bucket.remove(['seat/1', 'seat/3']);
  expect(removed.toSorted()).toEqual(['b', 'c']);
});
