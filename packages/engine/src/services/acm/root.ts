// @peculiar/x509 resolves its parts through reflect-metadata, which must be there before it is.
import 'reflect-metadata';
import { randomBytes, type webcrypto } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } from '@peculiar/asn1-x509';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraintsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const DAY_MS = 86_400_000;
/** A root that is imported somewhere and forgotten is good for nothing soon. */
const ROOT_DAYS = 730;
/** So that a client whose clock is a little late accepts a new certificate. */
export const BACKDATED_MS = 3_600_000;
export const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
export const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const NAME_CONSTRAINTS = '2.5.29.30';

/** The addresses of this machine. */
const LOOPBACK = '127.0.0.0/8';

/** A certificate that leaves are signed with. */
export interface Root {
  certificate: X509Certificate;
  key: webcrypto.CryptoKey;
  /**
   * The domains that it may speak for, each with all below it, and the addresses. None: of an
   * earlier version, and signs no more.
   */
  permitted: readonly string[];
}

export function rootOf(certificate: X509Certificate, key: webcrypto.CryptoKey): Root {
  return { certificate, key, permitted: permittedOf(certificate) };
}

/** Whether it may sign for these names. RFC 5280 section 4.2.1.10. */
export function permits({ permitted }: Pick<Root, 'permitted'>, names: readonly string[]): boolean {
  return names.map(baseName).every((name) => {
    if (isLoopbackAddress(name)) return permitted.includes(LOOPBACK);
    return permitted.some((domain) => name === domain || name.endsWith(`.${domain}`));
  });
}

/** Whether a certificate names an address of this machine, and no domain. */
export function isLoopbackAddress(name: string): boolean {
  return isIPv4(name) && name.startsWith('127.');
}

/** `*.ticketing.pw` is below `ticketing.pw`. */
export function baseName(name: string): string {
  return name.replace(/^\*\./, '').toLowerCase();
}

/**
 * A root that can sign for the given domains only: who imports it trusts its key for those, and not
 * for the rest of the web.
 */
export async function makeRoot(permitted: readonly string[], wallMs: number): Promise<Root> {
  const keys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  // Two engines' roots differ in name, so that a client that trusts both never mistakes one for the
  // other.
  const name = `Understudy local root ${randomBytes(4).toString('hex')}`;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [name] }, { O: ['Understudy'] }],
    notBefore: new Date(wallMs - BACKDATED_MS),
    notAfter: new Date(wallMs + ROOT_DAYS * DAY_MS),
    signingAlgorithm: SIGNATURE,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      nameConstraints(permitted),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, key: keys.privateKey, permitted: permittedOf(certificate) };
}

function nameConstraints(permitted: readonly string[]): Extension {
  const domains = permitted.filter((name) => !isLoopbackAddress(name) && name !== LOOPBACK);
  const bases = [
    ...domains.map((dNSName) => new GeneralName({ dNSName })),
    // With none of this form, a root could sign for every address of the internet.
    new GeneralName({ iPAddress: LOOPBACK }),
  ];
  const subtrees = bases.map((base) => new GeneralSubtree({ base }));
  const constraints = new NameConstraints({ permittedSubtrees: new GeneralSubtrees(subtrees) });
  // "Conforming CAs MUST mark this extension as critical." RFC 5280 section 4.2.1.10.
  return new Extension(NAME_CONSTRAINTS, true, AsnConvert.serialize(constraints));
}

function permittedOf(certificate: X509Certificate): string[] {
  const extension = certificate.getExtension(NAME_CONSTRAINTS);
  if (extension === null) return [];
  const { permittedSubtrees } = AsnConvert.parse(extension.value, NameConstraints);
  return [...(permittedSubtrees ?? [])].flatMap(({ base }) => base.dNSName ?? base.iPAddress ?? []);
}

/** RFC 5280 section 4.1.2.2: positive, at most 20 octets. */
export function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
