import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { reportHtml, type Language, type Report } from '@understudy/drill/report';
import { ZipFile } from 'yazl';
import { evidenceReadme } from './evidence-readme.ts';

export interface EvidenceOptions {
  lang: Language;
  /** Gives a signature of the checksums; undefined: they are not signed, which the zip says. */
  sign?: ((checksums: string) => string) | undefined;
}

/**
 * What an auditor is given: the report as it was written, its page, its events and versions, hashes
 * of what was deployed, and the SHA-256 of each file, signed by a key of the user's. The engine's
 * own keys would say nothing, since they are gone with it.
 */
export async function evidenceZip(
  report: Report,
  written: Uint8Array,
  { lang, sign }: EvidenceOptions,
): Promise<Uint8Array> {
  const { versions, events, scenario, seed, speed, startedAt, config } = report;
  const { templates, configSha256 } = report;
  const isSigned = sign !== undefined;
  const files: [string, Uint8Array][] = [
    ['README.txt', Buffer.from(evidenceReadme(report, { isSigned }))],
    ['report.json', written],
    ['report.html', Buffer.from(reportHtml(report, { lang }))],
    ['events.json', json(events)],
    ['versions.json', json({ versions, scenario: scenario.name, seed, speed, startedAt, config })],
    ['hashes.json', json({ templates, configSha256 })],
  ];
  const sums = files.map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join('');
  const signed: [string, Uint8Array][] =
    sign === undefined ? [] : [['SHA256SUMS.sig', Buffer.from(sign(sums))]];
  const zip = new ZipFile();
  // The same report makes the same bytes.
  const mtime = new Date(Number.isNaN(Date.parse(startedAt)) ? 0 : startedAt);
  for (const [name, bytes] of [...files, ['SHA256SUMS', Buffer.from(sums)] as const, ...signed])
    zip.addBuffer(Buffer.from(bytes), name, { mtime, mode: 0o100644 });
  zip.end();
  return await buffer(zip.outputStream);
}

function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
