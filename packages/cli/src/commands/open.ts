import { spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { localPort, UnderstudyError } from '@understudy/contract';
import { findSession, type Session } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';
import { ask } from '../probe/resolve.ts';
import { assetDomains } from '../probe/asset-domains.ts';

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
];

/**
 * A Chromium with a profile of its own that finds the site's names at the engine and trusts its CA; nothing on the
 * user's system changes. The names are looked up now: after a failover, open it again.
 */
export async function open(url: string | undefined, flags: GlobalFlags): Promise<void> {
  const session = findSession(flags);
  const browser =
    process.env['UNDERSTUDY_BROWSER'] ?? BROWSERS.find((candidate) => existsSync(candidate));
  if (browser === undefined)
    throw new UnderstudyError('ToolMissing', {
      message: 'no Chromium or Chrome is installed',
      hint: 'install Chromium, or name a browser of its family in UNDERSTUDY_BROWSER',
    });
  const profile = mkdtempSync(path.join(os.tmpdir(), 'understudy-browser-'));
  const page = url ?? `https://${session.site.domain}/`;
  const child = spawn(
    browser,
    [...(await browserArguments(session)), `--user-data-dir=${profile}`, page],
    { stdio: 'ignore' },
  );
  process.stdout.write(`opened ${page} in ${path.basename(browser)}; close it to come back here\n`);
  await new Promise((resolve) => child.once('exit', resolve));
  rmSync(profile, { recursive: true, force: true });
}

export async function browserArguments(session: Session): Promise<string[]> {
  const { info, site } = session;
  const names = [site.domain, `www.${site.domain}`, ...(await assetDomains(session))];
  const plan = { privilegedPortOffset: info.privilegedPortOffset === 0 ? 0 : 8000 } as const;
  const rules = await Promise.all(
    names.map(async (name) => {
      const [address] = (await ask(info, { name, type: 'A' })).addresses;
      return address === undefined
        ? []
        : [80, 443].map((port) => `MAP ${name}:${port} ${address}:${localPort(port, plan)}`);
    }),
  );
  return [
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-quic',
    `--host-resolver-rules=${[...rules.flat(), 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(', ')}`,
    // Trusts the engine's CA in this profile alone, by the digests of its roots' public keys.
    `--ignore-certificate-errors-spki-list=${publicKeyDigests(info.caFile).join(',')}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

function publicKeyDigests(caFile: string): string[] {
  const certificates = readFileSync(caFile, 'utf8').match(
    /-----BEGIN[^]+?-----END CERTIFICATE-----/g,
  );
  return (certificates ?? []).map((pem) => {
    const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(key).digest('base64');
  });
}
