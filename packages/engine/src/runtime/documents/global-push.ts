import { createHash } from 'node:crypto';
import type { GlobalDocument, RecordPatch, ZonePatch } from '@understudy/contract';
import type { DataPlaneProcess } from '../processes/data-plane-process.ts';
import { compileGlobalDocument, type DocumentSources } from './documents.ts';

/**
 * After as many patches the whole document is sent again: what they are kept in, here and there,
 * must have an end.
 */
const PATCHES_MAX = 1_000;
const PATCH_CHARACTERS_MAX = 4_194_304;

export interface Push {
  digest: string;
  /** Of the document that the text changes; absent when it is a whole one. */
  base?: number;
  text(check: (document: GlobalDocument) => void): string;
}

type Pushed = NonNullable<DataPlaneProcess['pushed']>;

/**
 * What the global process is to be sent: nothing, what became of record sets, or everything. Record
 * sets stand in the digest by the revision of their zone, so that finding out costs the same
 * however many there are.
 */
export class GlobalPush {
  /** Of what the process was sent last, as far as this control plane knows. */
  #last: { digest: string; frame: string; revisions: Record<string, number> } | undefined;
  /** Since the last whole one. */
  #patches = 0;
  #characters = 0;

  /**
   * `pushed` is what the process has been sent; undefined when it has that already. One that has
   * not taken a patch is sent the whole document, which it has nothing to compare with.
   */
  next(
    sources: DocumentSources,
    { pushed: sent, report }: Pick<DataPlaneProcess, 'pushed' | 'report'>,
  ): Push | undefined {
    const lacksPatch = report.refused !== undefined && this.#patches > 0;
    const pushed = lacksPatch ? undefined : sent;
    const { zones, revisions } = sources.services.route53.hostedZonesByRevision();
    const frame = JSON.stringify(compileGlobalDocument(sources, 0, zones));
    const digest = createHash('sha256')
      .update(frame)
      .update(JSON.stringify(revisions))
      .digest('base64url');
    const patch =
      pushed?.digest === digest ? undefined : this.#patch(sources, pushed, { frame, revisions });
    this.#last = { digest, frame, revisions };
    if (pushed?.digest === digest) return undefined;
    if (patch !== undefined && pushed !== undefined) {
      const text = JSON.stringify(patch);
      this.#patches += 1;
      this.#characters += text.length;
      return { digest, base: pushed.revision, text: () => text };
    }
    this.#patches = 0;
    this.#characters = 0;
    return {
      digest,
      text: (check) => {
        const document = compileGlobalDocument(sources, 0);
        check(document);
        return JSON.stringify(document);
      },
    };
  }

  /** After a failure: what was to be sent was not. */
  forget(): void {
    this.#last = undefined;
  }

  #patch(
    sources: DocumentSources,
    pushed: Pushed | undefined,
    now: { frame: string; revisions: Record<string, number> },
  ): RecordPatch | undefined {
    const last = this.#last;
    if (last === undefined || last.digest !== pushed?.digest || last.frame !== now.frame)
      return undefined;
    if (this.#patches >= PATCHES_MAX || this.#characters >= PATCH_CHARACTERS_MAX) return undefined;
    const { route53 } = sources.services;
    const zones: ZonePatch[] = [];
    for (const [id, revision] of Object.entries(now.revisions)) {
      const before = last.revisions[id] ?? 0;
      if (before === revision) continue;
      const changes = route53.recordChanges(id, before, revision);
      if (changes === undefined) return undefined;
      zones.push(changes);
    }
    return { zones };
  }
}
