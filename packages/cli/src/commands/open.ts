import { spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileProblemText, localPort, UnderstudyError } from '@understudy/contract';
import { findSession, type Session } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';
import { endBy, onInterrupt, type Interrupt } from '../interrupts.ts';
import { ask } from '../probe/resolve.ts';
import { assetDomains } from '../probe/asset-domains.ts';

export const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
];

/**
 * A Chromium with a profile of its own that finds the site's names at the engine and trusts its CA;
 * nothing on the user's system changes. The names are looked up now: after a failover, open it
 * again.
 */
export async function open(url: string | undefined, flags: GlobalFlags): Promise<void> {
  const session = findSession(flags);
  const page = pageOf(url, session);
  const browser =
    process.env['UNDERSTUDY_BROWSER'] ?? BROWSERS.find((candidate) => existsSync(candidate));
  if (browser === undefined)
    throw new UnderstudyError('ToolMissing', {
      message: 'no Chromium or Chrome is installed',
      hint: 'install Chromium, or name a browser of its family in UNDERSTUDY_BROWSER',
    });
  if (process.env['UNDERSTUDY_BROWSER'] === undefined) requireDisplay(page);
  const words = await browserArguments(session);
  const profile = mkdtempSync(path.join(os.tmpdir(), 'understudy-browser-'));
  process.once('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 3 }));
  await browse(browser, [...words, `--user-data-dir=${profile}`], page);
}

/** It would start, and end at once. */
function requireDisplay(page: string): void {
  if (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) return;
  throw new UnderstudyError('ToolFailed', {
    message: 'no browser can be shown here: neither DISPLAY nor WAYLAND_DISPLAY is set',
    hint: `use 'understudy curl ${page}', or run the command where there is a screen`,
  });
}

/** The browser knows the way to the site's names alone. */
function pageOf(url: string | undefined, { site }: Session): string {
  if (url === undefined) return `https://${site.domain}/`;
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return url;
  throw new UnderstudyError('UsageInvalid', {
    message: `'${url}' is no URL of a site`,
    hint: `write it whole, such as https://${site.domain}/`,
  });
}

const LAST_WORDS_MAX = 2_000;

/** Resolves when the browser is closed. */
async function browse(browser: string, words: string[], page: string): Promise<void> {
  const name = path.basename(browser);
  const child = spawn(browser, [...words, page], { stdio: ['ignore', 'ignore', 'pipe'] });
  let lastWords = '';
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (lastWords = (lastWords + text).slice(-LAST_WORDS_MAX)));
  child.once('spawn', () =>
    process.stdout.write(`opened ${page} in ${name}; close it to come back here\n`),
  );
  let interrupt: Interrupt | undefined;
  onInterrupt((signal) => {
    interrupt = signal;
    child.kill('SIGTERM');
  });
  const how = await new Promise<string | 0>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new UnderstudyError('ToolMissing', {
          message: `${browser} cannot be started: ${fileProblemText(cause)}`,
          hint: 'name a browser of the family of Chromium in UNDERSTUDY_BROWSER',
          cause,
        }),
      ),
    );
    child.once('close', (code, signal) => resolve(code === 0 ? 0 : (signal ?? `code ${code}`)));
  });
  if (interrupt !== undefined) endBy(interrupt);
  if (how === 0) return;
  throw new UnderstudyError('ToolFailed', {
    message: `${name} ended with ${how}: ${lastWords.trim().split('\n').at(-1) || 'it said nothing'}`,
    hint: `correct what it says, or open ${page} with 'understudy curl'`,
  });
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
