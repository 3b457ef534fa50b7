import type { OperationType } from '@aws-sdk/client-route-53-domains';
import { enumeration } from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const domainSchema = z.object({
  name: z.string(),
  nameServers: z.array(z.string()),
  registeredMs: z.number(),
  years: z.number(),
});
export type DomainRecord = z.infer<typeof domainSchema>;

const operationSchema = z.object({
  id: z.string(),
  domain: z.string(),
  type: enumeration<OperationType>(),
  submittedMs: z.number(),
});
export type OperationRecord = z.infer<typeof operationSchema>;

export const route53DomainsTables = {
  domains: declareTable('route53domains/domains', domainSchema),
  operations: declareTable('route53domains/operations', operationSchema),
};
