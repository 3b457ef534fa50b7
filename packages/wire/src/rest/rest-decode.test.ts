import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createServiceCodec } from '../service-codec.ts';
import { loadClientModule } from '../testing/sdk-client.ts';
import { SERVICES } from '../testing/services.ts';

const s3 = SERVICES.find(({ traits }) => traits.signingName === 's3');

// RFC 9110, section 13.1.3: "A recipient MUST ignore the If-Modified-Since header field if … the
// field value is not a valid HTTP-date".
test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', new Date('1994-11-06T08:49:37Z')],
  ['Sunday, 06-Nov-94 08:49:37 GMT', new Date('1994-11-06T08:49:37Z')],
  ['Sun Nov  6 08:49:37 1994', new Date('1994-11-06T08:49:37Z')],
  ['1994-11-06T08:49:37Z', undefined],
  ['Sun, 06 Nov 1994 08:49:37 +0100', undefined],
])('the condition If-Modified-Since: %s is of %s', async (text, expected) => {
  if (s3 === undefined) throw new Error('S3 is not among the services that are tested');
  const codec = createServiceCodec(await loadClientModule(s3), s3.traits);
  const { input } = await codec.decode({
    method: 'GET',
    target: '/bucket/key',
    headers: { host: 's3.amazonaws.com', 'if-modified-since': text },
    body: Readable.from([]),
  });
  expect(input['IfModifiedSince']).toEqual(expected);
});
