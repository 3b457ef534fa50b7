// @peculiar/x509 resolves its parts through reflect-metadata, which must be there before it is.
import 'reflect-metadata';
import { randomBytes, type webcrypto } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertificateMaterial, Clock } from '@understudy/contract';

const DAY_MS = 86_400_000;
const ROOT_DAYS = 3650;
/** CA/Browser Forum baseline requirements, section 6.3.2, allow 398; browsers refuse more. */
const LEAF_DAYS = 365;
/** So that a client whose clock is a little late accepts a new certificate. */
const BACKDATED_MS = 3_600_000;
/** A root with less than a leaf's life left is made anew. */
const ROOT_RENEWAL_DAYS = LEAF_DAYS + 1;
/** RFC 5280 appendix A.1, ub-common-name. */
const COMMON_NAME_CHARACTERS_MAX = 64;
const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const ROOT_FILE = 'root.pem';
const ROOT_KEY_FILE = 'root-key.pem';

/** The engine's own certificate authority: one root, made once a state folder, that signs every leaf. */
export class CertificateAuthority {
  readonly rootPem: string;
  /** Where the root is, for clients that take a file. */
  readonly rootFile: string;
  readonly #root: X509Certificate;
  readonly #rootKey: webcrypto.CryptoKey;
  readonly #clock: Pick<Clock, 'wallMs'>;

  private constructor(
    rootFile: string,
    root: X509Certificate,
    rootKey: webcrypto.CryptoKey,
    clock: Pick<Clock, 'wallMs'>,
  ) {
    this.rootFile = rootFile;
    this.rootPem = `${root.toString('pem')}\n`;
    this.#root = root;
    this.#rootKey = rootKey;
    this.#clock = clock;
  }

  /** Reads the root from `directory`, or makes one there that only this user can read. */
  static async load(options: {
    directory: string;
    clock: Pick<Clock, 'wallMs'>;
  }): Promise<CertificateAuthority> {
    const { directory, clock } = options;
    const file = path.join(directory, ROOT_FILE);
    const keyFile = path.join(directory, ROOT_KEY_FILE);
    const known = await readRoot(file, keyFile);
    if (
      known !== undefined &&
      known.root.notAfter.getTime() - clock.wallMs() > ROOT_RENEWAL_DAYS * DAY_MS
    )
      return new CertificateAuthority(file, known.root, known.key, clock);
    const made = await makeRoot(clock.wallMs());
    await mkdir(directory, { recursive: true, mode: 0o700 });
    // The key first: a root without its key would be taken for damage, a key without a root for nothing.
    await writePrivate(keyFile, await exportKey(made.key));
    await writePrivate(file, `${made.root.toString('pem')}\n`);
    return new CertificateAuthority(file, made.root, made.key, clock);
  }

  /** A server certificate for `names` (the first is the subject), and its key. */
  async issue(names: readonly string[], arn = ''): Promise<CertificateMaterial> {
    const keys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
    const wallMs = this.#clock.wallMs();
    const subject = names.find((name) => name.length <= COMMON_NAME_CHARACTERS_MAX);
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      ...(subject === undefined ? {} : { subject: [{ CN: [subject] }] }),
      issuer: this.#root.subjectName.toJSON(),
      notBefore: new Date(wallMs - BACKDATED_MS),
      notAfter: new Date(wallMs - BACKDATED_MS + LEAF_DAYS * DAY_MS),
      signingAlgorithm: SIGNATURE,
      publicKey: keys.publicKey,
      signingKey: this.#rootKey,
      extensions: await leafExtensions(names, keys.publicKey, this.#root),
    });
    return {
      arn,
      domainNames: [...names],
      certificateChainPem: `${certificate.toString('pem')}\n${this.rootPem}`,
      privateKeyPem: await exportKey(keys.privateKey),
    };
  }
}

async function leafExtensions(
  names: readonly string[],
  publicKey: webcrypto.CryptoKey,
  root: X509Certificate,
): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
    await SubjectKeyIdentifierExtension.create(publicKey),
    await AuthorityKeyIdentifierExtension.create(await root.publicKey.export()),
  ];
}

async function makeRoot(
  wallMs: number,
): Promise<{ root: X509Certificate; key: webcrypto.CryptoKey }> {
  const keys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  // Two engines' roots differ in name, so that a client that trusts both never mistakes one for the other.
  const name = `Understudy local root ${randomBytes(4).toString('hex')}`;
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [name] }, { O: ['Understudy'] }],
    notBefore: new Date(wallMs - BACKDATED_MS),
    notAfter: new Date(wallMs + ROOT_DAYS * DAY_MS),
    signingAlgorithm: SIGNATURE,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { root, key: keys.privateKey };
}

async function readRoot(
  file: string,
  keyFile: string,
): Promise<{ root: X509Certificate; key: webcrypto.CryptoKey } | undefined> {
  try {
    const [pem, keyPem] = await Promise.all([readFile(file, 'utf8'), readFile(keyFile, 'utf8')]);
    const [der] = PemConverter.decode(keyPem);
    if (der === undefined) return undefined;
    const key = await crypto.subtle.importKey('pkcs8', der, KEY, true, ['sign']);
    return { root: new X509Certificate(pem), key };
  } catch (error) {
    // Only absence is answered with a new root: a damaged one must not be replaced behind the back of who trusts it.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

/** Whole or not at all, whenever the process dies. */
async function writePrivate(file: string, text: string): Promise<void> {
  const temporary = `${file}.new`;
  await writeFile(temporary, text, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, file);
}

/** RFC 5280 section 4.1.2.2: positive, at most 20 octets. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
