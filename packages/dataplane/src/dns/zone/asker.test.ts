import { expect, test } from 'vitest';
import { LATENCY_REGIONS } from '@understudy/contract';
import { askerOf, regionOf, wholeAddress } from './asker.ts';
import { REGION_BLOCKS } from './region-blocks.ts';

const SOURCE = '127.9.0.53';

function edns(address: number[], sourcePrefixBits: number, family: 'IPv4' | 'IPv6' = 'IPv4') {
  const clientSubnet = { family, sourcePrefixBits, address: Buffer.from(address) };
  return { edns: { udpBytes: 1_232, dnssecOk: false, clientSubnet } };
}

test.each([
  { request: { edns: undefined }, asker: { address: SOURCE, prefixBits: 32 } },
  { request: edns([], 0), asker: { address: SOURCE, prefixBits: 32 } },
  { request: edns([13, 124, 7], 24), asker: { address: '13.124.7.0', prefixBits: 24 } },
  { request: edns([13, 112], 12), asker: { address: '13.112.0.0', prefixBits: 12 } },
  {
    request: edns([0x20, 1, 0xd, 0xb8, 0x80], 33, 'IPv6'),
    asker: { address: '2001:db8:8000:0:0:0:0:0', prefixBits: 33 },
  },
])('the network that asks is $asker.address/$asker.prefixBits', ({ request, asker }) => {
  expect(askerOf(request, SOURCE)).toEqual(asker);
});

test.each([
  { address: '13.124.7.0', prefixBits: 24, region: 'ap-northeast-2' },
  { address: '13.124.0.0', prefixBits: 16, region: 'ap-northeast-2' },
  // All of 13.124.0.0/15 is not Seoul's.
  { address: '13.124.0.0', prefixBits: 15, region: undefined },
  { address: '52.7.255.255', prefixBits: 32, region: 'us-east-1' },
  { address: '52.8.0.0', prefixBits: 24, region: undefined },
  { address: SOURCE, prefixBits: 32, region: undefined },
  { address: '2001:db8::', prefixBits: 48, region: undefined },
])('$address/$prefixBits is in $region', ({ region, ...asker }) => {
  expect(regionOf(asker)).toBe(region);
});

test('every block is of a region whose latency is known, and overlaps no other', () => {
  for (const [region, [network]] of Object.entries(REGION_BLOCKS)) {
    expect(LATENCY_REGIONS).toContain(region);
    expect(regionOf(wholeAddress(network))).toBe(region);
  }
});
