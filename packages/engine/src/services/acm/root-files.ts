import type { webcrypto } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PemConverter, X509Certificate } from '@peculiar/x509';
import { KEY, rootOf, type Root } from './root.ts';

/** All roots in one file, for clients that take a file. */
const BUNDLE = 'root.pem';

/**
 * Where the authority keeps its roots: a file each with its key beside it, readable by this user
 * alone.
 */
export class RootFiles {
  readonly bundle: string;
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    this.bundle = path.join(directory, BUNDLE);
  }

  async read(): Promise<Root[]> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await this.#adoptSingleRoot();
    const names = (await readdir(this.#directory)).filter((name) => /^root-\d+\.pem$/.test(name));
    const roots = names.toSorted(byNumber).map((name) => this.#readRoot(name));
    return (await Promise.all(roots)).filter((root) => root !== undefined);
  }

  /**
   * The key first: a root without its key would be taken for damage, a key without a root for
   * nothing.
   */
  async add(root: Root, number: number): Promise<void> {
    await this.#write(`root-${number}-key.pem`, await exportKey(root.key));
    await this.#write(`root-${number}.pem`, pemOf(root));
  }

  async writeBundle(roots: readonly Root[]): Promise<void> {
    await this.#write(BUNDLE, roots.map(pemOf).join(''));
  }

  /**
   * Earlier versions had one root, where the bundle is now: certificates of that time stay trusted.
   */
  async #adoptSingleRoot(): Promise<void> {
    const key = path.join(this.#directory, 'root-key.pem');
    if (!existsSync(key)) return;
    await copyFile(this.bundle, path.join(this.#directory, 'root-0.pem'));
    await rename(key, path.join(this.#directory, 'root-0-key.pem'));
  }

  /** A damaged root must not be replaced behind the back of who trusts it: that is an error. */
  async #readRoot(name: string): Promise<Root | undefined> {
    const file = path.join(this.#directory, name);
    const certificate = new X509Certificate(await readFile(file, 'utf8'));
    const [der] = PemConverter.decode(await readFile(file.replace(/\.pem$/, '-key.pem'), 'utf8'));
    if (der === undefined) return undefined;
    return rootOf(certificate, await crypto.subtle.importKey('pkcs8', der, KEY, true, ['sign']));
  }

  /** Whole or not at all, whenever the process dies. */
  async #write(name: string, text: string): Promise<void> {
    const file = path.join(this.#directory, name);
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await chmod(`${file}.new`, 0o600);
    await rename(`${file}.new`, file);
  }
}

export function pemOf({ certificate }: Pick<Root, 'certificate'>): string {
  return `${certificate.toString('pem')}\n`;
}

export async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

function byNumber(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
