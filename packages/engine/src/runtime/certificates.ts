import type { CertificateMaterial } from '@understudy/contract';
import type { StateStore } from '../kernel/state/state-store.ts';
import type { CertificateAuthority } from '../services/acm/authority.ts';
import { runtimeTables } from './records.ts';

export interface EngineCertificates {
  cloudfront: CertificateMaterial;
  s3: Record<string, CertificateMaterial>;
  /** Every root of now. */
  readonly rootPem: string;
  readonly rootFile: string;
}

const DAY_MS = 86_400_000;
const RENEW_BEFORE_MS = 30 * DAY_MS;

/** Certificates of names that AWS itself owns: made once, kept, and made anew before they end. */
export async function loadEngineCertificates(options: {
  authority: CertificateAuthority;
  state: StateStore;
  /** With the address of each one's S3. */
  regions: readonly { region: string; s3Address: string }[];
  wallMs: number;
}): Promise<EngineCertificates> {
  const { authority, state, wallMs } = options;
  const table = state.table(runtimeTables.certificates);
  const load = async (key: string, names: string[]): Promise<CertificateMaterial> => {
    const known = table.get(key);
    if (
      known !== undefined &&
      authority.trusts(known.material) &&
      known.material.domainNames.join() === names.join() &&
      wallMs - known.issuedMs < 365 * DAY_MS - RENEW_BEFORE_MS
    )
      return known.material;
    const material = await authority.issue(names);
    table.put(key, { material, issuedMs: wallMs });
    return material;
  };
  const s3: Record<string, CertificateMaterial> = {};
  for (const { region, s3Address } of options.regions)
    s3[region] = await load(`s3/${region}`, [...s3Names(region), s3Address]);
  return {
    cloudfront: await load('cloudfront', ['*.cloudfront.net']),
    s3,
    get rootPem() {
      return authority.rootPem;
    },
    rootFile: authority.rootFile,
  };
}

/**
 * The global names lead to us-east-1.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
function s3Names(region: string): string[] {
  const regional = [`s3.${region}.amazonaws.com`, `*.s3.${region}.amazonaws.com`];
  return region === 'us-east-1'
    ? [...regional, 's3.amazonaws.com', '*.s3.amazonaws.com']
    : regional;
}
