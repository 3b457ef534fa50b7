import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createServer } from 'node:tls';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateMaterial } from '@understudy/contract';
import { SystemClock } from '@understudy/dataplane';
import { CertificateAuthority } from './authority.ts';

const clock = new SystemClock({ epochMs: 0, speed: 1 });
let directory: string;
let authority: CertificateAuthority;
let material: CertificateMaterial;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-ca-'));
  authority = await CertificateAuthority.load({ directory: path.join(directory, 'ca'), clock });
  material = await authority.issue(['ticketing.pw', '*.ticketing.pw']);
});
afterAll(() => rm(directory, { recursive: true }));

describe('the certificate authority', () => {
  it('keeps its key from other users and is the same after a restart', async () => {
    const again = await CertificateAuthority.load({ directory: path.join(directory, 'ca'), clock });
    expect(again.rootPem).toBe(authority.rootPem);
    for (const file of ['root.pem', 'root-key.pem'])
      expect((await stat(path.join(directory, 'ca', file))).mode & 0o777).toBe(0o600);
  });

  it('issues leaves that openssl accepts for a TLS server', async () => {
    const leaf = path.join(directory, 'leaf.pem');
    await writeFile(leaf, material.certificateChainPem);
    for (const name of ['ticketing.pw', 'www.ticketing.pw']) {
      const said = execFileSync('openssl', [
        'verify',
        '-x509_strict',
        '-purpose',
        'sslserver',
        '-verify_hostname',
        name,
        '-CAfile',
        authority.rootFile,
        leaf,
      ]);
      expect(said.toString()).toContain('OK');
    }
  });

  it('issues leaves with the identifiers and the life that browsers ask for', () => {
    const leaf = new X509Certificate(material.certificateChainPem);
    const root = new X509Certificate(authority.rootPem);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(root.ca).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(leaf.subjectAltName).toBe('DNS:ticketing.pw, DNS:*.ticketing.pw');
    const days = (leaf.validToDate.getTime() - leaf.validFromDate.getTime()) / 86_400_000;
    expect(days).toBeLessThanOrEqual(397);
  });

  it('is trusted by a TLS client that is given the root, and by no other', async () => {
    const server = createServer({
      cert: material.certificateChainPem,
      key: material.privateKeyPem,
    });
    server.listen(0, '127.106.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const options = { host: '127.106.0.1', port, servername: 'www.ticketing.pw' };
    const trusting = connect({ ...options, ca: authority.rootPem });
    await once(trusting, 'secureConnect');
    expect(trusting.authorized).toBe(true);
    trusting.destroy();
    const stranger = connect(options);
    await expect(once(stranger, 'secureConnect')).rejects.toThrow(/certificate/);
    server.close();
  });

  it('issues for names too long to be a common name', async () => {
    const name = `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`;
    const leaf = new X509Certificate((await authority.issue([name])).certificateChainPem);
    expect(leaf.checkHost(name)).toBe(name);
  });
});
