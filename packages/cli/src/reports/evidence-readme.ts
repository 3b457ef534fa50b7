import type { Report } from '@understudy/drill/report';
import { SIGNATURE_NAMESPACE } from './sign.ts';

/** What an auditor reads first: what each file is, and how to tell that it is whole. */
export function evidenceReadme(
  { scenario, startedAt, site }: Report,
  { isSigned }: { isSigned: boolean },
): string {
  return `A drill of ${site.domain}: ${scenario.name}, ${startedAt}.

report.json    what was measured, as it was written then
report.html    the same as a page
events.json    what happened, event by event
versions.json  versions, seed, speed, and the site's configuration
hashes.json    SHA-256 of each deployed template, as CloudFormation's GetTemplate gave it, and of
               the configuration, as compact JSON (member "config" of report.json)
SHA256SUMS     SHA-256 of each of these files

That the files are whole: sha256sum -c SHA256SUMS

${isSigned ? SIGNED : UNSIGNED}`;
}

const SIGNED = `SHA256SUMS is signed: SHA256SUMS.sig. Who signed it, with their public key in a file
"allowed_signers" as "auditor ssh-ed25519 AAAA…":

ssh-keygen -Y verify -f allowed_signers -I auditor -n ${SIGNATURE_NAMESPACE} -s SHA256SUMS.sig < SHA256SUMS
`;

const UNSIGNED = `SHA256SUMS is not signed: the checksums tell damage, not who made the files.
`;
