// @peculiar/x509 resolves its parts through reflect-metadata, which must be there before it is.
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertificateMaterial, Clock } from '@understudy/contract';
import {
  BACKDATED_MS,
  baseName,
  isLoopbackAddress,
  KEY,
  makeRoot,
  permits,
  serialNumber,
  SIGNATURE,
  type Root,
} from './root.ts';
import { exportKey, pemOf, RootFiles } from './root-files.ts';

const DAY_MS = 86_400_000;
/** CA/Browser Forum baseline requirements, section 6.3.2, allow 398; browsers refuse more. */
const LEAF_DAYS = 365;
/** A root with less than a leaf's life left signs no more. */
const ROOT_RENEWAL_DAYS = LEAF_DAYS + 1;
/** RFC 5280 appendix A.1, ub-common-name. */
const COMMON_NAME_CHARACTERS_MAX = 64;
/** Names that AWS itself owns and that visitors' clients verify, and S3's address here. */
const AWS_NAMES = ['amazonaws.com', 'cloudfront.net', '127.0.0.1'];
/** Each is a certificate that every client of the bundle reads. */
const ROOTS_MAX = 200;

/**
 * The engine's own certificate authority. Its roots are constrained: one speaks for the names that
 * AWS owns, and one for each domain that a certificate was asked for. All of them are in one file,
 * which clients trust.
 */
export class CertificateAuthority {
  readonly #files: RootFiles;
  readonly #clock: Pick<Clock, 'wallMs'>;
  #roots: readonly Root[];
  /** One root is made at a time: two requests for one domain share theirs. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(files: RootFiles, roots: readonly Root[], clock: Pick<Clock, 'wallMs'>) {
    this.#files = files;
    this.#roots = roots;
    this.#clock = clock;
  }

  /**
   * Reads the roots from `directory`, and makes those that lack for AWS's names and for `domains`.
   */
  static async load(options: {
    directory: string;
    clock: Pick<Clock, 'wallMs'>;
    domains?: readonly string[];
  }): Promise<CertificateAuthority> {
    const files = new RootFiles(options.directory);
    const authority = new CertificateAuthority(files, await files.read(), options.clock);
    await authority.#rootFor(AWS_NAMES);
    for (const domain of options.domains ?? []) await authority.#rootFor([domain]);
    await files.writeBundle(authority.#roots);
    return authority;
  }

  /** Every root, one after the other. Grows when a certificate of a new domain is issued. */
  get rootPem(): string {
    return this.#roots.map(pemOf).join('');
  }

  /** Where the roots are, for clients that take a file. */
  get rootFile(): string {
    return this.#files.bundle;
  }

  /** Whether clients that trust the roots trust this certificate too. */
  trusts({ certificateChainPem }: Pick<CertificateMaterial, 'certificateChainPem'>): boolean {
    return this.#roots.some((root) => certificateChainPem.endsWith(pemOf(root)));
  }

  /** A server certificate for `names` (the first is the subject), and its key. */
  issue(names: readonly string[], arn = ''): Promise<CertificateMaterial> {
    return this.#issue(names, arn, this.#clock.wallMs() - BACKDATED_MS);
  }

  /** One that was good until yesterday, by the wall's time: clients judge it. */
  issueExpired(names: readonly string[], arn: string): Promise<CertificateMaterial> {
    return this.#issue(names, arn, this.#clock.wallMs() - (LEAF_DAYS + 1) * DAY_MS);
  }

  async #issue(
    names: readonly string[],
    arn: string,
    notBeforeMs: number,
  ): Promise<CertificateMaterial> {
    const root = await this.#rootFor(names);
    const keys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
    const subject = names.find((name) => name.length <= COMMON_NAME_CHARACTERS_MAX);
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      ...(subject === undefined ? {} : { subject: [{ CN: [subject] }] }),
      issuer: root.certificate.subjectName.toJSON(),
      notBefore: new Date(notBeforeMs),
      notAfter: new Date(notBeforeMs + LEAF_DAYS * DAY_MS),
      signingAlgorithm: SIGNATURE,
      publicKey: keys.publicKey,
      signingKey: root.key,
      extensions: await leafExtensions(names, keys.publicKey, root.certificate),
    });
    return {
      arn,
      domainNames: [...names],
      certificateChainPem: `${certificate.toString('pem')}\n${pemOf(root)}`,
      privateKeyPem: await exportKey(keys.privateKey),
    };
  }

  #rootFor(names: readonly string[]): Promise<Root> {
    const found = this.#last.then(() => this.#findOrMake(names));
    this.#last = found.catch(() => undefined);
    return found;
  }

  async #findOrMake(names: readonly string[]): Promise<Root> {
    const wallMs = this.#clock.wallMs();
    const known = this.#roots.find((root) => permits(root, names) && isFresh(root, wallMs));
    if (known !== undefined) return known;
    if (this.#roots.length >= ROOTS_MAX)
      throw new Error(`more than ${ROOTS_MAX} domains have had certificates of this state folder`);
    const made = await makeRoot([...new Set(names.map(baseName))], wallMs);
    await this.#files.add(made, this.#roots.length + 1);
    this.#roots = [...this.#roots, made];
    await this.#files.writeBundle(this.#roots);
    return made;
  }
}

function isFresh({ certificate }: Root, wallMs: number): boolean {
  return certificate.notAfter.getTime() - wallMs > ROOT_RENEWAL_DAYS * DAY_MS;
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
    new SubjectAlternativeNameExtension(
      names.map((value) => ({ type: isLoopbackAddress(value) ? 'ip' : 'dns', value })),
    ),
    await SubjectKeyIdentifierExtension.create(publicKey),
    await AuthorityKeyIdentifierExtension.create(await root.publicKey.export()),
  ];
}
