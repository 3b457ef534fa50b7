import type { CertificateStatus, FailureReason } from '@aws-sdk/client-acm';
import { certificateMaterialSchema, enumeration, textsSchema } from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const certificateSchema = z.object({
  id: z.string(),
  arn: z.string(),
  region: z.string(),
  /** The domain name first. */
  names: z.array(z.string()),
  status: enumeration<CertificateStatus>(),
  failureReason: enumeration<FailureReason>().exactOptional(),
  createdMs: z.number(),
  issuedMs: z.number().exactOptional(),
  /** Base domains whose record has been seen. */
  seen: z.array(z.string()),
  idempotencyToken: z.string().exactOptional(),
  transparencyLogging: z.enum(['ENABLED', 'DISABLED']),
  tags: textsSchema,
  material: certificateMaterialSchema.exactOptional(),
});
export type CertificateRecord = z.infer<typeof certificateSchema>;

export const acmTables = {
  certificates: declareTable('acm/certificates', certificateSchema),
};
