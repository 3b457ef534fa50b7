import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import dnsPacket from 'dns-packet';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '@understudy/contract/testing';
import {
  fakeAddresses,
  type TestDeps,
  testDeps,
  testRequest,
} from '../../kernel/kernel.fixture.ts';
import { AcmService } from './acm-service.ts';
import { CertificateAuthority } from './authority.ts';

const ADDRESS = '127.106.0.2';
const HOUR_MS = 3_600_000;
let authority: CertificateAuthority;
let directory: string;
let socket: Socket;
let port: number;
let deps: TestDeps;
let acm: AcmService;
/** `NAME TYPE` → data. */
const records = new Map<string, string>();
const caaRecords = new Map<string, { flags: number; tag: 'issue' | 'issuewild'; value: string }>();

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-acm-'));
  authority = await CertificateAuthority.load({
    directory,
    clock: { wallMs: () => 1_800_000_000_000 },
  });
  socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const question = query.questions?.[0];
    if (question === undefined) return;
    const cname = records.get(question.name.toLowerCase());
    const caa = caaRecords.get(question.name.toLowerCase());
    const answers: dnsPacket.Answer[] =
      question.type === 'CNAME' && cname !== undefined
        ? [{ type: 'CNAME', name: question.name, ttl: 60, data: cname }]
        : question.type === 'CAA' && caa !== undefined
          ? [{ type: 'CAA', name: question.name, ttl: 60, data: caa }]
          : [];
    const rcode = answers.length === 0 ? 3 : 0;
    const answer = {
      type: 'response' as const,
      id: query.id ?? 0,
      flags: rcode,
      questions: [question],
      answers,
    };
    socket.send(dnsPacket.encode(answer), from.port, from.address);
  });
  socket.bind(0, ADDRESS);
  await once(socket, 'listening');
  port = socket.address().port;
});
afterAll(async () => {
  socket.close();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  records.clear();
  caaRecords.clear();
  deps = testDeps({ addresses: fakeAddresses({ validationResolver: ADDRESS }) });
  acm = new AcmService(deps, { authority, dnsPort: port });
});
afterEach(() => acm.stop());

const request = testRequest('ap-northeast-2');
const ticketing = {
  DomainName: 'ticketing.pw',
  SubjectAlternativeNames: ['*.ticketing.pw'],
  ValidationMethod: 'DNS' as const,
};

function statusOf(arn: string | undefined): string | undefined {
  return acm.operations.DescribeCertificate(request, { CertificateArn: arn }).Certificate?.Status;
}

/** Puts the validation records of a certificate where the resolver finds them. */
function publish(arn: string | undefined): void {
  const detail = acm.operations.DescribeCertificate(request, { CertificateArn: arn }).Certificate;
  for (const option of detail?.DomainValidationOptions ?? []) {
    const record = option.ResourceRecord;
    records.set((record?.Name ?? '').replace(/\.$/, ''), record?.Value ?? '');
  }
}

function becomes(arn: string | undefined, status: string): Promise<unknown> {
  return until(
    async () => {
      await deps.clock.advance(200);
      return statusOf(arn) === status;
    },
    { withinMs: 5_000, what: `${arn} is ${status}` },
  );
}

