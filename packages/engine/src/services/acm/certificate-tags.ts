import type {
  AddTagsToCertificateRequest,
  ListTagsForCertificateRequest,
  ListTagsForCertificateResponse,
  RemoveTagsFromCertificateRequest,
} from '@aws-sdk/client-acm';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type AcmStore, mergeTags } from './acm-store.ts';

export const tagOperations = {
  AddTagsToCertificate: operation(addTagsToCertificate),
  RemoveTagsFromCertificate: operation(removeTagsFromCertificate),
  ListTagsForCertificate: operation(listTagsForCertificate),
};

function addTagsToCertificate(
  store: AcmStore,
  { region }: RequestContext,
  input: AddTagsToCertificateRequest,
): void {
  const certificate = store.certificate(region, input.CertificateArn);
  store.put({ ...certificate, tags: mergeTags(certificate.tags, input.Tags) });
}

function removeTagsFromCertificate(
  store: AcmStore,
  { region }: RequestContext,
  input: RemoveTagsFromCertificateRequest,
): void {
  const certificate = store.certificate(region, input.CertificateArn);
  const gone = (input.Tags ?? []).map((tag) => tag.Key);
  const kept = Object.entries(certificate.tags).filter(([key]) => !gone.includes(key));
  store.put({ ...certificate, tags: Object.fromEntries(kept) });
}

function listTagsForCertificate(
  store: AcmStore,
  { region }: RequestContext,
  input: ListTagsForCertificateRequest,
): ListTagsForCertificateResponse {
  const { tags } = store.certificate(region, input.CertificateArn);
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}
