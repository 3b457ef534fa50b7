import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
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

function rootOfChain({ certificateChainPem }: CertificateMaterial): string {
  return certificateChainPem.slice(certificateChainPem.lastIndexOf('-----BEGIN'));
}

/** What openssl says of a leaf for a name, trusting the bundle or one root of it. */
function verify(leaf: string, name: string, roots: string): string {
  const words = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', name];
  const { stdout, stderr } = spawnSync('openssl', [...words, '-CAfile', roots, leaf]);
  return `${stdout.toString()}${stderr.toString()}`;
}

describe('the certificate authority', () => {
  it('keeps its key from other users and is the same after a restart', async () => {
    const again = await CertificateAuthority.load({ directory: path.join(directory, 'ca'), clock });
    expect(again.rootPem).toBe(authority.rootPem);
    for (const file of ['root.pem', 'root-1.pem', 'root-1-key.pem'])
      expect((await stat(path.join(directory, 'ca', file))).mode & 0o777).toBe(0o600);
  });

  it('issues leaves that openssl accepts for a TLS server', async () => {
    const leaf = path.join(directory, 'leaf.pem');
    await writeFile(leaf, material.certificateChainPem);
    for (const name of ['ticketing.pw', 'www.ticketing.pw'])
      expect(verify(leaf, name, authority.rootFile)).toContain('OK');
  });

  it("has roots that speak for their own domain only: a stolen key is worth no other's name", async () => {
    const root = path.join(directory, 'ticketing-root.pem');
    await writeFile(root, rootOfChain(material));
    // The ticketing root's own key signs for another name, as a thief would.
    const stolen = path.join(directory, 'ca');
    const [number] = (await readdir(stolen)).flatMap((name) => {
      const match = /^root-(\d+)\.pem$/.exec(name);
      const same = match && readFileSync(path.join(stolen, name), 'utf8') === rootOfChain(material);
      return same ? [match[1]] : [];
    });
    const forged = path.join(directory, 'forged.pem');
    const config = path.join(directory, 'forged.cnf');
    await writeFile(
      config,
      'basicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:bank.example\nextendedKeyUsage=serverAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n',
    );
    execFileSync('sh', [
      '-c',
      `openssl req -new -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=bank.example 2>/dev/null | openssl x509 -req -CA '${root}' -CAkey '${stolen}/root-${number ?? ''}-key.pem' -extfile '${config}' -out '${forged}' 2>/dev/null`,
    ]);
    expect(verify(forged, 'bank.example', root)).toMatch(/permitted subtree violation/);
  });

  it('issues for addresses of this machine, and its roots speak for no other address', async () => {
    const { certificateChainPem } = await authority.issue(['s3.amazonaws.com', '127.20.0.1']);
    const leaf = path.join(directory, 'address.pem');
    await writeFile(leaf, certificateChainPem);
    const check = (address: string): string =>
      spawnSync('openssl', [
        ...['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_ip', address],
        ...['-CAfile', authority.rootFile, leaf],
      ]).stdout.toString();
    expect(check('127.20.0.1')).toContain('OK');
    expect(check('127.20.0.2')).not.toContain('OK');
    const elsewhere = await authority.issue(['amazonaws.com']);
    const root = path.join(directory, 'aws-root.pem');
    await writeFile(root, rootOfChain(elsewhere));
    const text = execFileSync('openssl', ['x509', '-noout', '-text', '-in', root]).toString();
    expect(text).toContain('IP:127.0.0.0/255.0.0.0');
  });

  it('makes a root for each further domain, which the bundle then has too', async () => {
    const before = authority.rootPem;
    const [one, other] = await Promise.all([
      authority.issue(['shop.example']),
      authority.issue(['www.shop.example', '*.shop.example']),
    ]);
    expect(authority.rootPem.startsWith(before)).toBe(true);
    expect(rootOfChain(one)).toBe(rootOfChain(other));
    expect(rootOfChain(one)).not.toBe(rootOfChain(material));
    expect(readFileSync(authority.rootFile, 'utf8')).toBe(authority.rootPem);
  });

  it('keeps trusting what a root of an earlier version signed, and signs no more with it', async () => {
    const old = path.join(directory, 'old');
    const before = await CertificateAuthority.load({ directory: old, clock });
    const leaf = await before.issue(['ticketing.pw']);
    // As it was laid out then: one root, one key.
    const files = ['root-2.pem', 'root-2-key.pem'].map((name) =>
      readFileSync(path.join(old, name)),
    );
    await rm(old, { recursive: true });
    await mkdir(old);
    for (const [index, name] of ['root.pem', 'root-key.pem'].entries())
      await writeFile(path.join(old, name), files[index] ?? '');
    const after = await CertificateAuthority.load({ directory: old, clock });
    expect(after.trusts(leaf)).toBe(true);
  });

  it('issues leaves with the identifiers and the life that browsers ask for', () => {
    const leaf = new X509Certificate(material.certificateChainPem);
    const root = new X509Certificate(rootOfChain(material));
    expect(authority.trusts(material)).toBe(true);
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
