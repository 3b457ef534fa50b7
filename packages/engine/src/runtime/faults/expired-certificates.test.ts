import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InjectedFault } from '@understudy/contract';
import { VirtualClock } from '@understudy/contract/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CertificateAuthority } from '../../services/acm/authority.ts';
import { ExpiredCertificates, isFor } from './expired-certificates.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'understudy-expired-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('in place of the domain’s certificate, and of no other, one is served that is over', async () => {
  const clock = new VirtualClock();
  const authority = await CertificateAuthority.load({ directory, clock });
  const [own, other] = [
    await authority.issue(['example.com', '*.example.com'], 'arn:own'),
    await authority.issue(['example.org'], 'arn:other'),
  ];
  const fault: InjectedFault = {
    subject: 'certificate',
    domain: 'www.example.com',
    mode: 'expire',
  };
  let faults: InjectedFault[] = [];
  const expired = new ExpiredCertificates({
    ...{ authority, inUse: () => [own, other], faults: () => faults },
  });
  const shown = () => {
    const listener = { certificates: [own, other] };
    const config = { loadBalancers: [{ listeners: [listener] }], targetGroups: [] };
    return expired.balancer(config as never).loadBalancers[0]?.listeners[0]?.certificates ?? [];
  };
  await expired.prepare(fault);
  expect(shown()).toEqual([own, other]);
  faults = [fault];
  const [first, second] = shown();
  expect(second).toBe(other);
  const leaf = new X509Certificate(first?.certificateChainPem ?? '');
  expect(Date.parse(leaf.validTo)).toBeLessThan(clock.wallMs());
  expect(leaf.checkHost('www.example.com')).toBe('*.example.com');
  expect(first?.arn).toBe('arn:own');
  expect(first !== undefined && authority.trusts(first)).toBe(true);
});

test('a wildcard is for one label', () => {
  expect(isFor({ domain: 'a.example.com' }, ['*.example.com'])).toBe(true);
  expect(isFor({ domain: 'a.b.example.com' }, ['*.example.com'])).toBe(false);
});
