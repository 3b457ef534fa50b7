import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { reportHtml, type Language, type Report } from '@understudy/drill/report';
import { ZipFile } from 'yazl';

/**
 * What an auditor is given: the report as it was written, its page, its events and versions, and
 * the SHA-256 of each. The checksums tell damage, not who made it: nothing here is signed, since
 * the keys of a drill's own engine are gone with it.
 */
export async function evidenceZip(
  report: Report,
  written: Uint8Array,
  lang: Language,
): Promise<Uint8Array> {
  const { versions, events, scenario, seed, speed, startedAt, config } = report;
  const files: [string, Uint8Array][] = [
    ['report.json', written],
    ['report.html', Buffer.from(reportHtml(report, { lang }))],
    ['events.json', json(events)],
    ['versions.json', json({ versions, scenario: scenario.name, seed, speed, startedAt, config })],
  ];
  const sums = files.map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join('');
  const zip = new ZipFile();
  // The same report makes the same bytes.
  const mtime = new Date(Number.isNaN(Date.parse(startedAt)) ? 0 : startedAt);
  for (const [name, bytes] of [...files, ['SHA256SUMS', Buffer.from(sums)] as const])
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