describe('a requested certificate', () => {
  it('is issued once its record is seen through the resolver, and not before', async () => {
    const { CertificateArn: arn } = acm.operations.RequestCertificate(request, ticketing);
    expect(arn).toMatch(/^arn:aws:acm:ap-northeast-2:111122223333:certificate\/[0-9a-f-]{36}$/);
    for (let polls = 0; polls < 3; polls += 1) await deps.clock.advance(2_000);
    expect(statusOf(arn)).toBe('PENDING_VALIDATION');
    expect(acm.certificateMaterial(arn ?? '', 'ap-northeast-2')).toBeUndefined();
    publish(arn);
    await becomes(arn, 'ISSUED');
    const material = acm.certificateMaterial(arn ?? '', 'ap-northeast-2');
    expect(material?.domainNames).toEqual(['ticketing.pw', '*.ticketing.pw']);
    expect(acm.certificateMaterial(arn ?? '', 'us-east-1')).toBeUndefined();
    expect(deps.dataPlane.changes).toBeGreaterThan(0);
  });

  it('is not issued for a record with another value', async () => {
    const { CertificateArn: arn } = acm.operations.RequestCertificate(request, ticketing);
    publish(arn);
    for (const name of records.keys()) records.set(name, '_other.acm-validations.aws');
    for (let polls = 0; polls < 5; polls += 1) await deps.clock.advance(2_000);
    expect(statusOf(arn)).toBe('PENDING_VALIDATION');
  });

  it('has one record for the apex and the wildcard, the same in every region', () => {
    const of = (region: string): (string | undefined)[] => {
      const context = testRequest(region);
      const { CertificateArn } = acm.operations.RequestCertificate(context, ticketing);
      const detail = acm.operations.DescribeCertificate(context, { CertificateArn }).Certificate;
      return (detail?.DomainValidationOptions ?? []).map(
        ({ ResourceRecord: record }) => `${record?.Name} ${record?.Value}`,
      );
    };
    const seoul = of('ap-northeast-2');
    expect(new Set(seoul).size).toBe(1);
    expect(of('us-east-1')).toEqual(seoul);
    expect(seoul[0]).toMatch(
      /^_[0-9a-f]{32}\.ticketing\.pw\. _[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.$/,
    );
  });

  it('times out after 72 hours without its record', async () => {
    const { CertificateArn: arn } = acm.operations.RequestCertificate(request, ticketing);
    await deps.clock.advance(100);
    // The clock jumps, as after a laptop's sleep: the next look finds that the time is over.
    const late = testDeps({ ...deps, clock: deps.clock });
    await acm.stop();
    for (let hour = 0; hour < 73; hour += 1) await deps.clock.advance(HOUR_MS);
    acm = new AcmService(late, { authority, dnsPort: port });
    await becomes(arn, 'VALIDATION_TIMED_OUT');
  });

  it('goes on being validated after a restart', async () => {
    const { CertificateArn: arn } = acm.operations.RequestCertificate(request, ticketing);
    await acm.stop();
    publish(arn);
    acm = new AcmService(deps, { authority, dnsPort: port });
    await becomes(arn, 'ISSUED');
  });

  it('fails when CAA forbids Amazon to issue', async () => {
    caaRecords.set('ticketing.pw', { flags: 0, tag: 'issue', value: 'letsencrypt.org' });
    const { CertificateArn: arn } = acm.operations.RequestCertificate(request, ticketing);
    publish(arn);
    await becomes(arn, 'FAILED');
    const detail = acm.operations.DescribeCertificate(request, { CertificateArn: arn }).Certificate;
    expect(detail?.FailureReason).toBe('CAA_ERROR');
  });

  it('is issued when CAA names Amazon', async () => {
    caaRecords.set('ticketing.pw', { flags: 0, tag: 'issue', value: 'amazon.com' });
    const { CertificateArn: arn } = acm.operations.RequestCertificate(request, ticketing);
    publish(arn);
    await becomes(arn, 'ISSUED');
  });
});

describe('ACM', () => {
  it('gives the same certificate for the same idempotency token', () => {
    const input = { ...ticketing, IdempotencyToken: 'once' };
    const first = acm.operations.RequestCertificate(request, input);
    expect(acm.operations.RequestCertificate(request, input)).toEqual(first);
    const other = { ...input, SubjectAlternativeNames: [] };
    expect(acm.operations.RequestCertificate(request, other)).not.toEqual(first);
  });

  it.each([
    ['email validation', { ...ticketing, ValidationMethod: 'EMAIL' as const }, /EMAIL/],
    ['no method, which means email', { DomainName: 'ticketing.pw' }, /ACM's default/],
    ['a name that is not one', { ...ticketing, DomainName: 'not a name' }, /regular expression/],
    ['a wildcard further right', { ...ticketing, DomainName: 'a.*.pw' }, /regular expression/],
    ['RSA 4096', { ...ticketing, KeyAlgorithm: 'RSA_4096' as const }, /RSA_4096/],
  ])('rejects %s', (_, input, reason) => {
    expect(() => acm.operations.RequestCertificate(request, input)).toThrow(reason);
  });

  it('does not delete what is in use, and tells by whom', () => {
    const { CertificateArn: arn } = acm.operations.RequestCertificate(request, ticketing);
    let users = ['arn:aws:elasticloadbalancing:listener'];
    acm.addUser((used) => (used === arn ? users : []));
    const input = { CertificateArn: arn };
    expect(acm.operations.DescribeCertificate(request, input).Certificate?.InUseBy).toEqual(users);
    expect(() => acm.operations.DeleteCertificate(request, input)).toThrow(/in use/);
    users = [];
    acm.operations.DeleteCertificate(request, input);
    expect(() => acm.operations.DescribeCertificate(request, input)).toThrow(/Could not find/);
  });

  it('does not show a certificate in another region', () => {
    const { CertificateArn } = acm.operations.RequestCertificate(request, ticketing);
    expect(() =>
      acm.operations.DescribeCertificate(testRequest('us-east-1'), { CertificateArn }),
    ).toThrow(/Could not find/);
    expect(
      acm.operations.ListCertificates(testRequest('us-east-1'), {}).CertificateSummaryList,
    ).toEqual([]);
    expect(acm.operations.ListCertificates(request, {}).CertificateSummaryList).toHaveLength(1);
  });

  it('gives the certificate and its chain apart', async () => {
    const { CertificateArn } = acm.operations.RequestCertificate(request, ticketing);
    expect(() => acm.operations.GetCertificate(request, { CertificateArn })).toThrow(/not issued/);
    publish(CertificateArn);
    await becomes(CertificateArn, 'ISSUED');
    const { Certificate, CertificateChain } = acm.operations.GetCertificate(request, {
      CertificateArn,
    });
    expect(CertificateChain).toMatch(
      /^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n$/,
    );
    expect(authority.rootPem).toContain(CertificateChain);
    expect(authority.trusts({ certificateChainPem: `${Certificate}${CertificateChain}` })).toBe(
      true,
    );
    expect(Certificate).not.toContain(CertificateChain);
  });
});
