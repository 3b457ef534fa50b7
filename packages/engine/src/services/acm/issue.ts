import type { AcmStore } from './acm-store.ts';
import type { CertificateRecord } from './records.ts';
import { baseDomain } from './validation-record.ts';
import type { ValidationOutcome } from './validator.ts';

/** Has a pending certificate validated, and issued when it is. */
export function startValidation(store: AcmStore, pending: CertificateRecord): void {
  const { arn, region, id, names, createdMs } = pending;
  store.validator.start({
    arn,
    names,
    createdMs,
    seen: (domain) => {
      const certificate = store.certificates.get(region, id);
      if (certificate !== undefined && !certificate.seen.includes(domain))
        store.put({ ...certificate, seen: [...certificate.seen, baseDomain(domain)] });
    },
    done: (outcome) => conclude(store, region, id, outcome),
  });
}

async function conclude(
  store: AcmStore,
  region: string,
  id: string,
  outcome: ValidationOutcome,
): Promise<void> {
  const pending = store.certificates.get(region, id);
  if (pending === undefined) return;
  if (outcome.kind === 'timed-out')
    return store.put({ ...pending, status: 'VALIDATION_TIMED_OUT' });
  if (outcome.kind === 'failed')
    return store.put({ ...pending, status: 'FAILED', failureReason: outcome.reason });
  const material = await store.authority.issue(pending.names, pending.arn);
  const current = store.certificates.get(region, id);
  // Deleted while it was being issued.
  if (current === undefined) return;
  store.put({ ...current, status: 'ISSUED', issuedMs: store.deps.clock.nowMs(), material });
  store.deps.dataPlane.changed();
}
