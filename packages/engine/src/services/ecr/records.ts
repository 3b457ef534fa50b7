import { textsSchema } from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

export const MUTABILITIES = [
  'MUTABLE',
  'IMMUTABLE',
  'MUTABLE_WITH_EXCLUSION',
  'IMMUTABLE_WITH_EXCLUSION',
] as const;

export const ENCRYPTION_TYPES = ['AES256', 'KMS', 'KMS_DSSE'] as const;

const exclusionFilterSchema = z.object({ filterType: z.literal('WILDCARD'), filter: z.string() });

const repositorySchema = z.object({
  name: z.string(),
  createdMs: z.number(),
  tagMutability: z.enum(MUTABILITIES),
  exclusionFilters: z.array(exclusionFilterSchema),
  scanOnPush: z.boolean(),
  encryption: z.object({
    encryptionType: z.enum(ENCRYPTION_TYPES),
    kmsKey: z.string().exactOptional(),
  }),
  policyText: z.string().exactOptional(),
  lifecyclePolicyText: z.string().exactOptional(),
  tags: textsSchema,
});
export type RepositoryRecord = z.infer<typeof repositorySchema>;

export const ecrTables = {
  repositories: declareTable('ecr/repositories', repositorySchema),
};
